# /// script
# requires-python = ">=3.12,<3.15"
# dependencies = [
#   "torch>=2.15.0.dev0",
# ]
#
# [tool.uv.sources]
# torch = [
#   { index = "pytorch-nightly-cpu", marker = "sys_platform == 'linux'" },
# ]
#
# [[tool.uv.index]]
# name = "pytorch-nightly-cpu"
# url = "https://download.pytorch.org/whl/nightly/cpu"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
