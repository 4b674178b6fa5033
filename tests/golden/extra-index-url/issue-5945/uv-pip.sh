# Linux x86-64, CPU
uv pip install "torch==2.4.1" --torch-backend=cpu
uv pip install "torch==2.4.1" --index-url https://download.pytorch.org/whl/cpu

# Windows x86-64, CPU
uv pip install "torch==2.4.1" --torch-backend=cpu
uv pip install "torch==2.4.1" --index-url https://download.pytorch.org/whl/cpu

# macOS Apple silicon, CPU
uv pip install "torch==2.4.1" --torch-backend=cpu
uv pip install "torch==2.4.1" --index-url https://download.pytorch.org/whl/cpu

# Let uv look at the driver of the machine it runs on
uv pip install "torch==2.4.1" --torch-backend=auto
