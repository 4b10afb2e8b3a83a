"""The coach for a leech, without Qt: the card beside what it gets mixed up with, and what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass

from certdeck.core.contrast import contrast_of_cards, contrast_of_set
from certdeck.core.deck import Card
from certdeck.core.face_text import answer_text
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.own import Draft
from certdeck.core.richtext import RichText
from certdeck.core.scheduling.faces import Face, faces_of
from certdeck.presenters.dates import counted
from certdeck.presenters.face_text import prompt_text
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.leeches import Leech


@dataclass(frozen=True, slots=True)
class SideView:
    """One of two cards side by side: what it asks and answers, and where it stands among the look-alikes."""

    item: ItemId
    asked: RichText
    answer: RichText
    place: str = ""


@dataclass(frozen=True, slots=True)
class LeechView:
    """The leech, one look-alike or None, how many there are, and what the contrast card would ask about.

    `contrast` names the confusion set, or is `this look-alike`; empty where there is nothing to tell apart.
    """

    title: str
    text: str
    card: SideView
    other: SideView | None
    others: int
    contrast: str
    suspended: bool


class LeechPresenter:
    """Shows one look-alike at a time. `render` gets a view after every step; `changed` hears of changes."""

    def __init__(
        self,
        services: Services,
        face: FaceId,
        *,
        render: Callable[[LeechView], None],
        changed: Callable[[Changes], None],
    ) -> None:
        self._services = services
        self._render = render
        self._changed = changed
        self._leech: Leech = services.leeches.look(face)
        self._place = 0

    def start(self) -> None:
        """Show the leech beside its first look-alike."""
        self._render(self._view())

    def step(self, by: int) -> None:
        """Show the next look-alike, `by` 1 or -1; after the last comes the first."""
        if self._leech.others:
            self._place = (self._place + by) % len(self._leech.others)
            self._render(self._view())

    def contrast(self) -> Draft | None:
        """Return the card that tells the two apart, to be looked over in the editor; None without a look-alike."""
        card, other = self._leech.face.card, self._other()
        confusion = next(
            (entry for entry in self._leech.confusions if other and any(other.id in m.cards for m in entry.members)),
            next(iter(self._leech.confusions), None) if other is None else None,
        )
        if confusion is not None:
            return contrast_of_set(card, confusion)
        return None if other is None else contrast_of_cards(card, other)

    def suspend(self) -> None:
        """Leave the card out until it is resumed, or resume it."""
        self._changed(self._services.faces.suspend(self._leech.face.id, on=not self._leech.suspended))

    def forget(self) -> None:
        """Make the card new again."""
        self._changed(self._services.faces.forget(self._leech.face.id))

    @property
    def card(self) -> ItemId:
        """The card that is forgotten."""
        return self._leech.face.card.id

    def _other(self) -> Card | None:
        return self._leech.others[self._place] if self._leech.others else None

    def _view(self) -> LeechView:
        leech, other = self._leech, self._other()
        return LeechView(
            title=f"Forgotten {counted(leech.lapses, 'time')}",
            text="Such a card costs more than it gives. Make it easier to answer, or tell it apart from what it "
            "gets mixed up with.",
            card=self._side(leech.face),
            other=None if other is None else self._side(faces_of(other)[0], self._where()),
            others=len(leech.others),
            contrast=self._contrast_words(other),
            suspended=leech.suspended,
        )

    def _side(self, face: Face, place: str = "") -> SideView:
        markup = self._services.markup
        return SideView(face.card.id, prompt_text(markup, face, shown=True), answer_text(markup, face), place)

    def _where(self) -> str:
        return f"Look-alike {self._place + 1} of {len(self._leech.others)}"

    def _contrast_words(self, other: Card | None) -> str:
        draft = self.contrast()
        if draft is None:
            return ""
        return (
            draft.text.front if self._leech.confusions and "differ?" in draft.text.front else "What tells these apart?"
        )
