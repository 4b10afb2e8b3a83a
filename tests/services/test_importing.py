"""Taking files over, on a real database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certdeck.core.deck import Card, CardKind
from certdeck.core.errors import ImportRefused
from certdeck.core.ids import FaceId
from certdeck.core.incoming import FieldMap, item_id
from certdeck.core.intake import Outcome
from certdeck.core.own import text_of
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.core.search.parser import parse
from certdeck.ports.exporting import Cancelled
from certdeck.services.catalogue import Services
from certdeck.services.importing import Choices
from tests.builders import deck
from tests.clock import FixedClock
from tests.importers.anki_files import PNG, database, exported, open_anki, sample
from tests.library import open_library


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path / "library", deck(), FixedClock()) as opened:
        yield opened


def written(tmp_path: Path, text: str, name: str = "cards.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def stored(services: Services, key: str, part: int = 0) -> Card:
    card = services.library.item(item_id(key, part))
    assert isinstance(card, Card)
    return card


TWO = "#separator:tab\n#deck:My AWS\nWhat is S3?\tObject storage\nWhat is EBS?\tBlock storage\n"


def test_a_text_file_becomes_a_deck_that_can_be_studied(tmp_path: Path, services: Services) -> None:
    changes, report = services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    assert changes.content
    assert changes.study
    assert report.counts == {Outcome.NEW: 2}
    assert report.decks == {"My AWS": 2}
    head = services.library.heads()[-1]
    assert (head.id, head.title) == ("import-my-aws", "My AWS")
    assert [node.counts.new for node in services.scopes.tree() if node.scope == Scope(head.id)] == [2]
    assert len(services.search.find(parse("object")).keys) == 1


def test_importing_again_updates_and_doubles_nothing(tmp_path: Path, services: Services) -> None:
    services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    again = services.importing.read(written(tmp_path, TWO.replace("Block storage", "Blocks")))
    preview = services.importing.preview(again)
    assert preview.counts == {Outcome.SAME: 1, Outcome.CHANGED: 1}
    _, report = services.importing.bring(again)
    assert report.counts == preview.counts
    assert stored(services, "csv:Text:What is EBS?").back == "Blocks"
    assert len(services.library.heads()) == 2


def test_a_card_that_is_here_already_can_be_kept(tmp_path: Path, services: Services) -> None:
    services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    again = services.importing.read(written(tmp_path, TWO.replace("Block storage", "Blocks")))
    _, report = services.importing.bring(again, Choices(keep_mine=True))
    assert report.counts[Outcome.KEPT] == 1
    assert stored(services, "csv:Text:What is EBS?").back == "Block storage"


def test_an_edit_of_the_learners_stands_against_the_file_and_is_marked(tmp_path: Path, services: Services) -> None:
    services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    name = item_id("csv:Text:What is EBS?")
    opened = services.cards.open(name)
    services.cards.save(name, replace(opened.draft(), text=replace(text_of(opened.card), back="Mine")))
    again = services.importing.read(written(tmp_path, TWO.replace("Block storage", "Blocks")))
    assert services.importing.preview(again).counts[Outcome.CONFLICT] == 1
    services.importing.bring(again)
    assert stored(services, "csv:Text:What is EBS?").back == "Mine"
    assert services.cards.open(name).outdated


def test_cards_that_ask_what_another_one_asks_can_be_left_out(tmp_path: Path, services: Services) -> None:
    plan = services.importing.read(written(tmp_path, "front,back\nFront of c-basic?,x\nnew,y\n"))
    _, report = services.importing.bring(plan, Choices(skip_doubles=True))
    assert report.counts == {Outcome.DOUBLE: 1, Outcome.NEW: 1}
    assert any(loss.what == "cards" and loss.count == 1 for loss in report.losses)


def test_the_whole_import_is_undone_and_done_again_as_one_change(tmp_path: Path, services: Services) -> None:
    services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    _, change = services.history.undo()
    assert change is not None
    assert change.kind == "import"
    assert [head.id for head in services.library.heads()] == [deck().id]
    assert services.library.item(item_id("csv:Text:What is S3?")) is None
    services.history.redo()
    assert stored(services, "csv:Text:What is S3?").back == "Object storage"


def test_undoing_an_update_brings_the_old_text_back(tmp_path: Path, services: Services) -> None:
    services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    services.importing.bring(services.importing.read(written(tmp_path, TWO.replace("Block storage", "Blocks"))))
    services.history.undo()
    assert stored(services, "csv:Text:What is EBS?").back == "Block storage"
    assert len(services.library.heads()) == 2


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, services: Services) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        plan = services.importing.read(exported(anki, tmp_path / "deck.apkg"))

    def stop(done: int, total: int) -> None:
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        services.importing.bring(plan, progress=stop)
    assert [head.id for head in services.library.heads()] == [deck().id]
    assert not list((tmp_path / "library/data/media").glob("*"))
    assert services.history.undo()[1] is None


def test_pictures_of_a_package_come_along_under_names_of_their_own(tmp_path: Path, services: Services) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        plan = services.importing.read(exported(anki, tmp_path / "deck.apkg"))
    _, report = services.importing.bring(plan)
    assert report.pictures == 1
    assert report.losses == ()
    backs = [card.back for card in _cards(services, "import-aws") if "![" in card.back]
    name = backs[0].partition("](")[2].rstrip(")")
    found = services.cards.picture(name)
    assert found is not None
    assert found.read_bytes() == PNG
    changes, again = services.importing.bring(plan)
    assert not changes
    assert again.counts.keys() == {Outcome.SAME}
    assert len(list((tmp_path / "library/data/media").glob("*"))) == 1
    services.history.undo()
    assert services.history.undo()[1] is None


def test_a_picture_that_was_replaced_by_another_one_of_its_name_changes_its_card(
    tmp_path: Path, services: Services
) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        services.importing.bring(services.importing.read(exported(anki, tmp_path / "deck.apkg")))
        (Path(anki.media.dir()) / "my plot.png").write_bytes(PNG + b"another")
        plan = services.importing.read(exported(anki, tmp_path / "deck.apkg"))
    preview = services.importing.preview(plan)
    assert preview.counts[Outcome.CHANGED] == 1
    assert len(list((tmp_path / "library/data/media").glob("*"))) == 1
    _, report = services.importing.bring(plan)
    assert report.counts == preview.counts
    (back,) = [card.back for card in _cards(services, "import-aws") if "![" in card.back]
    found = services.cards.picture(back.partition("](")[2].rstrip(")"))
    assert found is not None
    assert found.read_bytes() == PNG + b"another"
    services.history.undo()
    (back,) = [card.back for card in _cards(services, "import-aws") if "![" in card.back]
    found = services.cards.picture(back.partition("](")[2].rstrip(")"))
    assert found is not None
    assert found.read_bytes() == PNG


def test_a_field_can_be_put_elsewhere_before_the_import(tmp_path: Path, services: Services) -> None:
    plan = services.importing.read(written(tmp_path, "#separator:tab\nQ\textra\tA\n"))
    maps = {"Text": (FieldMap(CardKind.TYPED, (0,), (1,), answer=2),)}
    services.importing.bring(plan, Choices(maps=maps))
    made = stored(services, "csv:Text:Q")
    assert (made.kind, made.back, made.answer) == (CardKind.TYPED, "extra", "A")


def test_a_file_that_makes_no_card_is_refused_in_words(tmp_path: Path, services: Services) -> None:
    plan = services.importing.read(written(tmp_path, "only one column\n", "a.csv"))
    with pytest.raises(ImportRefused, match=r"None of the 1 notes in a.csv makes a card"):
        services.importing.bring(plan)


def test_reviews_of_anki_come_along_with_the_schedule(tmp_path: Path, services: Services) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        card = anki.get_card(anki.find_cards("S3")[0])
        days = (1_760_000_000_000, 1_760_100_000_000, 1_761_000_000_000, 1_761_000_600_000)
        rows = zip(days, (3, 3, 1, 3), (0, 1, 1, 2), strict=True)
        database(anki).executemany(
            "insert into revlog values (?, ?, -1, ?, 1, 1, 2500, 4000, ?)",
            [(at, card.id, ease, kind) for at, ease, kind in rows],
        )
        database(anki).execute(
            "update cards set type=2, queue=2, due=10, ivl=7, reps=4, lapses=1, flags=2, data=? where id=?",
            '{"s":6.5,"d":5.25,"dr":0.9}',
            card.id,
        )
        plan = services.importing.read(exported(anki, tmp_path / "deck.apkg"))
    assert services.importing.preview(plan).scheduled
    _, report = services.importing.bring(plan)
    assert report.reviews == 4
    guid = next(note.key for note in plan.notes if "S3" in note.fields[0])
    state = services.study.state(FaceId(f"{item_id(guid)}/1"))
    assert state.schedule.phase is Phase.REVIEW
    assert state.schedule.memory is not None
    assert (state.schedule.memory.stability, state.schedule.memory.difficulty) == (6.5, 5.25)
    assert (state.schedule.lapses, state.schedule.reps, state.flag) == (1, 4, 2)
    _, again = services.importing.bring(plan)
    assert [(loss.what, loss.count) for loss in again.losses] == [("schedules", 1)]
    services.history.undo()
    assert services.study.state(FaceId(f"{item_id(guid)}/1")).schedule.phase is Phase.NEW


def test_a_schedule_can_be_left_behind(tmp_path: Path, services: Services) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        card = anki.find_cards("S3")[0]
        database(anki).execute("update cards set type=2, queue=-1, due=10, ivl=7, reps=4 where id=?", card)
        plan = services.importing.read(exported(anki, tmp_path / "deck.apkg"))
    services.importing.bring(plan, Choices(schedule=False))
    guid = next(note.key for note in plan.notes if "S3" in note.fields[0])
    assert not services.study.state(FaceId(f"{item_id(guid)}/1")).suspended


def test_a_memory_that_nobody_told_is_guessed_and_said_so(tmp_path: Path, services: Services) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        card = anki.find_cards("S3")[0]
        database(anki).execute("update cards set type=2, queue=2, due=10, ivl=7, reps=4 where id=?", card)
        plan = services.importing.read(exported(anki, tmp_path / "deck.apkg"))
    _, report = services.importing.bring(plan)
    assert [(loss.what, loss.count) for loss in report.losses] == [("memories", 1)]
    guid = next(note.key for note in plan.notes if "S3" in note.fields[0])
    schedule = services.study.state(FaceId(f"{item_id(guid)}/1")).schedule
    assert schedule.memory is not None
    assert schedule.memory.stability == 7
    assert schedule.interval >= timedelta()


def test_what_is_imported_can_be_asked_and_rated_and_keeps_that_at_the_next_import(
    tmp_path: Path, services: Services
) -> None:
    services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    scope = Scope(services.library.heads()[-1].id)
    turn = services.study.next(scope)
    assert turn is not None
    services.study.rate(turn.face.id, Rating.EASY, milliseconds=1000, scope=scope)
    services.importing.bring(services.importing.read(written(tmp_path, TWO.replace("Object", "Objects in"))))
    assert services.study.state(turn.face.id).schedule.reps == 1


def _cards(services: Services, name: str) -> tuple[Card, ...]:
    with services.store.open() as work:
        return work.content.shipped_cards(name)  # type: ignore[arg-type]


MANY = "#separator:tab\n#deck:Many\n" + "".join(f"Question {number}\tAnswer {number}\n" for number in range(2500))


def test_many_cards_come_in_pieces_and_are_undone_and_done_again_as_one(tmp_path: Path, services: Services) -> None:
    _, report = services.importing.bring(services.importing.read(written(tmp_path, MANY)))
    assert report.counts == {Outcome.NEW: 2500}
    titles = [card.front for card in _cards(services, "import-many")]
    assert titles == [f"Question {number}" for number in range(2500)]
    assert len(services.search.find(parse('"Question 2499"')).keys) == 1
    services.history.undo()
    assert [head.id for head in services.library.heads()] == [deck().id]
    assert not services.search.find(parse('"Question 2499"')).keys
    services.history.redo()
    assert [card.front for card in _cards(services, "import-many")] == titles
    assert len(services.search.find(parse('"Question 2499"')).keys) == 1


def test_what_changed_and_what_is_new_are_undone_and_done_again_together(tmp_path: Path, services: Services) -> None:
    services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    services.importing.bring(
        services.importing.read(written(tmp_path, TWO.replace("Block", "Blocks of") + "EFS\tFiles\n"))
    )
    fronts = ["What is S3?", "What is EBS?", "EFS"]
    for _ in range(2):
        assert [card.front for card in _cards(services, "import-my-aws")] == fronts
        assert stored(services, "csv:Text:What is EBS?").back == "Blocks of storage"
        services.history.undo()
        assert [card.front for card in _cards(services, "import-my-aws")] == fronts[:2]
        assert stored(services, "csv:Text:What is EBS?").back == "Block storage"
        services.history.redo()


def test_a_card_that_became_of_another_kind_has_other_faces_and_keeps_the_first(
    tmp_path: Path, services: Services
) -> None:
    services.importing.bring(services.importing.read(written(tmp_path, TWO)))
    changed = "#separator:tab\n#deck:My AWS\n#notetype column:1\n"
    text = changed + "Text\tWhat is S3?\tObject storage\nText\tWhat is EBS?\tBlock storage\n"
    plan = services.importing.read(written(tmp_path, text))
    services.importing.bring(plan, Choices(maps={"Text": (FieldMap(CardKind.REVERSED, (0,), (1,), ordinals=(0, 1)),)}))
    name = item_id("csv:Text:What is S3?")
    with services.store.open() as work:
        (key,) = [key for key in (work.search.key_of(name),) if key is not None]
        assert work.search.faces([key]) == (f"{name}/1", f"{name}/2")


def test_a_cancelled_preview_and_a_file_that_went_away_change_nothing(tmp_path: Path, services: Services) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        file = exported(anki, tmp_path / "deck.apkg")
    plan = services.importing.read(file)
    file.unlink()
    with pytest.raises(ImportRefused, match="no such file"):
        services.importing.bring(plan)
    assert [head.id for head in services.library.heads()] == [deck().id]
    assert not list((tmp_path / "library/data/media").glob("*"))
