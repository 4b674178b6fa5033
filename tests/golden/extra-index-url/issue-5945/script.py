# /// script
# requires-python = ">=3.12,<3.13"
# dependencies = [
#   "torch==2.4.1",
# ]
#
# [tool.uv.sources]
# torch = [
#   { index = "pytorch-cpu" },
# ]
#
# [[tool.uv.index]]
# name = "pytorch-cpu"
# url = "https://download.pytorch.org/whl/cpu"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, 'cuda' if torch.cuda.is_available() else 'cpu')
