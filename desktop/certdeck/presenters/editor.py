"""The editor of cards without Qt: what is written, how it will look, what is wrong with it, and what it is like."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Card, CardKind, Coverage
from certdeck.core.errors import CardError
from certdeck.core.face_text import answer_text
from certdeck.core.ids import BulletId, ItemId
from certdeck.core.likeness import Fronts
from certdeck.core.own import CardText, Draft, text_of, with_text
from certdeck.core.richtext import plain
from certdeck.core.scheduling.faces import Face, faces_of
from certdeck.presenters.card_forms import FORMS, of_kind, trimmed
from certdeck.presenters.dates import moment_text
from certdeck.presenters.edit_comparison import comparison
from certdeck.presenters.editor_views import AlikeView, BulletView, ComparisonView, EditorView, FaceView
from certdeck.presenters.face_text import prompt_text
from certdeck.services.cards import OpenCard, draft_name
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes

_NOBODY: Final = ItemId("own-new")
"""Stands for the id of a card that has none yet."""
_MOST_BULLETS: Final = 8
_KINDS: Final = tuple((kind, form.words) for kind, form in FORMS.items())


class EditorPresenter:
    """Writes one card. `render` gets a view after each step that changes more than the fields themselves.

    Fields are told by `write`; `look` shows what they come to, and keeps the draft. Nothing is saved before `save`.
    """

    def __init__(
        self, services: Services, *, render: Callable[[EditorView], None], changed: Callable[[Changes], None]
    ) -> None:
        self._services = services
        self._render = render
        self._changed = changed
        self._opened: OpenCard | None = None
        self._begun = Draft(CardText())
        self._draft = self._begun
        self._fronts: Fronts | None = None
        self._loads = 0
        self._restored = ""
        self._refusal = ""

    # --- Beginning

    def open_card(self, card: ItemId) -> None:
        """Open a card, with the draft that was left of it. Raises `CardError` if it is gone."""
        self._opened = self._services.cards.open(card)
        self._begin(self._opened.draft(), card)

    def open_new(self, draft: Draft | None = None) -> None:
        """Begin a new card with `draft`, or go on with what was left of the last one."""
        self._opened = None
        begun = draft or Draft(CardText())
        self._begin(begun, draft_name(begun))

    def know(self, fronts: Fronts) -> None:
        """Tell duplicates from now on. Reading all first fields takes a while, so it is done on the side."""
        self._fronts = fronts
        self.look()

    # --- What the learner does

    @property
    def draft(self) -> Draft:
        """What is in the fields."""
        return self._draft

    @property
    def dirty(self) -> bool:
        """Whether something is written that is not saved."""
        return _clean(self._draft) != _clean(self._begun)

    def write(self, text: CardText, *, tags: tuple[str, ...], note: str) -> None:
        """Take over what is in the fields; nothing is shown yet."""
        self._draft = replace(self._draft, text=text, tags=tags, note=note)
        self._refusal = ""

    def look(self) -> None:
        """Show what is written as it will be asked."""
        self._render(self._view())

    def keep(self) -> None:
        """Keep the draft, so that a crash loses nothing; forget it when there is nothing to lose."""
        self._services.cards.keep_draft(self._name, self._draft if self.dirty else None)

    def choose_kind(self, kind: CardKind) -> None:
        """Ask the same in another way."""
        self._draft = replace(self._draft, text=of_kind(self._draft.text, kind))
        self._load()

    def cover(self, bullet: BulletId, *, on: bool) -> None:
        """Add a bullet of the exam guide, or take it away."""
        exam = self._blueprint.id
        bullets = tuple(entry for entry in self._bullets() if entry != bullet) + ((bullet,) if on else ())
        others = tuple(entry for entry in self._draft.covers if entry.blueprint != exam)
        covers = ((Coverage(exam, bullets),) if bullets else ()) + others
        self._draft, self._refusal = replace(self._draft, covers=covers), ""
        self.look()

    def find_bullets(self, words: str) -> tuple[BulletView, ...]:
        """Return the bullets that hold every one of `words`, by id or text, without those chosen."""
        wanted = words.casefold().split()
        chosen = set(self._bullets())
        found = (
            bullet
            for bullet in _every_bullet(self._blueprint)
            if bullet.id not in chosen and all(word in f"{bullet.id} {bullet.text}".casefold() for word in wanted)
        )
        return tuple(bullet for bullet, _ in zip(found, range(_MOST_BULLETS), strict=False))

    def forget_draft(self) -> None:
        """Go back to what is saved."""
        self._draft, self._restored = self._begun, ""
        self._services.cards.keep_draft(self._name, None)
        self._load()

    def save(self) -> ItemId | None:
        """Save, and return the card; None when it can't be saved, which the view tells why."""
        draft = _clean(self._draft)
        try:
            if self._opened is None:
                changes, card = self._services.cards.create(draft)
            else:
                card = self._opened.card.id
                changes = self._services.cards.save(card, draft)
        except CardError as error:
            self._refusal = str(error)
            self.look()
            return None
        self._begun = self._draft = draft
        if changes:
            self._changed(changes)
        return card

    def delete(self) -> None:
        """Take the own card away."""
        if self._opened is not None:
            self._changed(self._services.cards.delete(self._opened.card.id))
            self._begun = self._draft

    def keep_mine(self) -> None:
        """Keep the learner's text against the deck's new one."""
        self._settle(self._services.cards.keep_mine)

    def take_theirs(self) -> None:
        """Have the deck's text again."""
        self._settle(self._services.cards.take_theirs)

    def complain(self, text: str) -> None:
        """Show why something could not be done."""
        self._refusal = text
        self.look()

    def leave(self) -> None:
        """Close without saving: what is written and not saved is thrown away."""
        self._services.cards.keep_draft(self._name, None)

    # --- Parts

    @property
    def _name(self) -> str:
        return self._opened.card.id if self._opened else draft_name(self._draft)

    @property
    def _blueprint(self) -> Blueprint:
        return self._services.library.exam().blueprint

    def _begin(self, saved: Draft, name: str) -> None:
        kept = self._services.cards.draft(name)
        self._begun = self._draft = saved
        self._restored = ""
        if kept is not None and kept.draft != saved:
            self._draft = kept.draft
            self._restored = moment_text(kept.at, self._services.clock.zone())
        self._load()

    def _settle(self, settle: Callable[[ItemId], Changes]) -> None:
        if self._opened is None:
            return
        card = self._opened.card.id
        changes = settle(card)
        self._opened = self._services.cards.open(card)
        saved = self._opened.draft()
        # What else is written stays: only the text was decided about.
        self._draft = replace(self._draft, text=saved.text)
        self._begun = saved
        self._changed(changes)
        self._load()

    def _load(self) -> None:
        self._loads += 1
        self.look()

    def _bullets(self) -> tuple[BulletId, ...]:
        entry = next((entry for entry in self._draft.covers if entry.blueprint == self._blueprint.id), None)
        return entry.bullets if entry else ()

    def _view(self) -> EditorView:
        card, opened = self._card(), self._opened
        return EditorView(
            title="New card" if opened is None else "Edit card" if opened.own else "Edit a card of the deck",
            form=FORMS[self._draft.text.kind],
            kinds=_KINDS,
            saves="Add card" if opened is None else "Save",
            own=opened is None or opened.own,
            deletable=opened is not None and opened.own,
            loads=self._loads,
            dirty=self.dirty,
            bullets=self._chosen_bullets(),
            deck_tags=opened.shipped.tags if opened and opened.shipped else (),
            faces=self._faces(card),
            faults=self._services.faults.of(card),
            alike=self._alike(),
            restored=self._restored,
            comparison=self._comparison(),
            refusal=self._refusal,
        )

    def _card(self) -> Card:
        """Return the card that the fields come to."""
        name = self._opened.card.id if self._opened else _NOBODY
        base = Card(id=name, covers=self._draft.covers, sources=(), kind=CardKind.BASIC, front="", back="")
        return with_text(base, trimmed(self._draft.text))

    def _chosen_bullets(self) -> tuple[BulletView, ...]:
        texts = {bullet.id: bullet.text for bullet in _every_bullet(self._blueprint)}
        return tuple(BulletView(name, texts.get(name, "")) for name in self._bullets())

    def _faces(self, card: Card) -> tuple[FaceView, ...]:
        faces = faces_of(card)
        return tuple(self._face(face, place, len(faces)) for place, face in enumerate(faces, start=1))

    def _face(self, face: Face, place: int, count: int) -> FaceView:
        markup = self._services.markup
        words = f"Asked {count} ways: {place} of {count}" if count > 1 else ""
        answered = prompt_text(markup, face, shown=True)
        prompt = prompt_text(markup, face, shown=False)
        below = answer_text(markup, face)
        return FaceView(words, prompt, below if answered == prompt else (*answered, *below), bool(face.typed))

    def _alike(self) -> tuple[AlikeView, ...]:
        if self._fronts is None:
            return ()
        name = self._opened.card.id if self._opened else None
        found = self._fronts.like(self._draft.text.front, apart_from=name)
        read = self._services.markup.read
        return tuple(AlikeView(alike.card, plain(read(alike.front)), alike.same) for alike in found)

    def _comparison(self) -> ComparisonView | None:
        opened = self._opened
        if opened is None or opened.edit is None or opened.shipped is None:
            return None
        return comparison(text_of(opened.shipped), opened.edit.mine, outdated=opened.outdated)


def _clean(draft: Draft) -> Draft:
    return replace(draft, text=trimmed(draft.text), note=draft.note.strip())


def _every_bullet(blueprint: Blueprint) -> tuple[BulletView, ...]:
    return tuple(BulletView(bullet.id, bullet.text) for _, task in blueprint.tasks() for bullet in task.bullets)
