# Needs uv 0.2.32 or newer
uv --version

# Lock for every machine, once
uv lock

# Linux x86-64, CUDA 11.8: install, then run
uv sync
uv run python

# Linux ARM64, PyPI default: install, then run
uv sync
uv run python

# macOS Apple silicon, PyPI default: install, then run
uv sync
uv run python

# In CI: the lock as it is, or stop
uv sync --locked

# See what was installed
uv run python -c "import torch; print(torch.__version__, torch.version.cuda, 'cuda' if torch.cuda.is_available() else 'cpu')"
