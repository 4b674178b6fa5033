# Needs uv 0.5.3 or newer
uv --version

# Lock for every machine, once
uv lock

# Linux x86-64, CPU: install, then run
uv sync --group cpu
uv run --group cpu python

# Linux x86-64, Intel XPU: install, then run
uv sync --group xpu
uv run --group xpu python

# Windows x86-64, Intel XPU: install, then run
uv sync --group xpu
uv run --group xpu python

# Linux x86-64: switch to Intel XPU
uv sync --group xpu

# In CI: the lock as it is, or stop
uv sync --locked --group cpu

# See what was installed
uv run --no-sync python -c "import torch; print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
