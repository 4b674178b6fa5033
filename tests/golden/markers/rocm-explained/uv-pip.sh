# Linux x86-64, ROCm 7.2
uv pip install "torch>=2.12.1" --torch-backend=rocm7.2
uv pip install "torch>=2.12.1" --index-url https://download.pytorch.org/whl/rocm7.2

# Windows x86-64, CPU
uv pip install "torch>=2.12.1" --torch-backend=cpu
uv pip install "torch>=2.12.1" --index-url https://download.pytorch.org/whl/cpu

# Let uv look at the driver of the machine it runs on
uv pip install "torch>=2.12.1" --torch-backend=auto

# A tool that needs torch, in an environment of its own (uv 0.11.3 or newer)
# uv tool install --torch-backend=rocm7.2 TOOL
# uv tool install --torch-backend=cpu TOOL
# uvx --torch-backend=rocm7.2 TOOL
# uvx --torch-backend=cpu TOOL
