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

# A tool that needs torch, in an environment of its own (uv 0.9.19 or newer)
# uv tool install --torch-backend=cpu TOOL
# uvx --torch-backend=cpu TOOL
