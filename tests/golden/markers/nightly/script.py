# /// script
# # Made by uv-torch wizard from catalogue r1; needs uv 0.5.12 or newer.
# # /?linux-x86_64=cu130&windows-x86_64=cpu&macos-arm64=cpu&layout=markers&channel=nightly&with=torchvision&python=3.11&python-cap=auto&environments=any&project=project&explain=yes
#
# # The Pythons for which every chosen machine has a wheel.
# requires-python = ">=3.11,<3.15"
# # The newest nightlies. No `prerelease` setting: it would admit pre-releases of every package.
# dependencies = [
#   "torch>=2.15.0.dev0",
#   "torchvision>=0.29.0.dev0",
#   "triton>=3.8.0 ; sys_platform == 'linux'",
# ]
#
# [tool.uv.sources]
# # Which index serves which package. Machines no marker names use PyPI.
# torch = [
#   { index = "pytorch-nightly-cpu", marker = "sys_platform == 'win32' or sys_platform == 'darwin'" },
#   { index = "pytorch-nightly-cu130", marker = "sys_platform == 'linux'" },
# ]
# # From the same index as torch: it was built for that torch.
# torchvision = [
#   { index = "pytorch-nightly-cpu", marker = "sys_platform == 'win32' or sys_platform == 'darwin'" },
#   { index = "pytorch-nightly-cu130", marker = "sys_platform == 'linux'" },
# ]
# # torch requires it, and only torch's own index has it: it is required and routed by name.
# triton = [
#   { index = "pytorch-nightly-cu130", marker = "sys_platform == 'linux'" },
# ]
#
# [[tool.uv.index]]
# # PyTorch's nightlies: files change every day, and go after a while. Explicit: for the sources above only.
# name = "pytorch-nightly-cpu"
# url = "https://download.pytorch.org/whl/nightly/cpu"
# explicit = true
#
# [[tool.uv.index]]
# # PyTorch's nightlies: files change every day, and go after a while. Explicit: for the sources above only.
# name = "pytorch-nightly-cu130"
# url = "https://download.pytorch.org/whl/nightly/cu130"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
