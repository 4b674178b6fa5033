"""What the browser makes of a driver and a card: nothing is sent, and the newest accelerator that fits is picked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

LINK: Final = "?linux-x86_64=cpu&windows-x86_64=cpu&torch=2.13.0"
CARDS: Final = """
| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |
|   0  {first:<24}    {mode:>3}  | 00000000:3B:00.0 Off |                    0 |
|   1  {second:<24}    {mode:>3}  | 00000000:AF:00.0 Off |                    0 |
|    0   N/A  N/A      1234      G   /usr/lib/xorg/Xorg                     12MiB |
"""
IN_610: Final = "| NVIDIA-SMI 610.43.02              KMD Version: 610.43.02     CUDA UMD Version: 13.3     |"
IN_560: Final = "| NVIDIA-SMI 560.94                 Driver Version: 560.94         CUDA Version: 12.6     |"
IN_390: Final = "| NVIDIA-SMI 390.157                Driver Version: 390.157                   |"
ON_WSL: Final = "| NVIDIA-SMI 560.35.02              Driver Version: 560.94         CUDA Version: 12.6     |"
QUERY: Final = "name, driver_version, compute_cap\nNVIDIA GeForce RTX 3090, 580.65.06, 8.6"
ROCMINFO: Final = """
Agent 1
  Name:                    AMD Ryzen 9 7950X 16-Core Processor
Agent 2
  Name:                    gfx1100
  Marketing Name:          Radeon RX 7900 XTX
    ISA 1
      Name:                    amdgcn-amd-amdhsa--gfx1100
"""
XPU_SMI: Final = """
+-----------+-----------------------------------------------+
| 0         | Device Name: Intel(R) Arc(TM) B580 Graphics   |
|           | Driver Version: 32.0.101.6083                 |
"""
CLINFO: Final = """
Platform #0: Intel(R) OpenCL
 `-- Device #0: Intel(R) Core(TM) Ultra 7 155H
Platform #1: Intel(R) OpenCL Graphics
 +-- Device #0: Intel(R) Arc(TM) Graphics
 `-- Device #1: Intel(R) UHD Graphics 770
"""
SYCL_LS: Final = """
[level_zero:gpu][level_zero:0] Intel(R) oneAPI Unified Runtime over Level-Zero V2, Intel(R) Arc(TM) B390 GPU 30.0.4 [1.15.38646]
[level_zero:gpu][level_zero:1] Intel(R) oneAPI Unified Runtime over Level-Zero V2, Intel(R) Arc(TM) B390 GPU 30.0.4 [1.15.38646]
[opencl:cpu][opencl:0] Intel(R) OpenCL, Intel(R) Core(TM) Ultra X7 368H OpenCL 3.0 (Build 0) [2026.21.6.0.17_160000]
[opencl:gpu][opencl:1] Intel(R) OpenCL Graphics, Intel(R) Arc(TM) B390 GPU OpenCL 3.0 NEO  [26.31.39395.13]
"""  # noqa: E501  # printed so
ANSWERS: Final = (
    (ON_WSL, "", "A100", r"on Linux x86-64[^~]*Needs a driver from 580 on"),
    (ON_WSL, "", "A100", r"\A(?![^~]*cuda-compat)"),
    (IN_560, "", "A100", r"Needs a driver from 580 on[^~]*cuda-compat"),
    (ROCMINFO, "linux-x86_64", "", r"Pick ROCm 7\.2 on Linux x86-64[^~]*Fits, with a driver from 6\.4 on: ROCm 7\.2"),
    (ROCMINFO, "linux-x86_64", "", r"own amdgpu, by AMD.s number"),
    (
        CLINFO,
        "linux-x86_64",
        "",
        r"UHD Graphics 770. is not in our list of what PyTorch.s guide[^~]*Fits: Intel XPU xpu",
    ),
    (CLINFO, "windows-x86_64", "", r"Pick Intel XPU on Windows x86-64[^~]*Of Intel.s driver no minimum is known"),
    (
        "",
        "windows-x86_64",
        "Data Center GPU Max",
        r"no accelerator of these fits[^~]*is not written down: Intel XPU xpu",
    ),
    ("", "linux-x86_64", "Data Center GPU Max", r"Pick Intel XPU on Linux x86-64"),
)
"""What is pasted, the machine and the card that are picked, and what the answer says."""
READ: Final = """async ([module, texts]) => {
  const { read } = await import(module);
  return texts.map((text) => read(text));
}"""
JUDGE: Final = """async ([module, address]) => {
  const { built, enough, known } = await import(module);
  const { cards, kernels } = await (await fetch(address)).json();
  const arch = (name) => known(name, cards)?.arch ?? "";
  const has = (code, slug, platform, torch) => built(code, slug, platform, torch, kernels) ?? null;
  return {
    names: ["NVIDIA GeForce RTX 4070 Ti SUPER", "NVIDIA A100-SXM4-80GB", "Tesla V100-SXM2-16GB",
            "NVIDIA RTX 6000 Ada Generation", "Quadro RTX 6000", "GeForce RTX 208...", "NVIDIA RTX ...",
            "NVIDIA GeForce GT 710", "NVIDIA A10G",
            "NVIDIA GeForce RTX 3050 6GB Laptop GPU", "NVIDIA GeForce RTX 3050 A Laptop GPU",
            "Intel(R) Arc(TM) A770 Graphics", "Intel(R) Arc(TM) 140V GPU (16GB)", "Intel(R) Arc(TM) B390 GPU",
            "Intel(R) Data Center GPU Max 1550", "Intel(R) Arc(TM) Pro B60 Graphics",
            "Intel(R) Iris(R) Xe Graphics"].map(arch),
    has: [
      has("8.9", "cu130", "linux-x86_64", "2.13.0"),
      has("6.1", "cu130", "linux-x86_64", "2.13.0"),
      has("12.1", "cu130", "linux-aarch64", "2.13.0"),
      has("7.0", "cu128", "linux-x86_64", "2.10.0"),
      has("7.0", "cu128", "linux-x86_64", "2.11.0"),
      has("7.0", "cu128", "linux-x86_64", "2.8.0"),
      has("7.0", "cu128", "linux-x86_64", "2.7.1"),
      has("7.0", "cu128", "windows-x86_64", "2.7.1"),
      has("8.6", "cu130", "linux-x86_64", ""),
      has("gfx1031", "rocm7.2", "linux-x86_64", "2.13.0"),
      has("gfx906", "rocm6.3", "linux-x86_64", "2.9.1"),
      has("gfx906", "rocm6.4", "linux-x86_64", "2.9.1"),
      has("gfx1201", "rocm6.2.4", "linux-x86_64", "2.6.0"),
      has("gfx1101", "rocm6.1", "linux-x86_64", "2.5.1"),
      has("gfx1101", "rocm6.1", "linux-x86_64", "2.6.0"),
      has("gfx1100", "rocm6.0", "linux-x86_64", "2.3.1"),
      has("Battlemage", "xpu", "windows-x86_64", "2.7.0"),
      has("Battlemage", "xpu", "linux-x86_64", "2.6.0"),
      has("Panther-Lake", "xpu", "linux-x86_64", "2.9.1"),
      has("Panther-Lake", "xpu", "linux-x86_64", "2.10.0"),
      has("Ponte-Vecchio", "xpu", "windows-x86_64", "2.13.0"),
    ],
    drivers: [
      enough("525.60.13", "525.60.13"),
      enough("525.60.4", "525.60.13"),
      enough("1000.1", "580"),
      enough("", "580") ?? null,
      enough("580", "") ?? null,
    ],
  };
}"""


def found(driver: str, cuda: str, *cards: tuple[str, str], system: str = "") -> dict[str, Any]:
    """Return what reading gives."""
    named = [{"name": name, "arch": arch} for name, arch in cards]
    return {"driver": driver, "cuda": cuda, "windows": system == "windows", "wsl": system == "wsl", "cards": named}


def test_a_pasted_output_leads_to_the_newest_accelerator_that_fits_and_is_sent_nowhere(
    open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(f"{site}{LINK}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    page.locator("#fitting > summary").click()
    text = page.locator("#fitting-text")
    text.wait_for()
    answer = page.locator(".fitting-answer")
    module = page.evaluate("new URL(document.getElementById('fitting').dataset.module, location.href).href")

    outputs = [
        IN_610 + CARDS.format(first="NVIDIA B200", second="NVIDIA GeForce RTX 5070 ...", mode="Off"),
        IN_560 + CARDS.format(first="NVIDIA GeForce RTX 4090", second="NVIDIA GeForce GTX 1080", mode="WDDM"),
        IN_390 + CARDS.format(first="GeForce GTX 1070", second="Tesla P40", mode="On"),
        ON_WSL,
        QUERY,
        ROCMINFO,
        XPU_SMI,
        CLINFO,
        SYCL_LS,
        "nothing of the kind",
    ]
    assert page.evaluate(READ, [module, outputs]) == [
        found("610.43.02", "13.3", ("NVIDIA B200", ""), ("NVIDIA GeForce RTX 5070 ...", "")),
        found("560.94", "12.6", ("NVIDIA GeForce RTX 4090", ""), ("NVIDIA GeForce GTX 1080", ""), system="windows"),
        found("390.157", "", ("GeForce GTX 1070", ""), ("Tesla P40", "")),
        found("560.94", "12.6", system="wsl"),
        found("580.65.06", "", ("NVIDIA GeForce RTX 3090", "8.6")),
        found("", "", ("gfx1100", "gfx1100")),
        found("", "", ("Intel(R) Arc(TM) B580 Graphics", "")),
        found("", "", ("Intel(R) Arc(TM) Graphics", ""), ("Intel(R) UHD Graphics 770", "")),
        found("", "", ("Intel(R) Arc(TM) B390 GPU", "")),
        found("", ""),
    ]
    address = page.evaluate("document.getElementById('fitting').dataset.facts")
    assert page.evaluate(JUDGE, [module, address]) == {
        "names": [
            *("8.9", "8.0", "7.0", "8.9", "7.5", "7.5", "", "", "", "8.6", "8.9"),
            *("Alchemist", "Core-Ultra", "Panther-Lake", "Ponte-Vecchio", "", ""),
        ],
        "has": [
            *(True, False, True, True, False, True, False, None, None),
            *(False, True, False, False, False, True, None),
            *(True, None, None, True, None),
        ],
        "drivers": [True, False, True, None, None],
    }

    asked.clear()
    text.fill(outputs[1])
    assert page.locator("#fitting-machine").input_value() == "windows-x86_64"
    assert "Needs a driver from 580 on" in answer.inner_text()
    assert "Not built for 6.1" in answer.inner_text()
    assert "Pick CUDA 12.6 on Windows x86-64" in answer.inner_text()
    text.fill(f"{IN_390}\n")
    assert "a driver alone does not say what runs on the card" in answer.inner_text()
    for pasted, machine, card, told in ANSWERS:
        text.fill(pasted)
        page.locator("#fitting-card").select_option(card)
        if machine:
            page.locator("#fitting-machine").select_option(machine)
        assert re.search(told, answer.inner_text()), (pasted, machine, card)
    text.fill("")
    page.locator("#fitting-card").select_option("Jetson AGX Orin")
    assert "from its Jetson index: none of these fit" in answer.inner_text()
    page.locator("#fitting-card").select_option("GeForce RTX 5090")
    assert "Fits, with a driver from 580 on: CUDA 13.0 cu130" in answer.inner_text()
    assert [one for one in asked if "/static/" not in one] == []

    answer.get_by_role("button", name="Pick CUDA 13.0 on Linux x86-64").click()
    page.wait_for_url("**linux-x86_64=cu130&windows-x86_64=cpu**")
    page.locator("#cu130-on-linux-x86_64:checked").wait_for()
    expect(answer).to_contain_text("CUDA 13.0 is picked on Linux x86-64.")
    assert page.locator("#fitting-card").input_value() == "GeForce RTX 5090"
    assert not any("5090" in one or "390.157" in one for one in asked)
