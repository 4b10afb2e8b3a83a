"""Beginning an exam, and going on with one that was left."""

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import SittingId
from certdeck.gui.screen import Shell


def resume(shell: Shell, sitting: SittingId) -> None:
    """Open the exam room where the learner left it; say why if that can't be done."""
    try:
        loaded = shell.services.exams.load(sitting)
    except CertdeckError as error:
        shell.refuse(error)
        return
    shell.sit(loaded)
