"""What the start page needs to know, read at one go."""

from dataclasses import dataclass

from certdeck.core.deck import Sheet
from certdeck.ports.sittings import SittingHead
from certdeck.ports.study import TaskTally
from certdeck.services.catalogue import Services
from certdeck.services.library import Exam
from certdeck.services.study import Today


@dataclass(frozen=True, slots=True)
class Overview:
    """The exam studied for, the study day, what there is to learn, and the sittings, the newest first."""

    exam: Exam
    today: Today
    tallies: tuple[TaskTally, ...]
    sheets: tuple[Sheet, ...]
    sittings: tuple[SittingHead, ...]


def overview(services: Services) -> Overview:
    """Return how things stand. Raises `CertdeckError` when no deck is installed."""
    exam = services.library.exam()
    with services.store.open() as work:
        tallies = work.study.tallies(exam.blueprint.id)
        sheets = work.content.sheets(exam.blueprint.id)
        sittings = work.sittings.heads()
    return Overview(exam, services.study.today(), tallies, sheets, sittings)
