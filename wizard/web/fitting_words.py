"""What the helper for accelerators says, once it is opened; ``{name}`` stands for what ``fitting.js`` fills in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "read": _("Read: {found}."),
    "driver": _("driver {driver}"),
    "cuda": _(
        "CUDA {cuda} in the header is the newest this driver knows, not a toolkit you have; others of the same major"
        " version run, too"
    ),
    "card": _("{name} ({arch})"),
    "unknownCard": _(
        "“{name}” is not in our list: ask nvidia-smi for its compute_cap, as above, or pick a card like it"
    ),
    "unknownIntel": _("“{name}” is not in our list of what PyTorch’s guide to Intel GPUs names."),  # noqa: RUF001
    "nothing": _("Neither a driver nor a card was found in this text. Paste the whole output."),
    "noMachine": _("Choose a Linux or Windows machine in step 1 first."),
    "which": _("Which card is it? Pick one, too: a driver alone does not say what runs on the card."),
    "fits": _("Fits"),
    "fitsWith": _("Fits, with torch {torch}"),
    "fitsDriver": _("Fits, with a driver from {driver} on"),
    "fitsBoth": _("Fits, with a driver from {driver} on and torch {torch}"),
    "old": _("Needs a driver from {driver} on"),
    "notBuilt": _("Not built for {archs}"),
    "untold": _("For which cards it was built is not written down"),
    "elsewhere": _("{name} needs builds of NVIDIA’s own, from its Jetson index: none of these fit."),  # noqa: RUF001  # typography
    "none": _("As far as is known, no accelerator of these fits on {machine}. CPU runs everywhere."),
    "compat": _("On data-centre cards, NVIDIA’s cuda-compat package can stand in for a newer driver."),  # noqa: RUF001
    "amd": _(
        "The driver is AMD’s own amdgpu, by AMD’s number: the oldest that AMD supports. Of the one in the Linux kernel"  # noqa: RUF001
        " no minimum is known to us."
    ),
    "intel": _(
        "Fits: PyTorch’s guide calls this hardware validated, on Windows 11 and on some Linux releases. Of Intel’s"  # noqa: RUF001
        " driver no minimum is known to us."
    ),
    "pick": _("Pick {label} on {machine}"),
    "pickWith": _("Pick {label} on {machine}, with torch {torch}"),
    "picked": _("{label} is picked on {machine}."),
    "apart": _("; "),
    "also": _(", "),
    "verdict": _("{verdict}: "),
}
