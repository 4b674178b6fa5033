# Linux x86-64, CPU
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --torch-backend=cpu
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --index-url https://download.pytorch.org/whl/cpu

# Linux x86-64, CUDA 12.8
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --torch-backend=cu128
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --index-url https://download.pytorch.org/whl/cu128

# Windows x86-64, CPU
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --torch-backend=cpu
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --index-url https://download.pytorch.org/whl/cpu

# macOS Apple silicon, CPU
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --torch-backend=cpu
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --index-url https://download.pytorch.org/whl/cpu

# Let uv look at the driver of the machine it runs on
uv pip install "torch>=2.11.0" "torchvision>=0.26.0" "torchaudio>=2.11.0" --torch-backend=auto

# A tool that needs torch, in an environment of its own (uv 0.9.19 or newer)
# uv tool install --torch-backend=cpu TOOL
# uv tool install --torch-backend=cu128 TOOL
# uvx --torch-backend=cpu TOOL
# uvx --torch-backend=cu128 TOOL
