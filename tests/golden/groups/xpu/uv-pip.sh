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
