"""``manage.py dump_catalogue``: every wheel as CSV."""

from __future__ import annotations

import csv
import sys
from typing import Any

from django.core.management.base import BaseCommand

from wizard.catalogue.models import Wheel
from wizard.catalogue.storing import set_up_if_missing

HEADER = ["index", "package", "version", "build_tag", "python_tag", "abi_tag", "platform_tag", "size_bytes", "evidence"]
LISTED_FROM_ROOT = 8


class Command(BaseCommand):
    """Prints what is served: files seen once and gone later are left out."""

    help = "Print every wheel of the catalogue as CSV."

    def handle(self, *_: Any, **__: Any) -> None:
        """Print."""
        set_up_if_missing()
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(HEADER)
        for row in Wheel.objects.published().rows():
            writer.writerow(value for position, value in enumerate(row) if position != LISTED_FROM_ROOT)
