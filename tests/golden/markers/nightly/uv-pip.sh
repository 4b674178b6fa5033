# Linux x86-64, CUDA 13.0
# --torch-backend knows no nightlies; --prerelease=allow is not needed, this index has no releases of torch.
uv pip install "torch>=2.15.0.dev0" "torchvision>=0.29.0.dev0" --index-url https://download.pytorch.org/whl/nightly/cu130

# Windows x86-64, CPU
# --torch-backend knows no nightlies; --prerelease=allow is not needed, this index has no releases of torch.
uv pip install "torch>=2.15.0.dev0" "torchvision>=0.29.0.dev0" --index-url https://download.pytorch.org/whl/nightly/cpu

# macOS Apple silicon, CPU
# --torch-backend knows no nightlies; --prerelease=allow is not needed, this index has no releases of torch.
uv pip install "torch>=2.15.0.dev0" "torchvision>=0.29.0.dev0" --index-url https://download.pytorch.org/whl/nightly/cpu
