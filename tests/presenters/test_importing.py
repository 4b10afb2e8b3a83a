"""What the import wizard shows, without a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.ports.exporting import no_progress
from certdeck.presenters.importing import LATER, ImportPresenter
from certdeck.presenters.importing_views import AS_TOLD, ImportView, Stage
from certdeck.services.catalogue import Services
from tests.builders import deck
from tests.clock import FixedClock
from tests.importers.anki_files import add, exported, open_anki, sample
from tests.library import open_library


class Wizard:
    """A presenter with what it last showed."""

    def __init__(self, services: Services) -> None:
        self.views: list[ImportView] = []
        self.presenter = ImportPresenter(services, self.views.append)

    @property
    def view(self) -> ImportView:
        return self.views[-1]

    def read(self, file: Path) -> None:
        self.presenter.begin(self.presenter.read(file)(no_progress))

    def look(self) -> None:
        self.presenter.show(self.presenter.look_again()(no_progress))

    def bring(self) -> None:
        self.presenter.brought(self.presenter.bring()(no_progress)[1])


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path / "library", deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def wizard(services: Services) -> Wizard:
    return Wizard(services)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    file = tmp_path / "notes.csv"
    file.write_text("Term;Meaning;Notes\nS3;Objects;cheap\nEBS;Blocks;\n", encoding="utf-8")
    return file


def test_it_begins_with_a_choice(wizard: Wizard) -> None:
    wizard.presenter.start()
    assert wizard.view.stage is Stage.CHOOSE


def test_a_file_is_shown_with_what_becomes_of_it(wizard: Wizard, csv: Path) -> None:
    wizard.read(csv)
    view = wizard.view
    assert (view.stage, view.file, view.agree) == (Stage.LOOK, "notes.csv · CSV or TSV", "Import 2 cards")
    assert [count.words for count in view.counts] == ["2 new"]
    assert view.decks == ("notes: 2 cards",)
    (kind,) = view.types
    assert [(field.name, field.role, field.sample) for field in kind.fields] == [
        ("Term", "front", "S3"),
        ("Meaning", "back", "Objects"),
        ("Notes", "back", "cheap"),
    ]
    assert [(card.front, card.back) for card in view.cards] == [("S3", "Objects cheap"), ("EBS", "Blocks")]


def test_fields_are_put_elsewhere(wizard: Wizard, csv: Path) -> None:
    wizard.read(csv)
    wizard.presenter.choose_kind("Text", "typed")
    wizard.presenter.choose_role("Text", 2, "leave")
    wizard.look()
    assert [field.role for field in wizard.view.types[0].fields] == ["front", "answer", "leave"]
    assert wizard.view.cards[0].back == "Objects"
    wizard.presenter.choose_role("Text", 2, "answer")
    wizard.look()
    assert [field.role for field in wizard.view.types[0].fields] == ["front", "back", "answer"]
    wizard.presenter.choose_kind("Text", "basic")
    wizard.presenter.choose_role("Text", 0, "leave")
    wizard.look()
    assert wizard.view.agree == ""
    assert "No note makes a card" in wizard.view.summary
    assert wizard.view.losses[0].what == "Notes (2)"


def test_the_import_is_undone_by_its_button_and_nothing_that_was_done_since(
    wizard: Wizard, services: Services, csv: Path
) -> None:
    wizard.read(csv)
    _, report = wizard.presenter.bring()(no_progress)
    wizard.presenter.brought(report)
    services.cards.put_note(report.cards[0], "Think.")
    changes, change = wizard.presenter.undo()(no_progress)
    assert (bool(changes), change) == (False, None)
    assert wizard.presenter.undone(change) == LATER
    assert (wizard.view.stage, wizard.view.undoable) == (Stage.DONE, True)
    assert services.cards.note(report.cards[0]) == "Think."
    services.history.undo()
    _, change = wizard.presenter.undo()(no_progress)
    assert wizard.presenter.undone(change) == "Import undone"


def test_what_comes_is_reported_and_undone(wizard: Wizard, services: Services, csv: Path) -> None:
    wizard.read(csv)
    wizard.bring()
    view = wizard.view
    assert (view.stage, view.title, view.undoable) == (Stage.DONE, "Imported", True)
    assert view.summary == "2 cards came from notes.csv."
    changes, change = wizard.presenter.undo()(no_progress)
    assert changes.content
    assert wizard.presenter.undone(change) == "Import undone"
    assert len(services.library.heads()) == 1
    assert wizard.view.stage is Stage.CHOOSE


def test_changes_come_first_with_what_was_there(wizard: Wizard, csv: Path) -> None:
    wizard.read(csv)
    wizard.bring()
    csv.write_text(csv.read_text(encoding="utf-8").replace("Blocks", "Block storage"), encoding="utf-8")
    wizard.read(csv)
    assert [count.words for count in wizard.view.counts] == ["1 changed", "1 as before"]
    assert wizard.view.cards[0].note == "Until now: Blocks"
    wizard.presenter.choose(keep_mine=True)
    wizard.look()
    assert wizard.view.agree == ""
    assert [count.words for count in wizard.view.counts] == ["1 kept as it is", "1 as before"]


def test_a_type_with_several_templates_is_taken_as_they_say(tmp_path: Path, wizard: Wizard) -> None:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        add(anki, "Basic", "Say [sound:a.mp3]", "x")
        package = exported(anki, tmp_path / "deck.apkg")
    wizard.read(package)
    (told,) = (known for known in wizard.view.types if known.kind == AS_TOLD)
    assert told.note == "Makes up to 2 cards of a note, as its templates say."
    assert wizard.view.losses[0].what == "Sounds (1)"
    wizard.presenter.choose_kind(told.key, "basic")
    wizard.look()
    assert wizard.view.agree == "Import 6 cards"
    wizard.presenter.choose_kind(told.key, AS_TOLD)
    wizard.look()
    assert wizard.view.agree == "Import 7 cards"


def test_reviews_of_ones_own_deck_are_offered_and_come_home(tmp_path: Path, wizard: Wizard, services: Services) -> None:
    from certdeck.core.scheduling.schedule import Rating
    from certdeck.ports.exporting import Format
    from certdeck.services.packing import Choice

    turn = services.study.next()
    assert turn is not None
    services.study.rate(turn.face.id, Rating.GOOD, milliseconds=10)
    package = tmp_path / "ours.apkg"
    services.packing.write(Format.ANKI, package, Choice(with_schedule=True))
    wizard.read(package)
    assert wizard.view.returned == "It tells of reviews of 1 card that you have."
    assert wizard.view.agree == ""
    _, report = wizard.presenter.merge()(no_progress)
    wizard.presenter.merged(report)
    assert wizard.view.title == "No new reviews"
    assert "1 you had already" in wizard.view.summary
