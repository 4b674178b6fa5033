# Needs uv 0.2.27 or newer
uv --version

# Lock for every machine, once
uv lock

# Linux x86-64, PyPI default: install, then run
uv sync
uv run python

# In CI: the lock as it is, or stop
uv sync --locked

# See what was installed
uv run python -c "import torch; print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
