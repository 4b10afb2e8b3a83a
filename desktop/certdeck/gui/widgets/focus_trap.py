"""Keeping the focus inside what lies over a page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def move_focus_within(box: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next control of `box`, behind the last one to the first; tell whether it has any."""
    controls = [
        widget
        for widget in box.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    if not controls:
        # Qt looks for the next control also while the box is being hidden.
        return False
    now = QApplication.focusWidget()
    index = controls.index(now) if now in controls else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    controls[(index + (1 if forward else -1)) % len(controls)].setFocus(reason)
    return True
