# Linux x86-64, CUDA 11.8
uv pip install "torch==2.4.0" "torchvision==0.19.0" --torch-backend=cu118
uv pip install "torch==2.4.0" "torchvision==0.19.0" --index-url https://download.pytorch.org/whl/cu118

# Linux ARM64, PyPI default
uv pip install "torch==2.4.0" "torchvision==0.19.0"

# macOS Apple silicon, PyPI default
uv pip install "torch==2.4.0" "torchvision==0.19.0"

# Let uv look at the driver of the machine it runs on
uv pip install "torch==2.4.0" "torchvision==0.19.0" --torch-backend=auto

# A tool that needs torch, in an environment of its own (uv 0.9.19 or newer)
# uv tool install --torch-backend=cu118 TOOL
# uvx --torch-backend=cu118 TOOL
