"""Choosing what leaves the app."""

from datetime import timedelta
from pathlib import Path

import pytest

from certdeck.core.deck import Scenario
from certdeck.core.errors import CertdeckError, ExportError, QueryError
from certdeck.core.ids import BlueprintId, DeckId, ItemId
from certdeck.core.scheduling.schedule import Rating
from certdeck.ports.exporting import Format, PackageCount, no_progress
from certdeck.ports.outgoing import Bundle
from certdeck.services.packing import Choice
from tests.builders import EXAM, blueprint, card, covers, deck, multiple_choice
from tests.services.parts import Parts

TARGET = Path("deck.apkg")
OTHER = BlueprintId("exam-2")
ELSEWHERE = card("c-elsewhere", covers=covers(exam=OTHER))


@pytest.fixture
def office(parts: Parts) -> Parts:
    whole = deck()
    exams = (blueprint(), blueprint(id=OTHER))
    parts.install(deck(blueprints=exams, cards=(*whole.cards, ELSEWHERE), digest="1" * 64))
    return parts


def names(bundle: Bundle) -> list[str]:
    return [out.item.id for out in bundle.items]


def chosen(office: Parts, choice: Choice) -> Bundle:
    office.packing.write(Format.ANKI, TARGET, choice)
    (written,) = office.packages.written
    return written[1]


def test_without_a_choice_everything_of_the_exam_studied_for_leaves_with_the_times_of_its_items(office: Parts) -> None:
    calls: list[tuple[int, int]] = []
    count = office.packing.write(Format.CSV, TARGET, progress=lambda done, total: calls.append((done, total)))
    ((form, bundle, target),) = office.packages.written
    whole = deck()
    expected = [item.id for item in (*whole.cards, *whole.questions)]
    assert (form, target, names(bundle)) == (Format.CSV, TARGET, expected)
    assert (count, calls) == (PackageCount(len(expected), len(expected)), [(len(expected), len(expected))])
    assert ([exam.id for exam in bundle.exams], bundle.schedule) == ([EXAM], None)
    assert {out.revised for out in bundle.items} == {office.clock.now()}


def test_another_exam_can_be_chosen_and_one_that_is_not_there_is_said(office: Parts) -> None:
    bundle = chosen(office, Choice(exam=OTHER))
    assert (names(bundle), bundle.exams[0].id) == (["c-elsewhere"], OTHER)
    with pytest.raises(CertdeckError, match="no exam called exam-9"):
        office.packing.write(Format.ANKI, TARGET, Choice(exam=BlueprintId("exam-9")))


def test_everything_means_every_deck_and_every_exam(office: Parts) -> None:
    office.install(deck("deck-2", cards=(card("c-two"),), questions=(), sheets=(), blueprints=()))
    bundle = chosen(office, Choice(everything=True))
    assert {"c-elsewhere", "c-two", "c-basic"} < set(names(bundle))
    assert [exam.id for exam in bundle.exams] == [EXAM, OTHER]
    assert set(bundle.heads) == {"deck-1", "deck-2"}


def test_a_query_chooses_a_domain_a_kind_or_what_was_missed(office: Parts) -> None:
    assert names(chosen(office, Choice("kind:typed"))) == ["c-typed"]
    assert office.packing.count(Choice("kind:typed")) == 1
    assert office.packing.count(Choice("missed:30")) == 0


def test_a_search_that_finds_nothing_writes_nothing(office: Parts) -> None:
    for choice in (Choice("xyzzy"), Choice("kind:sheet")):
        with pytest.raises(ExportError, match="No card or question was found"):
            office.packing.write(Format.ANKI, TARGET, choice)
    with pytest.raises(QueryError):
        office.packing.write(Format.ANKI, TARGET, Choice("kind:nonsense"))
    assert office.packages.written == []


def test_the_schedule_leaves_with_the_options_of_each_deck_and_only_in_an_anki_package(office: Parts) -> None:
    now = office.clock.now()
    asked = office.study.next()
    assert asked is not None
    office.study.rate(asked.face.id, Rating.GOOD, milliseconds=900)
    _, preset = office.options.add("Mine")
    office.options.assign(DeckId("deck-1"), preset.id)
    bundle = chosen(office, Choice(with_schedule=True))
    rules = bundle.schedule
    assert rules is not None
    assert (rules.now, rules.day_starts_at, rules.presets[DeckId("own")].name) == (now, 4, "Mine")
    met = [out for out in bundle.items if out.reviews]
    assert [review.milliseconds for out in met for review in out.reviews] == [900]
    with pytest.raises(ExportError, match="GIFT has no place for a schedule"):
        office.packing.write(Format.GIFT, TARGET, Choice(with_schedule=True))


def test_questions_bring_the_case_that_they_belong_to(parts: Parts) -> None:
    case = Scenario(ItemId("s-case"), "A case", "Text")
    parts.install(deck(questions=(multiple_choice("q-1", scenario=case.id),), scenarios=(case,)))
    parts.clock.advance(days=1)
    bundle = chosen(parts, Choice("kind:multiple-choice"))
    assert bundle.cases[case.id].scenario == case
    assert bundle.cases[case.id].revised == parts.clock.now() - timedelta(days=1)


def test_nobody_has_to_listen_to_progress() -> None:
    no_progress(1, 2)
