"""Imported decks and pictures go with a sync: they are on each laptop, once, with what was learnt of them."""

import hashlib
import shutil
from pathlib import Path
from random import Random

import pytest

from certdeck.core.deck import Card
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.own import CardText, Draft
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.core.search.parser import parse
from certdeck.exporters.shared_folder import PICTURES, PLACE
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.services.importing import Choices, ImportService
from tests.builders import covers
from tests.laptops import Laptop, Make, carry, in_turns, tell_all

HEAD = "#columns:Front\tBack\n#separator:tab\n#deck:Lakes\n"
CSV = HEAD + "How deep is Lake Constance?\t251 m\nHow deep is Loch Ness?\t230 m\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"a small picture" * 9
LAKES = DeckId("import-lakes")


def bring(laptop: Laptop, text: str = CSV, name: str = "lakes.tsv", **choices: object) -> tuple[ItemId, ...]:
    """Import a file, and return its cards."""
    file = laptop.home / name
    file.write_text(text, encoding="utf-8")
    importing = ImportService(
        laptop.store, laptop.parts.library, laptop.clock, laptop.media, laptop.memory, lambda: Files(markdown_of)
    )
    return importing.bring(importing.read(file), Choices(**choices))[1].cards  # type: ignore[arg-type]


def cards_of(laptop: Laptop, deck: DeckId = LAKES) -> tuple[Card, ...]:
    with laptop.store.open() as work:
        return work.content.shipped_cards(deck)


def rate(laptop: Laptop, item: ItemId, rating: Rating = Rating.GOOD) -> None:
    laptop.clock.advance(60)
    laptop.parts.study.rate(FaceId(f"{item}/1"), rating, milliseconds=900)


def reps(laptop: Laptop, item: ItemId) -> int:
    return laptop.parts.study.state(FaceId(f"{item}/1")).schedule.reps


def test_a_deck_imported_on_one_laptop_is_on_the_other_with_what_was_learnt(make: Make) -> None:
    first, second = make("first"), make("second")
    items = bring(first)
    rate(first, items[0])
    assert first.sync().sent.imported == 2
    changes, report = second.sync_with_changes()
    assert (changes.content, report.came.imported, report.problems) == (True, 2, ())
    assert cards_of(second) == cards_of(first)
    assert [head.title for head in second.parts.library.heads()] == ["A deck", "Lakes"]
    assert reps(second, items[0]) == 1
    assert second.parts.search.count(parse(f'deck:"{LAKES}"')) == 2
    in_turns(first, second)
    assert first.observed() == second.observed()


def test_a_deck_imported_on_both_laptops_is_one_deck(make: Make) -> None:
    first, second = make("first"), make("second")
    items = bring(first)
    second.clock.advance(3600)
    assert bring(second) == items
    rate(first, items[0])
    rate(second, items[1])
    in_turns(first, second)
    assert cards_of(first) == cards_of(second)
    assert len(cards_of(first)) == 2
    assert first.observed() == second.observed()
    assert [reps(first, item) for item in items] == [1, 1]
    assert [laptop.sync().sent.total for laptop in (first, second)] == [0, 0]


def test_one_card_in_two_decks_ends_in_the_deck_of_the_later_import(make: Make) -> None:
    first, second = make("first"), make("second")
    plain = CSV.replace("#deck:Lakes\n", "")
    items = bring(first, plain, title="Waters")
    second.clock.advance(3600)
    bring(second, plain, title="Deep waters")
    rate(second, items[0])
    in_turns(first, second)
    for laptop in (first, second):
        assert [card.id for card in cards_of(laptop, DeckId("import-deep-waters"))] == list(items)
        assert cards_of(laptop, DeckId("import-waters")) == ()
    assert first.observed() == second.observed()


def test_an_import_that_is_undone_and_done_again_goes_and_comes_everywhere(make: Make) -> None:
    first, second = make("first"), make("second")
    items = bring(first)
    in_turns(first, second)
    rate(second, items[0])
    first.parts.history.undo()
    first.clock.advance(3600)
    in_turns(first, second)
    assert cards_of(first) == cards_of(second) == ()
    assert [head.title for head in second.parts.library.heads()] == ["A deck"]
    assert reps(second, items[0]) == 1
    first.parts.history.redo()
    in_turns(first, second)
    assert cards_of(first) == cards_of(second)
    assert len(cards_of(second)) == 2
    assert first.observed() == second.observed()


def test_a_later_version_of_a_deck_replaces_its_cards_and_leaves_edits_notes_and_tags(make: Make) -> None:
    first, second = make("first"), make("second")
    items = bring(first)
    in_turns(first, second)
    draft = second.parts.cards.open(items[0]).draft()
    text = CardText(front="How deep is the Bodensee?", back=draft.text.back)
    second.parts.cards.save(items[0], Draft(text, draft.covers, ("lake",), "Look it up."))
    first.clock.advance(3600)
    bring(first, CSV.replace("251 m", "252 m"))
    in_turns(first, second)
    assert first.observed() == second.observed()
    for laptop in (first, second):
        assert cards_of(laptop)[0].back == "252 m"
        assert laptop.parts.cards.open(items[0]).card.front == "How deep is the Bodensee?"
        assert laptop.parts.search.count(parse("bodensee tag:lake")) == 1


def test_a_card_of_an_author_is_never_replaced_by_an_imported_one(make: Make) -> None:
    first, second = make("first"), make("second")
    items = bring(first)
    own = Card(id=items[0], covers=(), sources=(), kind=cards_of(first)[0].kind, front="Mine?", back="Mine.")
    with second.store.open(writing=True) as work:
        work.content.put_own(own, second.clock.now())
        work.commit()
    first.sync()
    second.sync()
    assert second.parts.cards.open(items[0]).card.front == "Mine?"
    assert [card.id for card in cards_of(second)] == [items[1]]


def test_tagging_imported_cards_tells_of_the_tags_alone(make: Make) -> None:
    first = make("first")
    items = bring(first)
    first.sync()
    first.clock.advance(60)
    first.parts.cards.tag(list(items), add=["deep"])
    report = first.sync()
    assert (report.sent.imported, report.sent.texts) == (0, 2)
    assert first.sync().sent.total == 0


def act(laptop: Laptop, dice: Random) -> None:
    """Do one thing that a learner may do with imported decks."""
    laptop.clock.advance(dice.choice([1, 60, 86_400]))
    match dice.randrange(6):
        case 0 | 1:
            lines = [f"Question {dice.randrange(6)}?\tAnswer {dice.randrange(3)}." for _ in range(3)]
            bring(laptop, "#separator:tab\n" + "\n".join(lines) + "\n", title=dice.choice(["Lakes", "Rivers"]))
        case 2:
            laptop.parts.history.undo()
        case 3:
            laptop.parts.history.redo()
        case _:
            decks = [head.id for head in laptop.parts.library.heads() if head.id.startswith("import-")]
            cards = [card for deck in decks for card in cards_of(laptop, deck)]
            if cards:
                rate(laptop, dice.choice(cards).id, dice.choice(list(Rating)))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("count", [2, 3])
def test_laptops_come_to_the_same_decks_whatever_files_were_late_doubled_or_lost(
    make: Make, seed: int, count: int
) -> None:
    dice = Random(seed)
    laptops = [make(f"laptop-{n}", apart=True) for n in range(count)]
    for _ in range(30):
        laptop = dice.choice(laptops)
        match dice.randrange(4):
            case 0:
                laptop.sync()
            case 1:
                carry(laptops, dice)
            case _:
                act(laptop, dice)
    tell_all(*laptops)
    reports = [laptop.sync() for laptop in laptops]
    assert [(report.sent.total, report.came.total) for report in reports] == [(0, 0)] * count
    decks = [
        {name: {card.id: card for card in cards_of(laptop, DeckId(f"import-{name}"))} for name in ("lakes", "rivers")}
        for laptop in laptops
    ]
    assert all(deck == decks[0] for deck in decks)
    observed = [laptop.observed() for laptop in laptops]
    assert all(one == observed[0] for one in observed)


# Pictures


def picture(laptop: Laptop, content: bytes = PNG) -> str:
    """Add a picture, and a card of one's own that shows it."""
    file = laptop.home / "A diagram.png"
    file.write_bytes(content)
    name = laptop.media.add(file)
    laptop.parts.cards.create(Draft(CardText(front=f"What is this? ![a diagram]({name})", back="It."), covers()))
    return name


def pictures(laptop: Laptop) -> dict[str, bytes]:
    folder = laptop.shared / PLACE / PICTURES
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


def test_pictures_of_cards_go_once_and_come_whole(make: Make) -> None:
    first, second = make("first"), make("second")
    name = picture(first)
    unseen = first.home / "unseen.png"
    unseen.write_bytes(PNG + b"!")
    first.media.add(unseen)
    assert first.sync().pictures_sent == 1
    assert pictures(first) == {name: PNG}
    changes, report = second.sync_with_changes()
    assert (report.pictures_came, report.pictures_missing, changes.content) == (1, 0, True)
    found = second.media.find(name)
    assert found is not None
    assert found.read_bytes() == PNG
    assert [(one.sync().pictures_sent, one.sync().pictures_came) for one in (first, second)] == [(0, 0)] * 2


def test_a_picture_that_is_not_copied_whole_yet_is_taken_later_and_one_that_was_broken_is_written_again(
    make: Make,
) -> None:
    first, second = make("first"), make("second")
    name = picture(first)
    first.sync()
    there = first.shared / PLACE / PICTURES / name
    there.write_bytes(PNG[:20])
    report = second.sync()
    assert report.pictures_came == 0
    assert any(name in problem and "not copied whole yet" in problem for problem in report.problems)
    assert second.media.find(name) is None
    first.sync()
    assert there.read_bytes() == PNG
    assert second.sync().pictures_came == 1


def test_a_picture_that_is_late_is_told_of(make: Make) -> None:
    first, second = make("first"), make("second")
    name = picture(first)
    first.sync()
    (first.shared / PLACE / PICTURES / name).unlink()
    assert second.sync().pictures_missing == 1
    first.sync()
    assert (second.sync().pictures_came, second.sync().pictures_missing) == (1, 0)


def test_pictures_that_no_card_shows_links_and_strange_names_are_not_taken(make: Make, tmp_path: Path) -> None:
    first, second = make("first"), make("second")
    name = picture(first)
    first.sync()
    folder = first.shared / PLACE / PICTURES
    outside = tmp_path / "outside.png"
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)
    other = PNG + b"?"
    (folder / f"other-{hashlib.sha256(other).hexdigest()[:16]}.png").write_bytes(other)
    (folder / "evil.png").write_bytes(PNG)
    (folder / "diagram (conflicted copy).png").write_bytes(PNG)
    report = second.sync()
    assert (report.pictures_came, report.pictures_missing) == (0, 1)
    assert second.media.names() == frozenset()


def test_a_picture_that_is_damaged_here_is_not_sent(make: Make) -> None:
    first = make("first")
    name = picture(first)
    (first.home / "media" / name).write_bytes(PNG[:-1])
    report = first.sync()
    assert (report.pictures_sent, pictures(first)) == (0, {})
    assert "damaged here" in report.problems[0]


def test_what_is_learnt_of_a_deck_before_its_cards_come_is_reckoned_by_its_options(make: Make) -> None:
    first, second = make("first", apart=True), make("second", apart=True)
    items = bring(first)
    _, preset = first.parts.options.add("Slow")
    first.parts.options.assign(LAKES, preset.id)
    first.parts.options.change(preset.id, parameters=(0.5, *DEFAULTS[1:]))
    first.sync()
    rate(first, items[0], Rating.AGAIN)
    first.sync()
    early, late = sorted(first.files())[:1], sorted(first.files())[1:]
    for files in (late, early):
        for file in files:
            copy = second.shared / file.relative_to(first.shared)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
        second.sync()
    assert second.parts.study.state(FaceId(f"{items[0]}/1")).schedule.phase is Phase.LEARNING

    assert second.observed() == first.observed()
