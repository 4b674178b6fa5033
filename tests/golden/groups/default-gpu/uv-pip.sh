# Linux x86-64, CPU
uv pip install "torch>=2.13.0" --torch-backend=cpu
uv pip install "torch>=2.13.0" --index-url https://download.pytorch.org/whl/cpu

# Linux x86-64, CUDA 13.0
uv pip install "torch>=2.13.0" --torch-backend=cu130
uv pip install "torch>=2.13.0" --index-url https://download.pytorch.org/whl/cu130

# macOS Apple silicon, PyPI default
uv pip install "torch>=2.13.0"

# Let uv look at the driver of the machine it runs on
uv pip install "torch>=2.13.0" --torch-backend=auto

# A tool that needs torch, in an environment of its own (uv 0.9.19 or newer)
# uv tool install --torch-backend=cpu TOOL
# uv tool install --torch-backend=cu130 TOOL
# uvx --torch-backend=cpu TOOL
# uvx --torch-backend=cu130 TOOL
