# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = [
#   "torch>=2.10.0",
# ]
#
# [tool.uv.sources]
# torch = [
#   { index = "pytorch-cpu", marker = "sys_platform == 'win32' and platform_machine == 'ARM64'" },
#   { index = "pytorch-cu128", marker = "sys_platform == 'win32' and platform_machine == 'AMD64'" },
# ]
#
# [[tool.uv.index]]
# name = "pytorch-cpu"
# url = "https://download.pytorch.org/whl/cpu"
# explicit = true
#
# [[tool.uv.index]]
# name = "pytorch-cu128"
# url = "https://download.pytorch.org/whl/cu128"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
