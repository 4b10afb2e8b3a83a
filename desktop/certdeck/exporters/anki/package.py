"""Anki packages (.apkg) of cards, questions and cases, with or without the learner's schedule."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from certdeck.core.anki import SHAPES, guid
from certdeck.core.deck import Card, CardKind, Question
from certdeck.core.ids import DeckId, ItemId
from certdeck.exporters.anki.collection import CollectionFile, Heads, Note, PlainNotes
from certdeck.exporters.anki.container import write_legacy_package, write_package
from certdeck.exporters.anki.fields import Content, FieldWriter, note_kind
from certdeck.exporters.anki.media import Find, Media
from certdeck.exporters.anki.note_types import REVISED, models
from certdeck.exporters.anki.schedule import Scheduling, plain_review, plain_state
from certdeck.exporters.anki.tree import Tree, plain_tags, tags
from certdeck.exporters.atomic import replacing
from certdeck.ports.exporting import PackageCount, Progress
from certdeck.ports.markup import Markup
from certdeck.ports.outgoing import Bundle, OutgoingCase, OutgoingItem, PlainRun

NOTICE: Final = CardKind.BASIC
"""The kind of the note that tells an old Anki why it sees nothing else."""
_STRIDE: Final = 50
"""Notes between two reports of progress."""


class AnkiPackageExporter:
    """Writes Anki packages (see `certdeck.ports.exporting.BundleExporter`).

    `templates` is the folder of the cards' HTML, CSS and script; `find` says where pictures are.
    """

    def __init__(self, markup: Markup, templates: Path, find: Find) -> None:
        self._markup = markup
        self._templates = templates
        self._find = find

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        """Write `bundle` to `target`, whole or not at all.

        The same content gives the same bytes. Raises `ExportError` when the file can't be written, and whatever
        `progress` raises (`Cancelled`).
        """
        scheduling = Scheduling(bundle.schedule) if bundle.schedule else None
        work = _Work(bundle, self._markup, Media(self._find))
        presets = scheduling.presets() if scheduling else {}
        heads = Heads(models(self._templates), lambda: work.tree.decks(presets))
        with replacing(target) as temporary, _beside(temporary) as folder:
            base, notice = Path(folder) / "collection", Path(folder) / "notice"
            counts = CollectionFile(base, scheduling).write(work.notes(progress), heads)

            def alive() -> None:
                progress(bundle.total, bundle.total)

            if bundle.legacy:
                write_legacy_package(temporary, base, work.media.found, alive)
            else:
                CollectionFile(notice, None).write((_notice(),), Heads(models(self._templates, NOTICE), dict))
                write_package(temporary, base, notice, work.media.found, alive)
        return PackageCount(counts.notes, counts.cards, work.left_out, counts.reviews)


def _beside(file: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a folder on the disk of `file`, which has the room, for what is only needed on the way."""
    return tempfile.TemporaryDirectory(dir=file.parent, prefix=".certdeck-", suffix=".part", ignore_cleanup_errors=True)


class _Work:
    """One export: items made into notes, and what they need collected on the way."""

    def __init__(self, bundle: Bundle, markup: Markup, media: Media) -> None:
        self.media = media
        self.tree = Tree(bundle)
        self.left_out = 0
        self._bundle = bundle
        self._fields = FieldWriter(markup, media, bundle.cases)
        self._cases: dict[ItemId, None] = {}

    def notes(self, progress: Progress) -> Iterator[Note | PlainNotes]:
        """Yield the notes of all items, and after them those of the cases that any of them belongs to."""
        done = 0
        told = -_STRIDE
        for out in self._bundle.items if self._bundle.sketched is None else self._bundle.sketched:
            if done - told >= _STRIDE:
                progress(done, self._bundle.total)
                told = done
            if isinstance(out, PlainRun):
                done += len(out.ids)
                yield self._plain(out)
                continue
            done += 1
            note = self._note(out)
            if note is None:
                self.left_out += 1
            else:
                yield note
        for name in self._cases:
            yield self._case(self._bundle.cases[name])

    def _plain(self, run: PlainRun) -> PlainNotes:
        fields, fronts = self._fields.plain(run)
        where = {owner: self.tree.deck(owner, None) for owner in dict.fromkeys(run.decks)}
        return PlainNotes(
            list(map(guid, run.decks, run.ids)),
            [where[owner] for owner in run.decks],
            run.decks,
            [moment // 1_000_000 for moment in run.revised],
            [plain_tags(own, CardKind.BASIC) for own in run.tags],
            fields,
            fronts,
            run.states,
            run.reviews,
        )

    def _note(self, out: OutgoingItem) -> Note | None:
        item = out.item
        revised = out.revised
        if isinstance(item, Card):
            if not self._fields.fits(item):
                return None
            written = self._fields.card(item, out.deck, out.note)
        else:
            written = self._fields.question(item, out.deck, out.note)
            case = self._bundle.cases.get(item.scenario) if item.scenario else None
            if case is not None:
                self._cases[case.scenario.id] = None
                revised = max(revised, case.text_revised)
        place = self.tree.place_of(item)
        where = self.tree.deck(out.deck, place)
        told = tags(item, item.kind, place)
        return _made(item, item.id, out.deck, where, int(revised.timestamp()), told, written, out)

    def _case(self, case: OutgoingCase) -> Note:
        first = case.questions[0]
        place = self.tree.place_of(first)
        where = self.tree.deck(case.deck, place)
        told = tags(first, "scenario", place)
        written = self._fields.case(case)
        return _made(case, case.scenario.id, case.deck, where, int(case.revised.timestamp()), told, written)


def _notice() -> Note:
    """Return the only note that an Anki sees which is too old for the package."""
    shape = SHAPES[NOTICE]
    text = "This file needs Anki 2.1.50 or later. Export it again with the box for older versions ticked."
    fields = tuple(text if field == "Front" else "" for field in shape.fields)
    return Note("certdeck-notice", shape.id, 1, DeckId("own"), int(REVISED.timestamp()), "", fields, (0,))


def _made(
    item: Card | Question | OutgoingCase,
    name: ItemId,
    owner: DeckId,
    where: int,
    revised: int,
    told: str,
    written: Content,
    out: OutgoingItem | None = None,
) -> Note:
    shape = SHAPES[note_kind(item)]
    return Note(
        guid=guid(owner, name),
        note_type=shape.id,
        deck=where,
        owner=owner,
        revised=revised,
        tags=told,
        fields=tuple([written.fields.get(field, "") for field in shape.fields]),
        cards=written.cards,
        states=tuple(map(plain_state, out.states)) if out else (),
        reviews=tuple(map(plain_review, out.reviews)) if out else (),
    )
