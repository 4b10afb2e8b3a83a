"""Two columns of a page that stand side by side, or one below the other where there is no room."""

from typing import Final

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

_GUTTER: Final = 16


class Pair(QWidget):
    """Put widgets into `left` and `right`; the left column has a fixed width while they stand side by side."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._left, self._right = QWidget(), QWidget()
        self.left, self.right = QVBoxLayout(self._left), QVBoxLayout(self._right)
        for column in (self.left, self.right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(gap)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GUTTER)
        self._row.addWidget(self._left)
        self._row.addWidget(self._right, 1)

    def set_left_width(self, width: int | None, *, stacked_gap: int = _GUTTER) -> None:
        """Stand side by side with the left column `width` wide, or with None one below the other."""
        if width is None:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
            self._row.setDirection(QBoxLayout.Direction.TopToBottom)
            self._row.setSpacing(stacked_gap)
        else:
            self._left.setFixedWidth(width)
            self._row.setDirection(QBoxLayout.Direction.LeftToRight)
            self._row.setSpacing(_GUTTER)
