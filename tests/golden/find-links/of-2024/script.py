# /// script
# # Made by uv-torch wizard from catalogue r1; needs uv 0.5.0 or newer.
# # /?linux-x86_64=cu118&linux-aarch64=pypi&macos-arm64=pypi&layout=markers&torch=2.4.0&bound=exact&with=torchvision&python=3.11&python-cap=auto&environments=any&project=project&explain=yes
#
# # The Pythons for which every chosen machine has a wheel.
# requires-python = ">=3.11,<3.13"
# # torch, and the releases of its family that go with it.
# dependencies = [
#   "torch==2.4.0",
#   "torchvision==0.19.0",
# ]
#
# [tool.uv.sources]
# # Which index serves which package. Machines no marker names use PyPI.
# torch = [
#   { index = "pytorch-cu118", marker = "sys_platform == 'linux' and platform_machine == 'x86_64'" },
# ]
# # From the same index as torch: it was built for that torch.
# torchvision = [
#   { index = "pytorch-cu118", marker = "sys_platform == 'linux' and platform_machine == 'x86_64'" },
# ]
#
# [[tool.uv.index]]
# # Explicit: only packages with a source above may come from here.
# name = "pytorch-cu118"
# url = "https://download.pytorch.org/whl/cu118"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, 'cuda' if torch.cuda.is_available() else 'cpu')
