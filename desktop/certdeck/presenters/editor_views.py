"""What the editor of cards shows."""

from dataclasses import dataclass

from certdeck.core.deck import CardKind
from certdeck.core.ids import BulletId, ItemId
from certdeck.core.richtext import RichText
from certdeck.presenters.card_forms import FormView


@dataclass(frozen=True, slots=True)
class BulletView:
    """A bullet of the exam guide."""

    id: BulletId
    text: str


@dataclass(frozen=True, slots=True)
class AlikeView:
    """A card that asks the same, or nearly the same."""

    id: ItemId
    front: str
    same: bool


@dataclass(frozen=True, slots=True)
class FaceView:
    """One face as it will be asked: `words` say which one of how many, empty for the only one."""

    words: str
    prompt: RichText
    answer: RichText
    typed: bool = False


@dataclass(frozen=True, slots=True)
class PartView:
    """One text of a card in two versions, and the (start, end) of what differs in each."""

    name: str
    theirs: str
    mine: str
    theirs_marks: tuple[tuple[int, int], ...]
    mine_marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The deck's text beside the learner's. `outdated`: the deck has changed its text since the edit."""

    parts: tuple[PartView, ...]
    outdated: bool


@dataclass(frozen=True, slots=True)
class EditorView:
    """The editor as it is shown, apart from what is in the fields.

    `loads` counts how often the fields are to be filled anew. `kinds` are all kinds with their words; `saves` names the
    button that saves. `own` cards have bullets and can be deleted; `restored` says since when a draft was kept.
    """

    title: str
    form: FormView
    kinds: tuple[tuple[CardKind, str], ...]
    saves: str
    own: bool
    deletable: bool
    loads: int
    dirty: bool = False
    bullets: tuple[BulletView, ...] = ()
    deck_tags: tuple[str, ...] = ()
    faces: tuple[FaceView, ...] = ()
    faults: tuple[str, ...] = ()
    alike: tuple[AlikeView, ...] = ()
    restored: str = ""
    comparison: ComparisonView | None = None
    refusal: str = ""
