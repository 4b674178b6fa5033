# /// script
# requires-python = ">=3.12"
# dependencies = [
#   "torch>=2.15.0",
# ]
# ///
import torch

print(torch.__version__, torch.version.cuda, torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')
