# /// script
# requires-python = ">=3.12,<3.13"
# dependencies = [
#   "torch>=2.11.0",
#   "torchvision>=0.26.0",
#   "torchaudio>=2.11.0",
# ]
#
# [tool.uv.sources]
# torch = [
#   { index = "pytorch-cpu" },
# ]
# torchvision = [
#   { index = "pytorch-cpu" },
# ]
# torchaudio = [
#   { index = "pytorch-cpu" },
# ]
#
# [[tool.uv.index]]
# name = "pytorch-cpu"
# url = "https://download.pytorch.org/whl/cpu"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
