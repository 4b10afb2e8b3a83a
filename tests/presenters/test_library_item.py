from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind, Scenario
from certdeck.core.errors import CertdeckError
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.events import Answered, Ending
from certdeck.core.ids import FaceId, ItemId, OptionId
from certdeck.core.own import CardText, Draft
from certdeck.core.richtext import CoveredPicture, Paragraph, RichText, Table, Text, plain
from certdeck.core.scheduling.schedule import Rating
from certdeck.presenters.library import LibraryPresenter
from certdeck.presenters.library_item import ItemPresenter, ItemView, interval_words, written_out
from certdeck.services.catalogue import Services
from tests.builders import card, deck, matching, multiple_choice, multiple_response, ordering, sheet
from tests.clock import FixedClock
from tests.library import give_options, open_library, put_deck
from tests.sitting import begin

CASE = Scenario(ItemId("case-1"), "A case", "A shop sells hats.")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(
        cards=(
            card("c-basic", back="**Yes.**\n\n| A | B |\n|---|---|\n| one | two |", examined="Once.", today="Now."),
            card("c-reversed", CardKind.REVERSED),
            card("c-cloze", CardKind.CLOZE),
            card("c-typed", CardKind.TYPED, answer="S3"),
        ),
        questions=(
            multiple_choice("q-choice", key="b", scenario=CASE.id),
            multiple_response("q-other", scenario=CASE.id),
            ordering("q-ordering", steps="cab"),
            matching("q-matching"),
        ),
        scenarios=(CASE,),
        sheets=(sheet("s-1"),),
    )
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


def seen(services: Services, item: str) -> ItemView:
    rows = LibraryPresenter(services)
    row = next(row for row in rows.rows(rows.reload().keys) if row.id == item)
    return ItemPresenter(services, rows).view(row)


def test_the_goal_of_a_card_is_that_of_its_deck(services: Services) -> None:
    other = deck("deck-2", cards=(card("w-1"),), questions=(), sheets=(), digest="2" * 64)
    put_deck(services, other)
    give_options(services, other.id, desired_retention=0.75)
    for face in ("w-1/1", "c-basic/1"):
        services.study.rate(FaceId(face), Rating.EASY, milliseconds=0)
    assert dict(seen(services, "w-1").facts)["Recall"] == "100 %, goal 75 %"
    assert dict(seen(services, "c-basic").facts)["Recall"] == "100 %, goal 90 %"


def words(*texts: RichText) -> list[str]:
    return [plain(text) for text in texts]


def test_a_new_card_shows_both_sides_and_that_it_is_new(services: Services) -> None:
    view = seen(services, "c-basic")
    assert words(view.front, view.back) == ["Front of c-basic?", "Yes. one: two"]
    assert view.facts == (("Due", "new"),)
    assert view.covers == (("1.1.k1", "Bullet 1.1.k1"),)
    assert [title for title, _ in view.notes] == ["As examined", "Today"]
    assert view.verified == "Verified 1 Mar 2026"
    assert view.faces == (FaceId("c-basic/1"),)


@pytest.mark.parametrize(
    "text", [CardText(front="See **![plot](plot.png)**", back="b"), CardText(front="f", back="- ![plot](plot.png)")]
)
def test_pictures_are_found_wherever_they_stand(services: Services, text: CardText) -> None:
    assert not seen(services, "c-basic").is_pictured
    services.cards.save(ItemId("c-basic"), Draft(text))
    assert seen(services, "c-basic").is_pictured


def test_a_covered_picture_is_a_picture_too(services: Services) -> None:
    view = replace(seen(services, "c-basic"), back=(CoveredPicture("plot.png", "A plot"),))
    assert view.is_pictured


def test_a_known_card_tells_how_well(services: Services) -> None:
    services.study.rate(FaceId("c-basic/1"), Rating.EASY, milliseconds=1000)
    facts = dict(seen(services, "c-basic").facts)
    assert facts["Recall"] == "100 %, goal 90 %"
    assert facts["Interval"].endswith("days")
    assert facts["Reviews"] == "1, 0 lapses"


def test_each_way_of_a_card_counts(services: Services) -> None:
    assert dict(seen(services, "c-reversed").facts)["Asked"] == "2 ways, each on its own"
    assert dict(seen(services, "c-cloze").facts)["Asked"] == "2 gaps, each on its own"


def test_a_card_is_suspended_when_all_its_faces_are_and_flagged_when_one_is(services: Services) -> None:
    services.faces.suspend(FaceId("c-reversed/1"), on=True)
    services.faces.flag(1, FaceId("c-reversed/2"))
    view = seen(services, "c-reversed")
    assert (view.suspended, view.flagged) == (False, True)
    services.faces.suspend(FaceId("c-reversed/2"), on=True)
    assert seen(services, "c-reversed").suspended


def test_a_typed_card_begins_its_back_with_the_answer(services: Services) -> None:
    assert plain(seen(services, "c-typed").back).startswith("S3")


def test_a_choice_gives_nothing_away_before_its_answer(services: Services) -> None:
    view = seen(services, "q-choice")
    assert plain(view.front) == "A shop sells hats. Stem of q-choice?"
    assert all(option.right is None and not option.reason for option in view.asked)
    assert [option.right for option in view.answered] == [False, True, False, False]
    assert plain(view.answered[1].reason) == "Why b."
    assert view.facts == (("Kind", "Multiple choice"), ("Difficulty", "medium"))
    assert view.faces == ()


def test_an_ordering_is_asked_in_another_order_than_its_answer(services: Services) -> None:
    view = seen(services, "q-ordering")
    assert words(*(option.text for option in view.asked)) == ["Step a", "Step b", "Step c", "Step d"]
    assert [option.mark for option in view.answered] == ["1.", "2.", "3.", ""]
    assert words(*(option.text for option in view.answered)) == ["Step c", "Step a", "Step b", "Step d"]
    assert [option.right for option in view.answered] == [True, True, True, False]


def test_a_matching_lists_prompts_and_responses_then_the_pairs(services: Services) -> None:
    view = seen(services, "q-matching")
    assert [option.mark for option in view.asked] == ["1", "2", "3", "A", "B", "C", "D"]
    assert words(view.answered[0].text, view.answered[-1].text) == ["Prompt 1 → Response a", "Response d"]
    assert view.answered[-1].right is False


def test_a_sheet_names_its_blocks(services: Services) -> None:
    view = seen(services, "s-1")
    assert words(view.front, view.back) == ["Title of s-1", "Table Hook"]
    assert view.facts == (("Reading", "3 min"),)


def test_an_item_that_is_gone_is_refused_in_words(services: Services) -> None:
    rows = LibraryPresenter(services)
    row = replace(rows.rows(rows.reload().keys)[0], id=ItemId("c-gone"))
    with pytest.raises(CertdeckError, match="c-gone is no longer in your library"):
        ItemPresenter(services, rows).view(row)


def test_wide_tables_name_each_column() -> None:
    head = ((Text("Option"),), (Text("Limit"),), (Text("Cost"),))
    table = Table(head, (((Text("Batch"),), (Text("none"),), (Text("low"),)),))
    assert plain(written_out((Paragraph((Text("See"),)), table))) == "See Batch: Limit none; Cost low"


def test_intervals_under_a_day_are_told_in_hours() -> None:
    assert interval_words(timedelta(days=11)) == "11 days"
    assert interval_words(timedelta(hours=3)) == "3 h"


def test_a_question_that_was_sat_tells_how_it_went(services: Services) -> None:
    sitting = begin(services, [multiple_choice("q-choice", key="b")])
    wrong = Chosen(frozenset({OptionId("a")}))
    sitting = services.exams.record(sitting, Answered(0, wrong), 30.0)
    services.exams.finish(sitting, Ending.SUBMITTED, 40.0)
    assert seen(services, "q-other").statistics is None
    found = seen(services, "q-choice").statistics
    assert found is not None
    assert (found.facility, found.seconds, found.sure_and_wrong) == ("0 %, 0 of 1 time", "0:40", "")
    assert [(pick.mark, pick.count, pick.share, pick.right) for pick in found.picks] == [
        ("A", 1, 1.0, False),
        ("B", 0, 0.0, True),
        ("C", 0, 0.0, False),
        ("D", 0, 0.0, False),
    ]


def test_a_dispute_is_shown_with_its_question_and_only_questions_can_have_one(services: Services) -> None:
    assert seen(services, "q-choice").dispute == ""
    services.results.dispute(ItemId("q-choice"), "Wrong.")
    assert seen(services, "q-choice").dispute == "Wrong."
    assert seen(services, "c-basic").dispute is None
