# Linux x86-64, CPU
# --torch-backend knows no nightlies; --prerelease=allow is not needed, this index has no releases of torch.
uv pip install "torch>=2.15.0.dev0" --index-url https://download.pytorch.org/whl/nightly/cpu

# Linux x86-64, ROCm 7.2
# --torch-backend knows no nightlies; --prerelease=allow is not needed, this index has no releases of torch.
uv pip install "torch>=2.15.0.dev0" --index-url https://download.pytorch.org/whl/nightly/rocm7.2
