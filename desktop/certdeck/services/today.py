"""What the start page needs to know, read at one go."""

from dataclasses import dataclass

from certdeck.core.deck import Sheet
from certdeck.core.scheduling.catch_up import CatchUp
from certdeck.ports.sittings import SittingHead
from certdeck.ports.study import TaskTally
from certdeck.services.backlog import Backlog
from certdeck.services.catalogue import Services
from certdeck.services.library import Exam
from certdeck.services.study import Today


@dataclass(frozen=True, slots=True)
class Overview:
    """The exam studied for, the study day, what there is to learn, and the sittings, the newest first.

    `backlog` is one that could be spread; `catch_up` says that one is being spread.
    """

    exam: Exam
    today: Today
    tallies: tuple[TaskTally, ...]
    sheets: tuple[Sheet, ...]
    sittings: tuple[SittingHead, ...]
    backlog: Backlog | None = None
    catch_up: CatchUp | None = None


def overview(services: Services) -> Overview:
    """Return how things stand. Raises `CertdeckError` when no deck is installed."""
    exam = services.library.exam()
    with services.store.open() as work:
        tallies = work.study.tallies(exam.blueprint.id)
        sheets = work.content.sheets(exam.blueprint.id)
        sittings = work.sittings.heads()
    today = services.study.today()
    backlog, catch_up = services.backlog.offer(today.overdue), services.backlog.running()
    return Overview(exam, today, tallies, sheets, sittings, backlog, catch_up)
