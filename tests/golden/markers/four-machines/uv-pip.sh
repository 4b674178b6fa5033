# Linux x86-64, CUDA 12.6
uv pip install "torch~=2.12.1" "torchvision~=0.27.1" --torch-backend=cu126
uv pip install "torch~=2.12.1" "torchvision~=0.27.1" --index-url https://download.pytorch.org/whl/cu126

# Linux ARM64, CPU
uv pip install "torch~=2.12.1" "torchvision~=0.27.1" --torch-backend=cpu
uv pip install "torch~=2.12.1" "torchvision~=0.27.1" --index-url https://download.pytorch.org/whl/cpu

# Windows x86-64, CUDA 12.6
uv pip install "torch~=2.12.1" "torchvision~=0.27.1" --torch-backend=cu126
uv pip install "torch~=2.12.1" "torchvision~=0.27.1" --index-url https://download.pytorch.org/whl/cu126

# macOS Apple silicon, PyPI default
uv pip install "torch~=2.12.1" "torchvision~=0.27.1"

# Let uv look at the driver of the machine it runs on
uv pip install "torch~=2.12.1" "torchvision~=0.27.1" --torch-backend=auto

# A tool that needs torch, in an environment of its own (uv 0.9.19 or newer)
# uv tool install --torch-backend=cu126 TOOL
# uv tool install --torch-backend=cpu TOOL
# uvx --torch-backend=cu126 TOOL
# uvx --torch-backend=cpu TOOL
