# Needs uv 0.4.23 or newer
uv --version

# Lock for every machine, once
uv lock

# Linux x86-64, ROCm 7.2: install, then run
uv sync
uv run python

# Windows x86-64, CPU: install, then run
uv sync
uv run python

# In CI: the lock as it is, or stop
uv sync --locked

# See what was installed
uv run python -c "import torch; print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
