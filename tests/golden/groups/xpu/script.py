# /// script
# requires-python = ">=3.10,<3.15"
# dependencies = [
#   "torch>=2.9.1",
#   "pytorch-triton-xpu>=3.5.0 ; sys_platform == 'win32'",
# ]
#
# [tool.uv.sources]
# torch = [
#   { index = "pytorch-cpu", marker = "sys_platform == 'linux'" },
#   { index = "pytorch-xpu", marker = "sys_platform == 'win32'" },
# ]
# pytorch-triton-xpu = [
#   { index = "pytorch-xpu", marker = "sys_platform == 'win32'" },
# ]
#
# [[tool.uv.index]]
# name = "pytorch-cpu"
# url = "https://download.pytorch.org/whl/cpu"
# explicit = true
#
# [[tool.uv.index]]
# name = "pytorch-xpu"
# url = "https://download.pytorch.org/whl/xpu"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
