# Needs uv 0.5.12 or newer
uv --version

# Lock for every machine, once
uv lock

# Linux x86-64, CPU: install, then run
uv sync --extra cpu
uv run --extra cpu python

# Linux x86-64, CUDA 12.8: install, then run
uv sync --extra cu128
uv run --extra cu128 python

# Windows x86-64, CPU: install, then run
uv sync --extra cpu
uv run --extra cpu python

# macOS Apple silicon, CPU: install, then run
uv sync --extra cpu
uv run --extra cpu python

# Linux x86-64: switch to CUDA 12.8
uv sync --extra cu128

# In CI: the lock as it is, or stop
uv sync --locked --extra cpu

# See what was installed
uv run --no-sync python -c "import torch; print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
