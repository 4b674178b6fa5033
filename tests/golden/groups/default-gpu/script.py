# /// script
# # Made by uv-torch wizard from catalogue r1; needs uv 0.5.9 or newer.
# # /?linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.13.0&bound=minimum&python=3.10&python-cap=auto&environments=any&project=project&explain=yes
#
# # The Pythons for which every chosen machine has a wheel.
# requires-python = ">=3.10"
# # torch, and the releases of its family that go with it.
# dependencies = [
#   "torch>=2.13.0",
# ]
#
# [tool.uv.sources]
# # Which index serves which package. Machines no marker names use PyPI.
# torch = [
#   { index = "pytorch-cu130", marker = "sys_platform == 'linux'" },
# ]
#
# [[tool.uv.index]]
# # Explicit: only packages with a source above may come from here.
# name = "pytorch-cu130"
# url = "https://download.pytorch.org/whl/cu130"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
