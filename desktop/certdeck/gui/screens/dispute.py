"""Writing down what is wrong with a question, and taking all such notes out as a file."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from certdeck.gui import theme
from certdeck.gui.save_as import ask_where, shortened
from certdeck.gui.screen import Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.widgets.labels import label
from certdeck.presenters.dates import counted
from certdeck.services.results import LONGEST_DISPUTE

_EDITOR: Final = 120


def ask_for_dispute(over: QWidget, question: str, text: str, then: Callable[[str], None]) -> Ask:
    """Let the learner write what is wrong with `question` ("question 12"); `then` gets the text, empty withdraws it."""
    title = f"What is wrong with {question}?"
    editor = QPlainTextEdit(text)
    editor.setTabChangesFocus(True)
    editor.setAccessibleName(title)
    editor.setFixedHeight(theme.current().px(_EDITOR))
    editor.setFont(theme.current().font(14))
    over_long = label("", "warn", wrap=True)
    over_long.hide()
    words = "It stays with the question. " + (
        "Empty the text to withdraw it." if text else "Say what you think is right, and where it is written."
    )
    asked = Ask(
        over,
        title,
        words,
        agree="Keep",
        decline="Cancel",
        then=lambda: then(editor.toPlainText()),
        body=(editor, over_long),
    )

    def weigh() -> None:
        """Let nothing be kept that is too long: the dialog would close, and the text be gone."""
        over_length = len(editor.toPlainText().strip()) - LONGEST_DISPUTE
        over_long.setText(f"{counted(over_length, 'character')} too many; up to {LONGEST_DISPUTE:,} are kept.")
        over_long.setVisible(over_length > 0)
        asked.agree_button.setEnabled(over_length <= 0)
        asked.fit()

    editor.textChanged.connect(weigh)
    asked.ask()
    editor.setFocus()
    return asked


def export_disputes(shell: Shell, over: QWidget) -> None:
    """Ask for a file and write all disputes to it."""
    target = ask_where(over, "Export disputes", "disputes.md", "Markdown", ".md")
    if target is not None:
        shell.run(
            f"Writing {target.name}",
            lambda _progress: shell.services.export.disputes(target),
            partial(_tell, shell, shortened(target)),
        )


def _tell(shell: Shell, where: str, count: int) -> None:
    shell.toast(f"{counted(count, 'dispute')} written to {where}")
