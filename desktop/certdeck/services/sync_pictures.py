"""Pictures of cards, exchanged through a shared folder: each once, under the name that holds its hash."""

from collections.abc import Collection

from certdeck.core.errors import CertdeckError, MediaError
from certdeck.core.sync.operations import kind_of
from certdeck.core.sync.pictures import pictures_in
from certdeck.ports.exporting import Progress
from certdeck.ports.media import Media
from certdeck.ports.shared_folder import SharedFolder
from certdeck.ports.store import UnitOfWork

WITH_PICTURES = frozenset(("card", "edit", "note"))
"""Kinds of registers whose texts may show pictures."""


def shown_pictures(work: UnitOfWork) -> frozenset[str]:
    """Return the names of the pictures that cards and notes show by the operations known."""
    registers = work.exchange.operations.registers().items()
    texts = (held.value for key, held in registers if held.value and kind_of(key) in WITH_PICTURES)
    return work.exchange.operations.pictures().union(*map(pictures_in, texts))


class PictureExchange:
    """Sends pictures that the folder lacks, and takes those that are not here."""

    def __init__(self, media: Media, shared: SharedFolder) -> None:
        self.sent = 0
        self.came = 0
        self.missing = 0
        self.problems: list[str] = []
        self._media = media
        self._shared = shared

    def exchange(self, shown: Collection[str], progress: Progress) -> None:
        """Exchange those pictures that are `shown`, and no other."""
        if not shown:
            return
        try:
            here, there = self._media.sizes(), self._shared.pictures()
        except CertdeckError as error:
            self.problems.append(str(error))
            return
        coming = sorted(name for name in shown if name not in here and name in there)
        # One of another size was not written whole, or not copied whole yet by another program.
        going = sorted(name for name in shown if name in here and there.get(name) != here[name])
        self.missing = sum(name not in here and name not in there for name in shown)
        for number, name in enumerate(coming):
            progress(number, len(coming) + len(going))
            self._take(name)
        for number, name in enumerate(going, len(coming)):
            progress(number, len(coming) + len(going))
            if not self._send(name):
                return

    def _take(self, name: str) -> None:
        try:
            with self._shared.picture(name) as stream:
                self._media.take(name, stream)
        except CertdeckError as error:
            self.problems.append(str(error))
        else:
            self.came += 1

    def _send(self, name: str) -> bool:
        """Send a picture; tell whether it is worth while to go on."""
        source = self._media.find(name)
        try:
            if source is not None:
                self._shared.write_picture(name, source)
                self.sent += 1
        except MediaError as error:
            self.problems.append(str(error))
        except CertdeckError as error:
            self.problems.append(str(error))
            return False
        return True
