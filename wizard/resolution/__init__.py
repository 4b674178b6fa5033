"""The judge: asks the real uv what each machine gets from a document (design.md §9)."""

from wizard.resolution.judging import judge
from wizard.resolution.refusals import ExportRefused, LockRefused, NoInterpreter, UvMissing, UvRefused, UvTooSlow
from wizard.resolution.running import Uv
from wizard.resolution.verdicts import FAMILY, Absence, ChosenWheel, Judgement, Machine, Selection, Verdict

__all__ = [
    "FAMILY",
    "Absence",
    "ChosenWheel",
    "ExportRefused",
    "Judgement",
    "LockRefused",
    "Machine",
    "NoInterpreter",
    "Selection",
    "Uv",
    "UvMissing",
    "UvRefused",
    "UvTooSlow",
    "Verdict",
    "judge",
]
