"""A question that is answered with one line of text; what won't do is said below the field."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.gui.screens.ask import Ask
from certdeck.gui.widgets.fields import Field


class AskLine(Ask):
    """Asks for a line. `take` gets it; while it raises a `CertdeckError` the question stays, with the reason."""

    def __init__(
        self,
        over: QWidget,
        title: str,
        text: str,
        *,
        name: str,
        agree: str,
        take: Callable[[str], None],
        hint: str = "",
        start: str = "",
    ) -> None:
        self.line = QLineEdit(start)
        self.field = Field(name, self.line, hint)
        super().__init__(over, title, text, agree=agree, decline="Cancel", then=_nothing, body=(self.field,))
        self._take = take
        self._first = self.line
        self.line.selectAll()
        self.line.returnPressed.connect(self._agree)

    def _agree(self) -> None:
        try:
            self._take(self.line.text())
        except CertdeckError as error:
            self.field.set_error(str(error))
            # Twice: the first time the text is measured beside the scroll bar that it is too high for.
            self._cover()
            self._cover()
            self.line.setFocus()
            return
        self.dismiss()


def _nothing() -> None: ...
