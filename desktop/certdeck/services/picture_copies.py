"""Pictures of a file, copied as the cards that show them come."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from certdeck.core.deck import Card
from certdeck.core.errors import MediaError
from certdeck.core.intake import Arrival, tokens_of, with_pictures
from certdeck.ports.importing import FileReader, Loss, PackedPicture, Plan
from certdeck.ports.media import Media


class PictureCopies:
    """Copies pictures among the learner's own. The names of all that were copied go to `added`."""

    def __init__(self, reader: FileReader, media: Media, plan: Plan, added: set[str]) -> None:
        self.losses: list[Loss] = []
        self._reader = reader
        self._media = media
        self._plan = plan
        self._added = added
        self._names: dict[str, str | None] = {}
        self._known: dict[str, str | None] = {}
        self._stack = ExitStack()
        self._unpack: Callable[[PackedPicture], Path | Loss] | None = None

    @property
    def count(self) -> int:
        """How many pictures were copied."""
        return sum(name is not None for name in self._names.values())

    def shown(self, arrival: Arrival) -> Arrival:
        """Return what comes with the names that its pictures have in the library, copying those that are new."""
        tokens = tokens_of(arrival.card)
        if not tokens:
            return arrival
        for token in sorted(tokens - self._names.keys()):
            self._names[token] = self._copied(token)
        names = {token: name for token, name in self._names.items() if name is not None and token in tokens}
        return replace(arrival, card=with_pictures(arrival.card, names))

    def named(self, card: Card) -> Card:
        """Return `card` with the names that its pictures have, or would have, in the library; nothing is copied."""
        tokens = tokens_of(card)
        for token in sorted(tokens - self._known.keys()):
            place = self._unpacked(token)
            with suppress(MediaError):
                self._known[token] = self._media.name_of(place) if isinstance(place, Path) else None
            self._known.setdefault(token, None)
        names = {token: name for token, name in self._known.items() if name is not None and token in tokens}
        return with_pictures(card, names)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _copied(self, token: str) -> str | None:
        place = self._unpacked(token)
        if place is None:
            return None
        if isinstance(place, Loss):
            self.losses.append(place)
            return None
        try:
            name = self._media.add(place)
        except MediaError as error:
            self.losses.append(Loss(f"picture {place.name}", str(error).partition(". ")[0]))
            return None
        self._added.add(name)
        return name

    def _unpacked(self, token: str) -> Path | Loss | None:
        picture = self._plan.beside.picture(token)
        if picture is None:
            return None
        if self._unpack is None:
            self._unpack = self._stack.enter_context(self._reader.unpacking(self._plan))
        return self._unpack(picture)
