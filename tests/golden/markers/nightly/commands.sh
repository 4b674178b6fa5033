# Needs uv 0.5.12 or newer
uv --version

# Lock for every machine, once
uv lock

# Take newer nightlies
uv lock --upgrade

# Linux x86-64, CUDA 13.0: install, then run
uv sync
uv run python

# Windows x86-64, CPU: install, then run
uv sync
uv run python

# macOS Apple silicon, CPU: install, then run
uv sync
uv run python

# In CI: the lock as it is, or stop
uv sync --locked

# See what was installed
uv run python -c "import torch; print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
