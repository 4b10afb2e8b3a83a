"""Asking where a file goes."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(parent: QWidget, title: str, name: str, kind: str, suffix: str) -> Path | None:
    """Ask for a file to write and return it with `suffix` (`.pdf`), or None when the learner thinks better of it.

    `name` is offered, in the documents folder; `kind` says what sort of file it is.
    """
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), f"{kind} (*{suffix})")
    if not chosen:
        return None
    target = Path(chosen)
    return target if target.suffix.lower() == suffix else target.with_name(target.name + suffix)


def shortened(path: Path) -> str:
    """Write `path` for a short message: the name, and the folder it is in."""
    return f"{path.name} in {path.parent.name or path.parent}"
