"""After the exam: trend, reasons, later gradings, statistics of a question, disputes."""

from dataclasses import replace

import pytest

from certdeck.core.errors import ExamError
from certdeck.core.exam.answers import Answer, Chosen
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Answered, Confided, Confidence, Ending, Visited
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.quiz import Selection
from certdeck.core.exam.report import Share
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import BlueprintId, DomainId, ItemId, OptionId
from certdeck.ports.sittings import Dispute
from certdeck.services.changes import Changes
from certdeck.services.exams import Settlement
from tests.builders import blueprint, covers, deck, matching, multiple_choice, ordering
from tests.services.parts import Parts
from tests.sitting import right_answer

SMALL = blueprint(weights=(60, 40), tasks=1, scored=5, unscored=0, minutes=20)
BANK = tuple(
    multiple_choice(f"q-{task}-{number}", task=task)
    for task, count in (("1.1", 3), ("2.1", 2))
    for number in range(count)
)
DECK = deck(blueprints=(SMALL,), questions=BANK, cards=())
FIRST = ItemId("q-1.1-0")


@pytest.fixture
def room(parts: Parts) -> Parts:
    parts.install(DECK)
    return parts


def chosen(name: str) -> Chosen:
    return Chosen(frozenset({OptionId(name)}))


def sat(
    room: Parts, answers: dict[str, Answer | None] | None = None, *, confidence: Confidence | None = None
) -> Sitting:
    """Sit a whole exam in practice mode, ten seconds a question; questions that `answers` leaves out are right."""
    sitting = room.exams.start(conduct=conduct(Mode.PRACTICE))
    for position, item in enumerate(sitting.form.items):
        sitting = room.exams.record(sitting, Visited(position), 10.0 * position)
        answer = (answers or {}).get(item.question.id, right_answer(item.question))
        sitting = room.exams.record(sitting, Answered(position, answer), 10.0 * position + 5)
        sitting = room.exams.record(sitting, Confided(position, confidence), 10.0 * position + 6)
    room.exams.finish(sitting, Ending.SUBMITTED, 50.0)
    room.clock.advance(days=1)
    return room.exams.load(sitting.id)


def corrected(room: Parts, version: str = "1.1.0") -> None:
    """Install the deck with another key for the first question."""
    questions = (multiple_choice(FIRST, key="b"), *BANK[1:])
    room.install(replace(DECK, version=version, digest=version, questions=questions))


def test_the_trend_has_every_whole_exam_by_domain_oldest_first(room: Parts) -> None:
    sat(room, {"q-2.1-0": chosen("b")})
    sat(room)
    quiz = room.exams.start_quiz(Selection(2))
    room.exams.finish(quiz, Ending.SUBMITTED, 1.0)
    room.exams.start()
    points = room.results.trend()
    assert [point.domains for point in points] == [
        {DomainId("1"): Share(3, 3), DomainId("2"): Share(1, 2)},
        {DomainId("1"): Share(3, 3), DomainId("2"): Share(2, 2)},
    ]
    assert [point.head.id for point in points] == [1, 2]


def test_a_reason_for_a_miss_is_kept_until_it_is_taken_back(room: Parts) -> None:
    name = sat(room).id
    room.results.give_reason(name, 2, MissReason.MISREAD)
    assert room.again().results.reasons(name) == {2: MissReason.MISREAD}
    room.results.give_reason(name, 2, None)
    assert room.results.reasons(name) == {}


def test_a_corrected_key_never_rewrites_an_old_result(room: Parts) -> None:
    sitting = sat(room, {FIRST: chosen("b")})
    before = room.exams.report(sitting.id)[1]
    corrected(room)
    assert room.exams.report(sitting.id)[1] == before
    assert room.exams.head(sitting.id).result == Share(4, 5)


def test_a_later_grading_is_offered_stored_beside_and_then_no_longer_offered(room: Parts) -> None:
    sitting = sat(room, {FIRST: chosen("b")})
    assert room.results.pending(sitting) == 0
    corrected(room)
    assert room.results.pending(sitting) == 1
    (change,) = room.results.corrections(sitting)
    assert (change.item, change.before, change.now) == (FIRST, False, True)
    regrading = room.results.regrade(sitting.id)
    assert (regrading.result, regrading.scaled, regrading.deck_version) == (Share(5, 5), 1000, "1.1.0")
    assert regrading.changed == (FIRST,)
    assert room.again().results.regradings(sitting.id) == (regrading,)
    assert room.results.pending(sitting) == 0
    assert room.exams.head(sitting.id).result == Share(4, 5)


def test_a_key_that_is_corrected_twice_is_offered_twice(room: Parts) -> None:
    sitting = sat(room, {FIRST: chosen("b")})
    corrected(room)
    room.results.regrade(sitting.id)
    questions = (multiple_choice(FIRST, key="c"), *BANK[1:])
    room.install(replace(DECK, version="1.2.0", digest="1.2.0", questions=questions))
    assert room.results.pending(sitting) == 1
    assert room.results.regrade(sitting.id).result == Share(4, 5)
    assert room.results.pending(sitting) == 0
    assert [entry.result for entry in room.results.regradings(sitting.id)] == [Share(5, 5), Share(4, 5)]


def test_a_key_that_is_changed_back_is_offered_too(room: Parts) -> None:
    sitting = sat(room, {FIRST: chosen("b")})
    corrected(room)
    room.results.regrade(sitting.id)
    room.install(replace(DECK, version="1.2.0", digest="1.2.0"))
    assert room.results.pending(sitting) == 1
    assert room.results.regrade(sitting.id).result == Share(4, 5)
    assert room.results.pending(sitting) == 0


def test_a_sitting_whose_keys_have_not_changed_is_not_graded_again(room: Parts) -> None:
    sitting = sat(room)
    with pytest.raises(ExamError, match="Its result stands"):
        room.results.regrade(sitting.id)
    assert room.results.regradings(sitting.id) == ()


def test_a_quiz_is_graded_again_without_a_scaled_score(room: Parts) -> None:
    sitting = room.exams.start_quiz(Selection(5))
    room.exams.finish(sitting, Ending.SUBMITTED, 1.0)
    corrected(room)
    assert room.results.regrade(sitting.id).scaled is None


def test_the_statistics_of_a_question_are_those_of_the_learners_own_sittings(room: Parts) -> None:
    sat(room, {FIRST: chosen("b")}, confidence=Confidence.SURE)
    sat(room, {FIRST: chosen("b")})
    sat(room)
    found = room.results.statistics(FIRST)
    assert found is not None
    assert (found.share, found.picks, found.seconds, found.sure_and_wrong) == (Share(1, 3), {"b": 2, "a": 1}, 10.0, 1)


def test_a_question_that_was_never_looked_at_has_no_statistics(room: Parts) -> None:
    sitting = room.exams.start()
    room.exams.finish(sitting, Ending.SUBMITTED, 1.0)
    looked_at, *others = (item.question.id for item in sitting.form.items)
    assert room.results.statistics(looked_at) is not None
    assert [room.results.statistics(name) for name in others] == [None] * 4


def test_pairs_and_places_are_counted_for_questions_without_options(room: Parts) -> None:
    exam = blueprint(weights=(100,), tasks=1, scored=2, unscored=0)
    room.install(replace(DECK, digest="x", blueprints=(exam,), questions=(ordering("q-o"), matching("q-m"))))
    sat(room)
    ordered, matched = room.results.statistics(ItemId("q-o")), room.results.statistics(ItemId("q-m"))
    assert ordered is not None
    assert matched is not None
    assert ordered.picks == {"1=a": 1, "2=b": 1, "3=c": 1, "4=d": 1}
    assert matched.picks == {"p1=a": 1, "p2=b": 1, "p3=c": 1}


def test_a_dispute_is_kept_with_the_version_of_the_deck_and_can_be_withdrawn(room: Parts) -> None:
    assert room.results.dispute(FIRST, "  The page says otherwise. ") == Changes(exams=True)
    said = Dispute(FIRST, "The page says otherwise.", "1.0.0", room.clock.now())
    assert (room.again().results.disputes(), room.results.dispute_of(FIRST)) == ((said,), said)
    room.results.dispute(FIRST, "")
    assert (room.results.disputes(), room.results.dispute_of(FIRST)) == ((), None)


def test_a_dispute_has_the_version_of_the_deck_that_brings_the_question(room: Parts) -> None:
    other = replace(SMALL, id=BlueprintId("exam-2"))
    asked = multiple_choice("q-other", covers=covers(exam=other.id))
    room.install(
        deck("deck-2", version="7.1.0", digest="7", blueprints=(other,), cards=(), sheets=(), questions=(asked,))
    )
    room.results.dispute(asked.id, "No.")
    room.results.dispute(ItemId("q-gone"), "Neither.")
    assert [entry.deck_version for entry in room.results.disputes()] == ["7.1.0", ""]


def test_missed_questions_are_counted_without_reading_the_bank(room: Parts) -> None:
    assert room.results.missed() == 0
    sat(room, {FIRST: chosen("b")})
    assert room.results.missed() == 1


def test_a_note_that_is_too_long_is_refused_and_not_kept(room: Parts) -> None:
    with pytest.raises(ExamError, match="was not kept"):
        room.results.dispute(FIRST, "x" * 2001)
    assert room.results.disputes() == ()


def left_ungraded(room: Parts, sitting: Sitting) -> None:
    """Leave `sitting` as the first release did: with a score, but without an outline of its exam and results."""
    with room.store.open(writing=True) as work:
        tables = work.results._tables  # type: ignore[attr-defined]  # the fake store
        tables.graded.clear()
        tables.heads[sitting.id] = replace(tables.heads[sitting.id], result=None)
        fresh = tables.fresh[sitting.id]
        tables.fresh[sitting.id] = replace(fresh, form=replace(fresh.form, outline=None))
        work.commit()


def test_what_the_first_release_sat_of_an_exam_that_is_gone_stays_as_it_is(room: Parts) -> None:
    sitting = sat(room)
    left_ungraded(room, sitting)
    other = replace(SMALL, id=BlueprintId("exam-2"))
    room.install(replace(DECK, digest="2", blueprints=(other,), questions=()))
    assert not room.exams.settle().changes
    assert [head.result for head in room.exams.heads()] == [None]


def test_what_the_first_release_left_ungraded_is_graded_by_the_form_it_had(room: Parts) -> None:
    sitting = sat(room, {FIRST: chosen("b")})
    left_ungraded(room, sitting)
    corrected(room)
    assert room.exams.settle() == Settlement(Changes(exams=True))
    assert room.exams.head(sitting.id).result == Share(4, 5)
    assert room.exams.head(sitting.id).scaled == room.exams.report(sitting.id)[1].scaled
    found = room.results.statistics(FIRST)
    assert found is not None
    assert found.share == Share(0, 1)


def test_insight_reads_a_stored_sitting(room: Parts) -> None:
    sitting = sat(room, {FIRST: chosen("b")}, confidence=Confidence.SURE)
    _, report = room.exams.report(sitting.id)
    told = room.results.insight(sitting, report)
    assert len(told.sure_and_wrong) == 1
    assert told.pace == 240.0
