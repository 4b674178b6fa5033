# Needs uv 0.5.23 or newer
uv --version

# Lock for every machine, once
uv lock

# Linux x86-64, CPU: install, then run
uv sync --no-default-groups --group cpu
uv run --no-default-groups --group cpu python

# Linux x86-64, CUDA 13.0: install, then run
uv sync
uv run python

# macOS Apple silicon, PyPI default: install, then run
uv sync --no-default-groups --group pypi
uv run --no-default-groups --group pypi python

# Linux x86-64: switch to CUDA 13.0
uv sync

# In CI: the lock as it is, or stop
uv sync --locked --no-default-groups --group cpu

# See what was installed
uv run --no-sync python -c "import torch; print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
