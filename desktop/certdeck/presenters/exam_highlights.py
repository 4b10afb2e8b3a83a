"""Highlights of the questions of an open exam room, to be taken back one by one and put again."""

from dataclasses import dataclass, field

from certdeck.core.exam.events import Span

Spans = tuple[Span, ...]


@dataclass(slots=True)
class _Steps:
    past: list[Spans] = field(default_factory=list)
    coming: list[Spans] = field(default_factory=list)

    def side(self, *, undo: bool) -> list[Spans]:
        return self.past if undo else self.coming


class HighlightHistory:
    """What each question's highlights were before, as long as the room is open: they are no study data."""

    def __init__(self) -> None:
        self._of: dict[int, _Steps] = {}

    def changed(self, position: int, before: Spans) -> None:
        """Remember that the highlights of the question at `position` were `before` until now."""
        steps = self._of.setdefault(position, _Steps())
        steps.past.append(before)
        steps.coming.clear()

    def next(self, position: int, *, undo: bool) -> Spans | None:
        """Return what undo, or redo, would leave highlighted; None when there is nothing to turn."""
        side = self._of.get(position, _Steps()).side(undo=undo)
        return side[-1] if side else None

    def turned(self, position: int, before: Spans, *, undo: bool) -> None:
        """Remember that this was done, in place of `before`."""
        steps = self._of[position]
        steps.side(undo=undo).pop()
        steps.side(undo=not undo).append(before)
