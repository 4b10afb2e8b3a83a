"""Exams with known questions in a known order, stored like any other."""

from collections.abc import Iterable
from dataclasses import replace

from certdeck.core.deck import (
    ChoiceQuestion,
    Deck,
    FixedForm,
    MatchingQuestion,
    OrderingQuestion,
    Question,
    QuestionKind,
    Scenario,
)
from certdeck.core.errors import UnfitAnswer
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered, check_fit
from certdeck.core.exam.conduct import Conduct, SittingKind
from certdeck.core.exam.events import Answered, Ending, Visited
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import ItemId, SittingId
from certdeck.ports.sittings import SittingHead
from certdeck.services.catalogue import Services
from certdeck.services.exams import ExamService
from tests.builders import EXAM, blueprint, choice, deck, form, matching, multiple_choice, multiple_response, options
from tests.builders import ordering as ordering_question
from tests.builders import sitting as new_sitting

CHOICE, RESPONSE, ORDERING, MATCHING, SIX, CASE = range(1, 7)
"""Numbers of the questions of `exam_deck`, one of each kind."""
MINUTES = 30


def exam_deck() -> Deck:
    """Return a deck with a question of each kind, one with six options, and one that belongs to a case."""
    scenario = Scenario(ItemId("case-1"), "A case", "A bank has **one** problem.")
    questions = (
        multiple_choice("q-choice"),
        multiple_response("q-response", task="2.1"),
        ordering_question("q-ordering", task="3.1"),
        matching("q-matching", task="4.1"),
        choice("q-six", options(6, "cf"), QuestionKind.MULTIPLE_RESPONSE, task="1.2"),
        multiple_choice("q-case", scenario=ItemId("case-1"), task="1.3"),
    )
    return deck(blueprints=(blueprint(minutes=MINUTES),), questions=questions, scenarios=(scenario,))


def paper_deck() -> Deck:
    """Return the same deck with a fixed form A of five questions, to be printed."""
    whole = exam_deck()
    names = tuple(question.id for question in whole.questions[:5])
    form = FixedForm(EXAM, "A", scored=names, unscored=())
    return replace(whole, blueprints=(blueprint(minutes=30, scored=5, unscored=0),), forms=(form,))


def begin(
    services: Services,
    questions: Iterable[Question] | None = None,
    *,
    unscored: frozenset[int] = frozenset(),
    rules: Conduct | None = None,
    kind: SittingKind = SittingKind.EXAM,
) -> Sitting:
    """Store a new sitting of `questions` (all of `exam_deck` by default) in their order, and return it.

    The questions with a 1-based number in `unscored` don't count. `rules` are those of exam mode by default.
    """
    held = rules or Conduct()
    asked = form(exam_deck().questions if questions is None else questions)
    items = tuple(
        FormItem(item.question, item.task, number not in unscored, item.order)
        for number, item in enumerate(asked.items, start=1)
    )
    fresh = new_sitting(form(items=items), conduct=held, kind=kind, seconds_allowed=held.extra.seconds(MINUTES))
    content = services.library.heads()[0]
    with services.store.open() as work:
        head = SittingHead(
            SittingId(0),
            content.id,
            EXAM,
            fresh.title,
            1,
            services.clock.now(),
            fresh.seconds_allowed,
            elapsed=0.0,
            conduct=held,
            kind=kind,
            deck_version=content.version,
        )
        identity = work.sittings.add(head, fresh)
        work.commit()
    return services.exams.load(identity)


def right_answer(question: Question) -> Answer:
    """Return the answer that earns the point."""
    match question:
        case ChoiceQuestion():
            return Chosen(question.keys)
        case OrderingQuestion():
            return Ordered((*question.key, *(decoy.id for decoy in question.decoys)))
        case MatchingQuestion():
            return Matched(question.key)


def answer_all(
    services: Services, sitting: Sitting, answers: dict[int, Answer | None], *, seconds: float = 60
) -> Sitting:
    """Spend `seconds` on each question and give `answers` by number; questions without an entry are answered right."""
    elapsed = 0.0
    for position, item in enumerate(sitting.form.items):
        sitting = services.exams.record(sitting, Visited(position), elapsed)
        elapsed += seconds
        answer = answers.get(position + 1, right_answer(item.question))
        sitting = services.exams.record(sitting, Answered(position, answer), elapsed)
    return sitting


def finish(services: Services, sitting: Sitting, ending: Ending = Ending.SUBMITTED) -> SittingId:
    """End `sitting` and return its id."""
    services.exams.finish(sitting, ending, sitting.elapsed)
    return sitting.id


def running(exams: ExamService) -> SittingHead:
    """Return the newest sitting that was begun and not ended."""
    return next(head for head in exams.heads() if head.finished_at is None)


def fits(question: Question, answer: Answer) -> bool:
    """Tell whether `answer` can be given to `question` at all."""
    try:
        check_fit(question, answer)
    except UnfitAnswer:
        return False
    return True
