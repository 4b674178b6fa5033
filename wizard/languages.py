"""The languages the wizard speaks, under the words a link has for them; each is called what its readers call it."""

from __future__ import annotations

from typing import Final

KEY: Final = "lang"
"""The word of a link that names one; it is no choice, so a canonical link leaves it out."""
ENGLISH: Final = "en"
LANGUAGES: Final = {ENGLISH: "English", "ja": "日本語", "zh-hans": "简体中文"}
