# Needs uv 0.5.3 or newer
uv --version

# Lock for every machine, once
uv lock

# Windows x86-64, CUDA 12.8: install, then run
uv sync --extra cu128
uv run --extra cu128 python

# Windows ARM64, CPU: install, then run
uv sync --extra cpu
uv run --extra cpu python

# In CI: the lock as it is, or stop
uv sync --locked --extra cu128

# See what was installed
uv run --no-sync python -c "import torch; print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
