"""What services may rely on whatever store is behind them: finished sittings."""

from dataclasses import replace
from datetime import timedelta

from certdeck.core.exam.answers import Chosen, Matched, Ordered
from certdeck.core.exam.conduct import ExtraTime, Mode, SittingKind, conduct
from certdeck.core.exam.draw import Past
from certdeck.core.exam.events import Confidence, Ended, Ending
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.report import Share
from certdeck.core.exam.sitting import new_sitting
from certdeck.core.exam.survey import Expectation, Survey
from certdeck.core.ids import BlueprintId, ItemId, OptionId, SittingId, TaskId
from certdeck.ports.sittings import Dispute, GradedItem, Regrading, TaskResult
from certdeck.ports.store import Store
from tests.builders import EXAM, NOON, blueprint, form, multiple_choice
from tests.store.contract import DAY, LATER, add, append, begun, head, load

ONE, TWO = ItemId("q-choice"), ItemId("q-response")


def graded(sitting: SittingId, position: int = 0, item: ItemId = ONE, **changes: object) -> GradedItem:
    entry = GradedItem(
        sitting=sitting,
        position=position,
        item=item,
        task=TaskId("1.1"),
        scored=True,
        right=True,
        seen=True,
        flagged=False,
        seconds=12.5,
        turns=1,
        confidence=Confidence.SURE,
        answer=Chosen(frozenset({OptionId("a")})),
    )
    return replace(entry, **changes)  # type: ignore[arg-type]  # fields of GradedItem


def finished(store: Store, *items: GradedItem, started_at: int = 0, blueprint_id: BlueprintId = EXAM) -> SittingId:
    """Store a sitting begun `started_at` days after noon, end it, and store `items` as its own."""
    at = NOON + started_at * DAY
    with store.open(writing=True) as work:
        named = replace(head(at), blueprint=blueprint_id)
        name = work.sittings.add(named, begun(at=at))
        work.sittings.append(name, Ended(Ending.SUBMITTED), 40.0, at)
        work.sittings.finish(name, Ending.SUBMITTED, 640, Share(1, 2), at)
        work.results.put([replace(item, sitting=name) for item in items])
        work.commit()
    return name


NOBODY = SittingId(0)


def test_how_a_question_went_comes_back_oldest_first(store: Store) -> None:
    answers = (Ordered((OptionId("a"),)), Matched(frozenset({(OptionId("p"), OptionId("a"))})), None)
    names = [finished(store, graded(NOBODY, answer=answer, confidence=None)) for answer in answers]
    finished(store, graded(NOBODY, item=TWO))
    with store.open() as work:
        assert work.results.of_item(ONE) == tuple(
            graded(name, answer=answer, confidence=None) for name, answer in zip(names, answers, strict=True)
        )
        assert work.results.of_item(ItemId("q-none")) == ()


def test_the_sitting_that_ended_last_counts_not_the_one_that_began_last(store: Store) -> None:
    with store.open(writing=True) as work:
        early = work.sittings.add(replace(head(NOON), blueprint=EXAM), begun(at=NOON))
        work.commit()
    finished(store, graded(NOBODY), started_at=1)
    with store.open(writing=True) as work:
        work.sittings.append(early, Ended(Ending.SUBMITTED), 40.0, NOON + 2 * DAY)
        work.sittings.finish(early, Ending.SUBMITTED, 640, Share(0, 2), NOON + 2 * DAY)
        work.results.put([graded(early, right=False)])
        work.commit()
    with store.open() as work:
        assert work.results.past()[ONE].missed


def test_the_past_of_a_question_is_that_of_the_last_sitting_that_showed_it(store: Store) -> None:
    finished(store, graded(NOBODY, right=False, flagged=True), graded(NOBODY, 1, TWO), started_at=1)
    finished(store, graded(NOBODY), graded(NOBODY, 1, TWO, seen=False), started_at=3)
    with store.open() as work:
        assert work.results.past() == {
            ONE: Past(2, NOON + 3 * DAY, missed=False, flagged=False),
            TWO: Past(1, NOON + DAY, missed=False, flagged=False),
        }


def test_a_running_sitting_counts_as_seen_and_changes_nothing_of_how_it_went(store: Store) -> None:
    finished(store, graded(NOBODY, right=False, flagged=True))
    add(store, begun((multiple_choice("q-choice"), multiple_choice("q-new")), at=LATER))
    with store.open() as work:
        assert work.results.past() == {
            ONE: Past(2, LATER, missed=True, flagged=True),
            ItemId("q-new"): Past(1, LATER),
        }


def test_missed_questions_are_counted_by_their_last_sitting_and_as_the_deck_is_now(filled: Store) -> None:
    missed = (graded(NOBODY, right=False), graded(NOBODY, 1, TWO, right=False))
    finished(filled, *missed, graded(NOBODY, 2, ItemId("q-gone"), right=False))
    with filled.open() as work:
        assert (work.results.missed(EXAM), work.results.missed(BlueprintId("exam-2"))) == (2, 0)
    finished(filled, graded(NOBODY), graded(NOBODY, 1, TWO, seen=False), started_at=1)
    add(filled, begun(at=LATER))
    with filled.open() as work:
        assert work.results.missed(EXAM) == 1


def test_scored_results_are_summed_by_sitting_and_task_statement(store: Store) -> None:
    first = finished(store, graded(NOBODY), graded(NOBODY, 1, TWO, right=False), graded(NOBODY, 2, scored=False))
    second = finished(store, graded(NOBODY, task=TaskId("2.1")))
    finished(store, graded(NOBODY), blueprint_id=BlueprintId("exam-2"))
    with store.open() as work:
        assert work.results.by_task(EXAM) == (
            TaskResult(first, TaskId("1.1"), Share(1, 2)),
            TaskResult(second, TaskId("2.1"), Share(1, 1)),
        )


def test_finished_sittings_without_results_are_named_until_they_have_some(store: Store) -> None:
    bare, running = finished(store), add(store, begun())
    finished(store, graded(NOBODY))
    with store.open(writing=True) as work:
        assert work.results.ungraded() == (bare,)
        work.results.put([graded(bare)])
        assert work.results.ungraded() == ()
        work.commit()
    assert running != bare


def test_the_last_reason_for_a_miss_counts_and_can_be_taken_back(store: Store) -> None:
    name = finished(store)
    with store.open(writing=True) as work:
        for position, reason in ((0, MissReason.MISREAD), (0, MissReason.NO_TIME), (3, MissReason.UNKNOWN), (3, None)):
            work.results.put_reason(name, position, reason, NOON)
        work.commit()
    with store.open() as work:
        assert work.results.reasons(name) == {0: MissReason.NO_TIME}
        assert work.results.reasons(SittingId(99)) == {}


def test_later_gradings_stand_beside_the_first_result(store: Store) -> None:
    name = finished(store)
    later = [
        Regrading(name, NOON + day * DAY, f"1.{day}.0", 700 + day, Share(30 + day, 50), (ONE, TWO)[:day])
        for day in (1, 2)
    ]
    with store.open(writing=True) as work:
        again = replace(later[0], at=NOON + 3 * DAY, scaled=None)
        for entry in (again, *later):
            work.results.put_regrading(entry)
        work.commit()
    with store.open() as work:
        assert work.results.regradings(name) == (*later, again)
        assert work.sittings.head(name).scaled == 640


def test_the_last_word_on_an_item_is_its_dispute_and_an_empty_one_withdraws_it(store: Store) -> None:
    said = [
        Dispute(ONE, "Wrong.", "1.0.0", NOON),
        Dispute(TWO, "Old.", "1.0.0", NOON),
        Dispute(ONE, "Worse.", "1.1.0", LATER),
    ]
    with store.open(writing=True) as work:
        for dispute in said:
            work.results.put_dispute(dispute)
        work.commit()
    with store.open(writing=True) as work:
        assert work.results.disputes() == (said[1], said[2])
        work.results.put_dispute(Dispute(ONE, "", "1.1.0", LATER))
        assert work.results.disputes() == (said[1],)


def test_a_survey_is_kept_with_its_sitting(store: Store) -> None:
    name, other = finished(store), finished(store)
    said = Survey(prepared=4, expects=Expectation.PASS, enough_time=False)
    with store.open(writing=True) as work:
        work.sittings.put_survey(name, said)
        work.commit()
    with store.open() as work:
        assert (work.sittings.survey(name), work.sittings.survey(other)) == (said, None)


def test_kind_rules_and_snapshot_of_a_sitting_come_back_as_they_were(store: Store) -> None:
    rules = conduct(Mode.PRACTICE, extra=ExtraTime.UNTIMED)
    asked = replace(form(seed=7), outline=blueprint().outline())
    fresh = new_sitting(
        NOBODY,
        "Practice exam",
        asked,
        started_at=NOON,
        seconds_allowed=None,
        kind=SittingKind.CUSTOM,
        conduct=rules,
    )
    described = replace(
        head(), kind=SittingKind.CUSTOM, conduct=rules, seconds_allowed=None, form="B", deck_version="1.2.3"
    )
    with store.open(writing=True) as work:
        name = work.sittings.add(described, fresh)
        work.commit()
    assert load(store, name) == replace(fresh, id=name)
    with store.open() as work:
        assert work.sittings.head(name) == replace(described, id=name, ticked_at=NOON)


def test_a_tick_says_when_it_was_written_and_never_goes_back(store: Store) -> None:
    name = add(store, begun())
    with store.open(writing=True) as work:
        work.sittings.tick(name, 5.0, NOON + timedelta(seconds=7))
        work.commit()
    append(store, name, (Ended(Ending.SUBMITTED), 9.0))
    with store.open() as work:
        assert work.sittings.head(name).ticked_at == NOON + timedelta(seconds=7)
