# Linux x86-64, CPU
uv pip install "torch>=2.9.1" --torch-backend=cpu
uv pip install "torch>=2.9.1" --index-url https://download.pytorch.org/whl/cpu

# Linux x86-64, Intel XPU
uv pip install "torch>=2.9.1" --torch-backend=xpu
uv pip install "torch>=2.9.1" --index-url https://download.pytorch.org/whl/xpu

# Windows x86-64, Intel XPU
uv pip install "torch>=2.9.1" --torch-backend=xpu
uv pip install "torch>=2.9.1" --index-url https://download.pytorch.org/whl/xpu

# Let uv look at the driver of the machine it runs on
uv pip install "torch>=2.9.1" --torch-backend=auto

# A tool that needs torch, in an environment of its own (uv 0.9.19 or newer)
# uv tool install --torch-backend=cpu TOOL
# uv tool install --torch-backend=xpu TOOL
# uvx --torch-backend=cpu TOOL
# uvx --torch-backend=xpu TOOL
