"""Sits an exam by dice until somebody ends the process: `python -m tests.durability.sit FOLDER SEED`.

It prints a number after each click that was acknowledged and each second that passed. The same folder and seed always
give the same clicks.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Confidence
from certdeck.core.exam.sitting import Sitting
from certdeck.presenters.exam import ExamPresenter
from certdeck.services.catalogue import Services
from tests.clock import FixedClock
from tests.durability.acknowledge import report
from tests.durability.library import open_services

ACTIONS = 50
LONGEST_WAIT = 30
"""Seconds between two clicks."""


def nobody(*_: object) -> None:
    """Take what is shown; there is no screen."""


def play(folder: Path, seed: int) -> Iterator[tuple[Sitting, float]]:
    """Go on with the exam that runs, or begin one.

    Yield the presenter's own sitting with the seconds used: at first, after each second that passed without a click,
    and after each click.
    """
    clock, dice = FixedClock(), Random(seed)
    services = open_services(folder, clock)
    sitting = _running(services)
    presenter = ExamPresenter(services, sitting, render=nobody, render_clock=nobody, ended=nobody)
    used = sitting.elapsed
    yield presenter.sitting, used
    for _ in range(ACTIONS):
        for _ in range(dice.randint(0, LONGEST_WAIT)):
            clock.advance(1)
            used += 0 if presenter.sitting.paused else 1
            presenter.tick()
            yield presenter.sitting, used
        act(presenter, dice)
        yield presenter.sitting, used
    services.close()


def _running(services: Services) -> Sitting:
    found = next((head for head in services.exams.heads() if head.finished_at is None), None)
    if found is None:
        return services.exams.start(seed=11, conduct=conduct(Mode.PRACTICE))
    return services.exams.resume(found.id).sitting


def act(presenter: ExamPresenter, dice: Random) -> None:
    """Do one of the things that a learner does."""
    if presenter.sitting.paused:
        presenter.go_on()
        return
    match dice.randrange(16):
        case 0:
            presenter.flag()
        case 1:
            mark(presenter, dice)
        case 2:
            presenter.pause()
        case 3:
            presenter.confide(dice.choice(tuple(Confidence)))
        case 4:
            presenter.reveal()
        case 5 | 6 | 7:
            presenter.go(dice.randint(1, len(presenter.sitting.states)))
        case _:
            answer(presenter, dice)


def mark(presenter: ExamPresenter, dice: Random) -> None:
    """Strike an option out, highlight some of the stem, or write a note."""
    match dice.randrange(3):
        case 0:
            presenter.strike(dice.choice(presenter.sitting.item.order))
        case 1:
            presenter.highlight((dice.randint(0, 5), dice.randint(6, 12)))
        case _:
            presenter.write_note(f"Note {dice.randint(1, 9)}")


def answer(presenter: ExamPresenter, dice: Random) -> None:
    """Change the answer of the question on the screen."""
    item = presenter.sitting.item
    match item.question:
        case ChoiceQuestion():
            presenter.choose(dice.choice(item.order))
        case OrderingQuestion():
            presenter.move_step(dice.choice(item.order), dice.randrange(len(item.order)))
        case MatchingQuestion(prompts=prompts):
            presenter.match(dice.choice(prompts).id, dice.choice((None, *item.order)))


if __name__ == "__main__":
    report(play(Path(sys.argv[1]), int(sys.argv[2])))
