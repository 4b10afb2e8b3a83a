"""What adding missed questions to the cards does, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import ItemId
from certdeck.core.richtext import plain
from certdeck.ports.markup import Markup
from certdeck.presenters.dates import counted
from certdeck.presenters.report_views import PlannedView, PlanView
from certdeck.services.misses import PlannedCard, Step

_LONGEST: Final = 140
"""Characters of a card that tell which one it is."""
_DONE: Final = {
    Step.MAKE: "made of the question",
    Step.WAKE: "no longer set aside",
    Step.INTRODUCE: "new",
    Step.BRING_FORWARD: "brought forward",
}


def plan_view(planned: Sequence[PlannedCard], numbers: Mapping[ItemId, int], markup: Markup, *, room: int) -> PlanView:
    """Say card by card what would happen, where today still takes `room` new cards."""
    cards = tuple(
        PlannedView(_asks(entry.card, markup), entry.step, _questions(entry, numbers))
        for entry in sorted(planned, key=lambda entry: entry.step is Step.NOTHING)
    )
    return PlanView(_summary(planned, room), cards, needed(planned))


def needed(planned: Iterable[PlannedCard]) -> bool:
    """Tell whether adding would change anything."""
    return any(entry.step is not Step.NOTHING for entry in planned)


def added_text(planned: Sequence[PlannedCard], *, room: int) -> str:
    """Say what was added, in short, where today still takes `room` new cards."""
    count = sum(entry.step is not Step.NOTHING for entry in planned)
    if not count:
        return _nothing(planned)
    later = _beyond(planned, room)
    if not later:
        return f"{counted(count, 'card')} added to today"
    return f"{counted(count, 'card')} added, {later if later < count else 'to be asked'} after today"


def _beyond(planned: Iterable[PlannedCard], room: int) -> int:
    """Count the new cards that the daily limit leaves to later days."""
    return max(0, sum(entry.step in (Step.MAKE, Step.INTRODUCE) for entry in planned) - room)


def _summary(planned: Sequence[PlannedCard], room: int) -> str:
    if not needed(planned):
        return _nothing(planned)
    counts = Counter(entry.step for entry in planned)
    told = [f"{counts[step]} {words}" for step, words in _DONE.items() if counts[step]]
    rest = f" {counts[Step.NOTHING]} more need no change." if counts[Step.NOTHING] else ""
    total = len(planned) - counts[Step.NOTHING]
    if not _beyond(planned, room):
        return f"{counted(total, 'card')} will be asked today: {', '.join(told)}.{rest}"
    limit = f"takes {counted(room, 'new card')} more; the others" if room else "takes no more new cards; they"
    return (
        f"{counted(total, 'card')} will come first: {', '.join(told)}.{rest} Today {limit} are asked on the days after."
    )


def _nothing(planned: Sequence[PlannedCard]) -> str:
    if len(planned) == 1:
        return "The card on it is added already or asked today anyway."
    if not planned:
        return "There is nothing to add."
    return f"All {len(planned)} cards are added already or asked today anyway."


def _asks(card: Card, markup: Markup) -> str:
    cloze = card.kind is CardKind.CLOZE
    text = plain(markup.read_cloze(card.front, gap=0, hidden=False) if cloze else markup.read(card.front))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _questions(entry: PlannedCard, numbers: Mapping[ItemId, int]) -> str:
    told = ", ".join(str(numbers[name]) for name in entry.questions)
    return f"question{'s' if len(entry.questions) > 1 else ''} {told}"
