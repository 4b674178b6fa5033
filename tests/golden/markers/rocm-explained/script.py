# /// script
# # Made by uv-torch wizard from catalogue r1; needs uv 0.4.23 or newer.
# # /?linux-x86_64=rocm7.2&windows-x86_64=cpu&layout=markers&torch=2.12.1&bound=minimum&python=3.12&python-cap=auto&environments=any&project=my.app&explain=yes
#
# # The Pythons for which every chosen machine has a wheel.
# requires-python = ">=3.12,<3.15"
# # torch, and the releases of its family that go with it.
# dependencies = [
#   "torch>=2.12.1",
#   "triton-rocm>=3.7.1 ; sys_platform == 'linux'",
# ]
#
# [tool.uv.sources]
# # Which index serves which package. Machines no marker names use PyPI.
# torch = [
#   { index = "pytorch-cpu", marker = "sys_platform == 'win32'" },
#   { index = "pytorch-rocm72", marker = "sys_platform == 'linux'" },
# ]
# # torch requires it, and only torch's own index has it: it is required and routed by name.
# triton-rocm = [
#   { index = "pytorch-rocm72", marker = "sys_platform == 'linux'" },
# ]
#
# [[tool.uv.index]]
# # Explicit: only packages with a source above may come from here.
# name = "pytorch-cpu"
# url = "https://download.pytorch.org/whl/cpu"
# explicit = true
#
# [[tool.uv.index]]
# # Explicit: only packages with a source above may come from here.
# name = "pytorch-rocm72"
# url = "https://download.pytorch.org/whl/rocm7.2"
# explicit = true
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
