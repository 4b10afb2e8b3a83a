"""Beginning an exam, and going on with one that was left."""

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import SittingId
from certdeck.gui.screen import Shell
from certdeck.presenters.exam_words import on_return
from certdeck.services.changes import Changes


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
