# /// script
# requires-python = ">=3.10,<3.15"
# dependencies = [
#   "torch>=2.13.0",
#   "torchvision>=0.28.0",
# ]
#
# [tool.uv.sources]
# torch = [
#   { index = "pytorch-cu130", marker = "sys_platform == 'linux'" },
# ]
# torchvision = [
#   { index = "pytorch-cu130", marker = "sys_platform == 'linux'" },
# ]
#
# [[tool.uv.index]]
# name = "pytorch-cu130"
# url = "https://download.pytorch.org/whl/cu130"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
