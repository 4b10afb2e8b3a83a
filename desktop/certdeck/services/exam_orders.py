"""What can be begun: a whole exam, drawn or fixed, and a quiz. An order says how its form comes about."""

from collections.abc import Callable
from dataclasses import dataclass

from certdeck.core.deck import FixedForm, Question
from certdeck.core.errors import ExamError
from certdeck.core.exam.conduct import SittingKind, check_minutes
from certdeck.core.exam.draw import draw
from certdeck.core.exam.fixed import assemble
from certdeck.core.exam.form import Form
from certdeck.core.exam.quiz import Selection, draw_quiz
from certdeck.ports.store import UnitOfWork
from certdeck.services.library import Exam

Draw = Callable[[UnitOfWork, tuple[Question, ...]], Form]
"""Makes a form of the questions of an exam. Raises `BankTooSmall` when they don't suffice."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be begun. `minutes` is its standard time; exams without a title are numbered."""

    exam: Exam
    kind: SittingKind
    draw: Draw
    minutes: float
    title: str = ""
    form: str = ""

    def drawn(self, work: UnitOfWork) -> Form:
        """Return the form of this order. Raises `BankTooSmall` when the questions don't suffice."""
        return self.draw(work, work.content.questions(self.exam.blueprint.id))


def whole(exam: Exam, *, seed: int, anew: bool) -> Order:
    """Return the order of a drawn exam; with `anew` it is drawn as if nothing had been sat before."""

    def drawn(work: UnitOfWork, bank: tuple[Question, ...]) -> Form:
        return draw(exam.blueprint, bank, seed=seed, past={} if anew else work.results.past())

    return Order(exam, SittingKind.EXAM, drawn, exam.blueprint.minutes)


def fixed(exam: Exam, name: str, *, seed: int) -> Order:
    """Return the order of the fixed form called `name`. Raises `ExamError` when the exam has none of that name."""
    chosen = _fixed_form(exam, name)

    def assembled(_: UnitOfWork, bank: tuple[Question, ...]) -> Form:
        return assemble(chosen, exam.blueprint, bank, seed=seed)

    title = f"{exam.blueprint.code} form {name}"
    return Order(exam, SittingKind.FORM, assembled, exam.blueprint.minutes, title, name)


def quiz(exam: Exam, selection: Selection, *, seed: int, kind: SittingKind, title: str, minutes: float | None) -> Order:
    """Return the order of a quiz; without `minutes` it has the exam's pace.

    Raises `UnfitTime` for minutes that make no sense.
    """
    if minutes is not None:
        check_minutes(minutes)

    def drawn(work: UnitOfWork, bank: tuple[Question, ...]) -> Form:
        scenarios = {scenario.id: scenario for scenario in work.content.scenarios(exam.deck.id)}
        return draw_quiz(exam.blueprint, bank, scenarios, selection, seed=seed, past=work.results.past())

    pace = exam.blueprint.minutes / exam.blueprint.total
    standard = selection.count * pace if minutes is None else minutes
    return Order(exam, kind, drawn, standard, title or f"{exam.blueprint.code} quiz")


def _fixed_form(exam: Exam, name: str) -> FixedForm:
    forms = {form.name: form for form in exam.deck.forms if form.exam == exam.blueprint.id}
    if name not in forms:
        known = f"It has {', '.join(sorted(forms))}." if forms else "Its deck brings no fixed forms."
        raise ExamError(f"{exam.blueprint.code} has no form {name}. {known} Nothing was started.")
    return forms[name]
