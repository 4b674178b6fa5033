# Needs uv 0.5.23 or newer
uv --version

# Lock for every machine, once
uv lock

# Take newer nightlies
uv lock --upgrade

# Linux x86-64, CPU: install, then run
uv sync
uv run python

# Linux x86-64, ROCm 7.2: install, then run
uv sync --no-default-groups --group rocm72
uv run --no-default-groups --group rocm72 python

# Linux x86-64: switch to ROCm 7.2
uv sync --no-default-groups --group rocm72

# In CI: the lock as it is, or stop
uv sync --locked

# See what was installed
uv run --no-sync python -c "import torch; print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
