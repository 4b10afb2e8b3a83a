"""Laws of reading back what was written, for every kind of value that is kept as JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core import deck as core
from certdeck.core.blueprint import Blueprint
from certdeck.core.card_parts import Occlusion, Shape
from certdeck.core.deck_plan import DeckPlan, ExamGate, PlannedQuiz, PlanPhase, QuizGate
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.conduct import Conduct, ExtraTime, Mode, Tool, conduct
from certdeck.core.exam.events import (
    Answered,
    Confided,
    Continued,
    Ended,
    Event,
    Flagged,
    Highlighted,
    Noted,
    Paused,
    Revealed,
    Reviewed,
    Struck,
    Visited,
)
from certdeck.core.exam.form import Form, FormItem
from certdeck.core.exam.survey import Survey
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Schedule
from certdeck.store import codec, exam_codec
from certdeck.store.connection import known_time, read_time, stored_time
from certdeck.store.wording import wording
from tests.builders import NOON, blueprint, card, deck, multiple_choice

TIMED = [extra for extra in ExtraTime if extra is not ExtraTime.UNTIMED]
texts = st.text(max_size=20)
counts = st.integers(0, 10_000)
moments = st.datetimes(timezones=st.just(UTC))
amounts = st.floats(0, 40_000)


def whole(kind: type[Any], **given_fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Build values of the class `kind` with every field drawn, those with a default, too."""
    strategies: Mapping[Any, Any] = {name: given_fields.get(name, ...) for name in get_type_hints(kind)}
    return st.builds(kind, **strategies)


def some(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


nodes: st.SearchStrategy[core.TreeNode] = st.recursive(
    whole(core.TreeNode, branches=st.just(())),
    lambda inner: whole(core.TreeNode, branches=some(st.builds(core.TreeBranch, texts, inner))),
    max_leaves=5,
)
shared = {"covers": some(whole(core.Coverage)), "sources": some(whole(core.Source))}
shares = st.floats(0, 1)
shapes = whole(Shape, points=some(st.tuples(shares, shares)))
shared_by_cards = shared | {"occlusion": st.none() | whole(Occlusion, shapes=some(shapes))}
nothing = {name: st.just("") for name in ("answer", "examined", "today")} | {"choices": st.just(()), "grid": st.none()}
cards = whole(core.Card, **shared_by_cards) | whole(core.Card, **shared_by_cards, **nothing)
questions = st.one_of(
    whole(core.ChoiceQuestion, options=some(whole(core.Option)), **shared),
    whole(core.OrderingQuestion, steps=some(whole(core.Step)), decoys=some(whole(core.Step)), **shared),
    whole(core.MatchingQuestion, prompts=some(whole(core.Prompt)), responses=some(whole(core.Response)), **shared),
)
blocks = st.one_of(
    whole(core.TableBlock),
    st.builds(core.TreeBlock, texts, nodes),
    st.builds(core.TrapsBlock, texts, some(whole(core.Entry))),
    st.builds(core.FormulasBlock, texts, some(whole(core.Formula))),
    st.builds(core.FactsBlock, texts, some(whole(core.Entry))),
    whole(core.HookBlock),
)
sheets = whole(core.Sheet, minutes=counts, blocks=some(blocks), **shared)
confusions = whole(core.ConfusionSet, members=some(whole(core.Confusable)), **shared)
items = st.one_of(cards, questions, sheets, confusions, whole(core.Term, **shared))
gates = st.one_of(whole(QuizGate, questions=counts, minutes=counts, percent=counts), whole(ExamGate))
quizzes = some(whole(PlannedQuiz, questions=counts, minutes=counts))
phases = whole(PlanPhase, weeks=counts, cards=counts, gate=gates, quizzes=quizzes)
plans = some(whole(DeckPlan, weeks=counts, phases=some(phases)))
answers = st.one_of(whole(Chosen), whole(Ordered), whole(Matched))
events = st.one_of(
    whole(Answered, position=counts, answer=st.none() | answers),
    whole(Flagged, position=counts),
    whole(Struck, position=counts),
    whole(Highlighted, position=counts, spans=some(st.tuples(counts, counts))),
    whole(Noted, position=counts),
    whole(Confided, position=counts),
    whole(Revealed, position=counts),
    st.builds(Paused),
    st.builds(Reviewed),
    st.builds(Continued),
    whole(Visited, position=counts),
    whole(Ended),
)
forms = whole(
    Form,
    seed=st.integers(0, 2**31),
    items=some(whole(FormItem, question=questions)),
    scenarios=some(whole(core.Scenario)),
    outline=st.sampled_from([None, blueprint().outline()]),
)
conducts = st.builds(
    conduct, st.sampled_from(Mode), without=st.frozensets(st.sampled_from(Tool)), extra=st.sampled_from(TIMED)
)
schedules = whole(
    Schedule,
    step=counts,
    memory=st.none() | st.builds(MemoryState, amounts, amounts),
    due=st.none() | moments,
    last_review=st.none() | moments,
    reps=counts,
    lapses=counts,
)
states = whole(FaceState, schedule=schedules, flag=st.integers(0, 7), buried_until=st.none() | moments)


@given(items)
def test_an_item_comes_back_as_it_was(item: core.Item) -> None:
    assert codec.decode_item(codec.kind_of(item), codec.encode_item(item)) == item


@given(items, items)
def test_items_give_the_same_bytes_only_when_they_are_the_same(one: core.Item, other: core.Item) -> None:
    assert (codec.encode_item(one) == codec.encode_item(other)) == (one == other)


@given(plans)
def test_plans_come_back_as_they_were(made: tuple[DeckPlan, ...]) -> None:
    assert codec.decode_plans(codec.encode_plans(made)) == made


def test_a_deck_of_an_earlier_release_has_no_plans() -> None:
    assert codec.decode_plans(None) == ()


@given(whole(core.Scenario))
def test_a_scenario_comes_back_as_it_was(scenario: core.Scenario) -> None:
    assert codec.decode_scenario(codec.encode_scenario(scenario)) == scenario


@given(forms)
def test_a_form_comes_back_as_it_was_drawn(form: Form) -> None:
    assert exam_codec.decode_form(exam_codec.encode_form(form)) == form


@given(events)
def test_an_event_comes_back_as_it_happened(event: Event) -> None:
    assert exam_codec.decode_event(*exam_codec.encode_event(event)) == event


@given(conducts)
def test_the_rules_of_a_sitting_come_back_as_they_were(rules: Conduct) -> None:
    assert exam_codec.decode_conduct(exam_codec.encode_conduct(rules)) == rules


@given(st.none() | answers)
def test_an_answer_comes_back_as_it_was_given(answer: Answer | None) -> None:
    assert exam_codec.decode_answer(exam_codec.encode_answer(answer)) == answer


@given(some(whole(core.FixedForm)))
def test_fixed_forms_come_back_as_they_were(made: tuple[core.FixedForm, ...]) -> None:
    assert codec.decode_forms(codec.encode_forms(made)) == made


@given(whole(Survey, prepared=st.none() | st.integers(1, 5)))
def test_a_survey_comes_back_as_it_was(survey: Survey) -> None:
    assert exam_codec.decode_survey(exam_codec.encode_survey(survey)) == survey


def test_what_the_first_release_did_not_know_has_the_values_that_held_then() -> None:
    assert (exam_codec.decode_conduct(None), codec.decode_forms(None), exam_codec.decode_survey(None)) == (
        Conduct(),
        (),
        None,
    )


@given(st.frozensets(texts, max_size=6), st.randoms(use_true_random=False))
def test_the_bytes_of_an_answer_do_not_hang_on_the_order_of_a_set(options: frozenset[Any], dice: Any) -> None:
    shuffled = sorted(options, key=lambda _: dice.random())
    answer, again = Answered(0, Chosen(options)), Answered(0, Chosen(frozenset(shuffled)))
    assert exam_codec.encode_event(answer) == exam_codec.encode_event(again)


@given(states)
def test_the_state_of_a_face_comes_back_to_the_microsecond(state: FaceState) -> None:
    assert codec.decode_state(state.face, codec.encode_state(state)) == state


@given(states)
def test_a_state_is_the_same_bytes_where_its_times_are_known_already(state: FaceState) -> None:
    assert codec.encode_state(state, codec.times_of(state.schedule)) == codec.encode_state(state)


@pytest.mark.parametrize("made", [(), (blueprint(),), (blueprint(), blueprint(weights=(100,), title="Ünlü"))])
def test_blueprints_come_back_as_they_were(made: tuple[Blueprint, ...]) -> None:
    assert codec.decode_blueprints(codec.encode_blueprints(made)) == made


def test_the_word_for_an_items_kind_is_the_one_that_rows_show() -> None:
    assert [codec.kind_of(item) for item in deck().items()] == ["card"] * 4 + ["question"] * 4 + ["sheet"]


def test_a_card_and_a_question_of_the_same_id_differ_in_their_bytes() -> None:
    assert codec.encode_item(card("same")) != codec.encode_item(multiple_choice("same"))


@given(st.integers(-(2**55), 2**57).map(known_time), st.timezones())
def test_a_time_of_any_zone_comes_back_as_the_same_moment_in_utc(moment: datetime, zone: tzinfo) -> None:
    stored = stored_time(moment.astimezone(zone))
    assert stored is not None
    assert known_time(stored) == moment
    assert read_time(stored) == known_time(stored)
    assert known_time(stored).tzinfo is UTC


@given(moments, moments)
def test_stored_times_sort_as_the_times_do(one: datetime, other: datetime) -> None:
    first, second = stored_time(one), stored_time(other)
    assert first is not None
    assert second is not None
    assert (first < second) == (one < other)


def test_no_time_is_stored_as_none_and_a_naive_one_is_a_bug() -> None:
    assert stored_time(None) is None
    assert read_time(None) is None
    assert stored_time(NOON.astimezone(ZoneInfo("Europe/Berlin"))) == stored_time(NOON)
    with pytest.raises(ValueError, match="no time zone"):
        stored_time(NOON.replace(tzinfo=None))


@given(items, items)
def test_an_item_comes_back_from_its_row_whatever_the_learner_made_of_it(item: core.Item, shown: core.Item) -> None:
    for row in (wording(item), wording(item, item), wording(item, shown)):
        assert codec.decode_row(item.id, codec.kind_of(item), row.content, row.title, row.text) == item


@given(st.lists(st.lists(st.one_of(st.sampled_from(["a", "b::c", "", "d\ne"]), st.text(max_size=3))).map(tuple)))
def test_tags_of_many_cards_are_written_as_those_of_each(several: list[tuple[str, ...]]) -> None:
    assert codec.encode_all_tags(several) == list(map(codec.encode_tags, several))
