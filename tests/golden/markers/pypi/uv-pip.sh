# Linux x86-64, PyPI default
uv pip install "torch>=2.15.0"

# Let uv look at the driver of the machine it runs on
uv pip install "torch>=2.15.0" --torch-backend=auto
