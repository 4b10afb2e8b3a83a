"""The learner's own content: own cards, edits of shipped ones, notes, tags, drafts. Every change can be undone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from certdeck.core.deck import Card, Item, Question
from certdeck.core.errors import CardError
from certdeck.core.exam.facts import OWN_PREFIX, fact_card_id
from certdeck.core.ids import ItemId
from certdeck.core.likeness import Fronts
from certdeck.core.own import Draft, Edit, text_of, with_text
from certdeck.core.scheduling.undo import CardStep, EditStep, NoteStep, Step, TagStep
from certdeck.ports.clock import Clock
from certdeck.ports.media import Media
from certdeck.ports.own import KeptDraft, Standing
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes
from certdeck.services.history import put_back

LONGEST_NOTE = 20_000
"""Characters."""
MOST_FRONTS_KEPT = 10_000
"""Cards whose first fields take about 33 MB."""
NEW = "new"
"""The name of the draft of a card that does not exist yet."""


def draft_name(draft: Draft) -> str:
    """Return the name under which the draft of a new card is kept: one made of an item has one of its own."""
    return f"{NEW}/{draft.made_of}" if draft.made_of else NEW


@dataclass(frozen=True, slots=True)
class OpenCard:
    """A card to be written: as it is asked, as its deck has it (None of an own card), and what is the learner's."""

    card: Card
    shipped: Card | None = None
    edit: Edit | None = None
    note: str = ""
    own_tags: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the whole card is the learner's."""
        return self.shipped is None

    @property
    def outdated(self) -> bool:
        """Whether the deck has changed the text since the learner edited it."""
        return self.edit is not None and self.shipped is not None and self.edit.outdated_by(self.shipped)

    def draft(self) -> Draft:
        """Return what the editor begins with."""
        tags = self.card.tags if self.own else self.own_tags
        return Draft(text_of(self.card), self.card.covers, tags, self.note)


class CardService:
    """Writes cards, notes and tags. Each call is durable when it returns, and undone as one change."""

    def __init__(self, store: Store, clock: Clock, media: Media) -> None:
        self._store = store
        self._clock = clock
        self._media = media
        self._fronts: tuple[tuple[int, int], Fronts] | None = None

    # --- Reading

    def open(self, card: ItemId) -> OpenCard:
        """Return a card to be written. Raises `CardError` if there is no such card any more."""
        with self._store.open() as work:
            return _opened(work, card)

    def standings(self) -> dict[ItemId, Standing]:
        """Return what is the learner's of every item that has anything of theirs."""
        with self._store.open() as work:
            return dict(work.own.standings())

    def note(self, item: ItemId) -> str:
        """Return the learner's note on an item, empty if there is none."""
        with self._store.open() as work:
            return work.own.note(item)

    def own_tags(self, item: ItemId) -> tuple[str, ...]:
        """Return the learner's tags of an item: all of an own card, those beside the deck's of any other item."""
        with self._store.open() as work:
            found = work.content.item(item)
            if isinstance(found, Card) and work.own.shipped(item) is None:
                return found.tags
            return work.own.tags(item)

    def fronts(self) -> Fronts:
        """Read the first fields of all cards, to tell duplicates by. Takes a while for many cards.

        They are kept until a card changes, unless there are so many that they would take too much memory.
        """
        with self._store.open() as work:
            mark, known = work.own.fronts_mark(), self._fronts
            if known is not None and known[0] == mark:
                return known[1]
            fronts = Fronts((card, front) for card, _, front in work.own.fronts())
        self._fronts = (mark, fronts) if mark[0] <= MOST_FRONTS_KEPT else None
        return fronts

    # --- Cards

    def create(self, draft: Draft) -> tuple[Changes, ItemId]:
        """Make an own card of `draft` and forget the draft. Raises `CardError` when it covers nothing of an exam."""
        _check(draft, covers=True)
        now = self._clock.now()
        with self._store.open(writing=True) as work:
            origin = work.content.item(draft.made_of) if draft.made_of else None
            card = _card(self._free_id(work, origin), draft, origin)
            steps: list[Step] = [CardStep(card.id, None, card)]
            if draft.note:
                steps.append(NoteStep(card.id, work.own.note(card.id), draft.note))
            self._carry_out(work, "write", steps)
            work.own.put_draft(draft_name(draft), None, now)
            work.commit()
        return Changes(content=True, study=True), card.id

    def save(self, card: ItemId, draft: Draft) -> Changes:
        """Keep what was written of a card, note and tags with it, and forget the draft.

        Of a shipped card it is an edit beside the deck's text; writing that text again ends the edit. Raises
        `CardError` if the card is gone, or an own one covers nothing of an exam.
        """
        with self._store.open(writing=True) as work:
            opened = _opened(work, card)
            _check(draft, covers=opened.own)
            steps = [*_text_steps(opened, draft), *_note_steps(opened, draft)]
            if steps:
                self._carry_out(work, "edit", steps)
            work.own.put_draft(card, None, self._clock.now())
            work.commit()
        return Changes(content=bool(steps), study=bool(steps))

    def delete(self, card: ItemId) -> Changes:
        """Take an own card away; what was learnt stays in the log. Raises `CardError` for one of a deck."""
        with self._store.open(writing=True) as work:
            opened = _opened(work, card)
            if not opened.own:
                raise CardError("A card of a deck can't be deleted. Suspend it to have it asked no more.")
            steps: list[Step] = [CardStep(card, opened.card, None)]
            if opened.note:
                steps.append(NoteStep(card, opened.note, ""))
            self._carry_out(work, "delete", steps)
            work.own.put_draft(card, None, self._clock.now())
            work.commit()
        return Changes(content=True, study=True)

    def keep_mine(self, card: ItemId) -> Changes:
        """Keep the learner's text of a card whose deck has another one now; it is no longer told."""
        return self._settle(card, "keep", lambda edit, shipped: edit.kept(shipped))

    def take_theirs(self, card: ItemId) -> Changes:
        """Have the deck's text again in place of the learner's."""
        return self._settle(card, "take", lambda _edit, _shipped: None)

    # --- Notes and tags

    def put_note(self, item: ItemId, text: str) -> Changes:
        """Put a note (Markdown) on any item; an empty text takes it away. Raises `CardError` if it is too long."""
        text = text.strip()
        _check_note(text)
        with self._store.open(writing=True) as work:
            before = work.own.note(item)
            if before == text:
                return Changes()
            self._carry_out(work, "note", [NoteStep(item, before, text)])
            work.commit()
        return Changes(content=True)

    def tag(self, items: Iterable[ItemId], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Changes:
        """Give items tags, or take tags of the learner's away, as one change. Tags of a deck stay."""
        with self._store.open(writing=True) as work:
            steps = [step for item in items if (step := _tag_step(work, item, add, remove)) is not None]
            if not steps:
                return Changes()
            self._carry_out(work, "tags", steps)
            work.commit()
        return Changes(content=True)

    def put_tags(self, item: ItemId, tags: Sequence[str]) -> Changes:
        """Give an item exactly these tags of the learner's, as one change. Tags of a deck stay."""
        return self.tag((item,), add=tags, remove=[tag for tag in self.own_tags(item) if tag not in tags])

    # --- Drafts and pictures

    def draft(self, name: str) -> KeptDraft | None:
        """Return the draft kept under `name` (the id of a card, or `NEW`), or None."""
        with self._store.open() as work:
            return work.own.draft(name)

    def keep_draft(self, name: str, draft: Draft | None) -> None:
        """Keep what stands in the editor, so that a crash doesn't lose it; None forgets it."""
        with self._store.open(writing=True) as work:
            work.own.put_draft(name, draft, self._clock.now())
            work.commit()

    def add_picture(self, file: Path) -> str:
        """Copy a picture into the data folder and return the name that cards show it by. Raises `MediaError`."""
        return self._media.add(file)

    def picture(self, name: str) -> Path | None:
        """Return where the picture called `name` is, or None."""
        return self._media.find(name)

    def picture_folders(self) -> tuple[Path, ...]:
        """Return the folders in which pictures are looked for."""
        return self._media.folders()

    # --- Parts

    def _settle(self, card: ItemId, kind: str, settled: Callable[[Edit, Card], Edit | None]) -> Changes:
        with self._store.open(writing=True) as work:
            opened = _opened(work, card)
            if opened.edit is None or opened.shipped is None:
                return Changes()
            after = settled(opened.edit, opened.shipped)
            if after == opened.edit:
                return Changes()
            self._carry_out(work, kind, [EditStep(card, opened.edit, after)])
            work.commit()
        return Changes(content=True, study=True)

    def _carry_out(self, work: UnitOfWork, kind: str, steps: Sequence[Step]) -> None:
        now = self._clock.now()
        change = work.history.begin(kind, now)
        for step in steps:
            work.history.keep(change, step)
            put_back(work, step, now, before=False)

    def _free_id(self, work: UnitOfWork, origin: Item | None) -> ItemId:
        """Return the id for a new card: that of the question it is made of, or one made of the time."""
        if isinstance(origin, Question):
            made = fact_card_id(origin.id)
            if work.content.item(made) is None:
                return made
        stem = f"{OWN_PREFIX}{self._clock.now():%Y%m%d-%H%M%S}"
        number = 1
        while work.content.item(name := ItemId(stem if number == 1 else f"{stem}-{number}")) is not None:
            number += 1
        return name


def _opened(work: UnitOfWork, name: ItemId) -> OpenCard:
    card = work.content.item(name)
    if not isinstance(card, Card):
        raise CardError("This card is no longer in your library. What you wrote is kept as a draft.")
    shipped = work.own.shipped(name)
    return OpenCard(card, shipped, work.own.edit(name), work.own.note(name), work.own.tags(name))


def _card(name: ItemId, draft: Draft, origin: Item | None) -> Card:
    card = Card(
        id=name,
        covers=draft.covers,
        sources=origin.sources if origin else (),
        tags=draft.tags,
        links=(origin.id,) if origin else (),
        examined=origin.examined if origin else "",
        today=origin.today if origin else "",
        kind=draft.text.kind,
        front="",
        back="",
    )
    return with_text(card, draft.text)


def _text_steps(opened: OpenCard, draft: Draft) -> list[Step]:
    card = opened.card
    if opened.shipped is None:
        after = replace(with_text(card, draft.text), covers=draft.covers, tags=draft.tags)
        return [CardStep(card.id, card, after)] if after != card else []
    steps: list[Step] = []
    if draft.text != text_of(card):
        again = draft.text == text_of(opened.shipped)
        steps.append(EditStep(card.id, opened.edit, None if again else Edit(draft.text, text_of(opened.shipped))))
    if draft.tags != opened.own_tags:
        steps.append(TagStep(card.id, opened.own_tags, draft.tags))
    return steps


def _note_steps(opened: OpenCard, draft: Draft) -> list[Step]:
    note = draft.note.strip()
    return [NoteStep(opened.card.id, opened.note, note)] if note != opened.note else []


def _tag_step(work: UnitOfWork, name: ItemId, add: Sequence[str], remove: Sequence[str]) -> Step | None:
    item = work.content.item(name)
    if item is None:
        return None
    if isinstance(item, Card) and work.own.shipped(name) is None:
        tags = _retagged(item.tags, add, remove)
        return CardStep(name, item, replace(item, tags=tags)) if tags != item.tags else None
    before = work.own.tags(name)
    of_deck = set(item.tags) - set(before)
    after = _retagged(before, [tag for tag in add if tag not in of_deck], remove)
    return TagStep(name, before, after) if after != before else None


def _retagged(tags: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({*tags, *add} - set(remove)))


def _check(draft: Draft, *, covers: bool) -> None:
    _check_note(draft.note)
    if covers and not any(entry.bullets for entry in draft.covers):
        raise CardError("The card covers nothing of the exam yet. Choose at least one bullet of the exam guide.")


def _check_note(text: str) -> None:
    if len(text) > LONGEST_NOTE:
        raise CardError(f"A note can have {LONGEST_NOTE:,} characters. This one has {len(text):,}; make it shorter.")
