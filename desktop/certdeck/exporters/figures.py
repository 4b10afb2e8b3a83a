"""The numbers behind a plot as comma-separated values, and its picture."""

import csv
from collections.abc import Sequence
from pathlib import Path

from certdeck.exporters.atomic import replacing


class FigureWriter:
    """Writes files of a plot (see `certdeck.ports.exporting.FigureFiles`)."""

    def table(self, rows: Sequence[Sequence[str]], target: Path) -> None:
        """Write `rows` to `target`, with the mark by which spreadsheets know UTF-8."""
        with replacing(target) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)

    def picture(self, content: bytes, target: Path) -> None:
        """Write `content` to `target`."""
        with replacing(target) as temporary:
            temporary.write_bytes(content)
