"""What is worth knowing before an exam begins, and beginning it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from certdeck.core.blueprint import Blueprint
from certdeck.core.errors import CertdeckError
from certdeck.core.ids import BlueprintId, SittingId
from certdeck.gui.screen import Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.exam_page import Wrapping
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.key_cap import KeyHint
from certdeck.gui.widgets.labels import label
from certdeck.presenters.exam_words import on_return
from certdeck.services.changes import Changes

_KEYS: Final = (
    ("A – F", "Choose"),
    ("Shift A", "Strike out"),
    ("N", "Next"),
    ("P", "Previous"),
    ("F", "Flag"),
    ("R", "Review all"),
    ("H", "Hide the clock"),
    ("Esc", "Leave for now"),
)


def ask_to_start(shell: Shell, over: QWidget, blueprint: Blueprint) -> Ask:
    """Show the rules of `blueprint` over `over`; with Begin a form is drawn and the exam room opens."""
    asked = Ask(
        over,
        f"Before you begin: {blueprint.code}",
        f"{blueprint.total} questions in {blueprint.minutes} minutes. The clock starts with Begin.",
        agree="Begin",
        decline="Not now",
        then=lambda: start(shell, blueprint.id),
        body=(*(_rule(icon, words) for icon, words in rules(blueprint)), _keys()),
    )
    asked.ask()
    return asked


def rules(blueprint: Blueprint) -> tuple[tuple[str, str], ...]:
    """Return the rules as (icon, sentence)."""
    return (
        ("circle-check", "A guess costs nothing. A question left open counts as wrong."),
        ("list-checks", f"{blueprint.unscored} of the questions are not scored. They are not marked as such."),
        ("flag", "You can flag a question, move freely and change every answer until you submit."),
        ("pause", "You can leave for now: the clock stops, and your answers are kept. The real exam does not stop."),
    )


def start(shell: Shell, blueprint: BlueprintId) -> None:
    """Draw a form and open the exam room; say why if there are not enough questions."""
    try:
        sitting = shell.services.exams.start(blueprint)
    except CertdeckError as error:
        shell.refuse(error)
        return
    shell.changed(Changes(exams=True))
    shell.sit(sitting)


def resume(shell: Shell, sitting: SittingId) -> None:
    """Open the exam room where the learner left it, or the report if it has ended; say why if that can't be done."""
    exams = shell.services.exams
    try:
        was_running = exams.head(sitting).finished_at is None
        resumption = exams.resume(sitting)
    except CertdeckError as error:
        shell.refuse(error)
        return
    if resumption.sitting.ending is None:
        shell.sit(resumption.sitting, notice=on_return(resumption))
        return
    if was_running:
        shell.changed(Changes(exams=True))
    shell.open_report(sitting)
    if was_running:
        shell.toast("The time ran out while you were away. What you had answered was submitted.")


def _rule(icon: str, words: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(IconLabel(icon, 16, line=19), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, "text", wrap=True), 1)
    return line


def _keys() -> QWidget:
    keys = Wrapping(gap=12)
    keys.set_members([KeyHint(key, does) for key, does in _KEYS])
    return keys
