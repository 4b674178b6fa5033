"""What the browser makes of a driver and a card: nothing is sent, and the newest accelerator that fits is picked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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
            "NVIDIA GeForce GT 710", "NVIDIA A10G"].map(arch),
    has: [
      has("8.9", "cu130", "linux-x86_64", "2.13.0"),
      has("6.1", "cu130", "linux-x86_64", "2.13.0"),
      has("12.1", "cu130", "linux-aarch64", "2.13.0"),
      has("7.0", "cu128", "linux-x86_64", "2.10.0"),
      has("7.0", "cu128", "linux-x86_64", "2.11.0"),
      has("7.0", "cu128", "linux-x86_64", "2.8.0"),
      has("8.6", "cu130", "linux-x86_64", ""),
      has("gfx1031", "rocm7.2", "linux-x86_64", "2.13.0"),
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


def found(driver: str, cuda: str, *cards: tuple[str, str], windows: bool = False) -> dict[str, Any]:
    """Return what reading gives."""
    named = [{"name": name, "arch": arch} for name, arch in cards]
    return {"driver": driver, "cuda": cuda, "windows": windows, "cards": named}


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
        "nothing of the kind",
    ]
    assert page.evaluate(READ, [module, outputs]) == [
        found("610.43.02", "13.3", ("NVIDIA B200", ""), ("NVIDIA GeForce RTX 5070 ...", "")),
        found("560.94", "12.6", ("NVIDIA GeForce RTX 4090", ""), ("NVIDIA GeForce GTX 1080", ""), windows=True),
        found("390.157", "", ("GeForce GTX 1070", ""), ("Tesla P40", "")),
        found("560.94", "12.6", windows=True),
        found("580.65.06", "", ("NVIDIA GeForce RTX 3090", "8.6")),
        found("", "", ("gfx1100", "gfx1100")),
        found("", ""),
    ]
    address = page.evaluate("document.getElementById('fitting').dataset.facts")
    assert page.evaluate(JUDGE, [module, address]) == {
        "names": ["8.9", "8.0", "7.0", "8.9", "7.5", "7.5", "", "", ""],
        "has": [True, False, True, True, False, None, None, False],
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
    text.fill(ROCMINFO)
    page.locator("#fitting-machine").select_option("linux-x86_64")
    assert "Pick ROCm 7.2 on Linux x86-64" in answer.inner_text()
    text.fill("")
    page.locator("#fitting-card").select_option("Jetson AGX Orin")
    assert "from its Jetson index: none of these fit" in answer.inner_text()
    page.locator("#fitting-card").select_option("GeForce RTX 5090")
    assert "Fits, with a driver from 580 on: CUDA 13.0 cu130" in answer.inner_text()
    assert [one for one in asked if "/static/" not in one] == []

    answer.get_by_role("button", name="Pick CUDA 13.0 on Linux x86-64").click()
    page.wait_for_url("**linux-x86_64=cu130&windows-x86_64=cpu**")
    page.locator("#cu130-on-linux-x86_64:checked").wait_for()
    assert "CUDA 13.0 is picked on Linux x86-64." in answer.inner_text()
    assert page.locator("#fitting-card").input_value() == "GeForce RTX 5090"
    assert not any("5090" in one or "390.157" in one for one in asked)
