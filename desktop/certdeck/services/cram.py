"""Which cards a cram goes through."""

from datetime import timedelta
from random import Random

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.cram import Cram, CramKind, CramWish, cram_of
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.calendar import Calendar
from certdeck.services.wishes import WishService


class CramService:
    """Chooses cards. What is done with them then stays with whoever asks: nothing of it is stored."""

    def __init__(self, store: Store, calendar: Calendar, wishes: WishService) -> None:
        self._store = store
        self._calendar = calendar
        self._wishes = wishes

    def begin(self, wish: CramWish) -> Cram:
        """Return a round of the cards that `wish` means, shuffled in the same way all day.

        Raises `StudyError` when there are none.
        """
        with self._store.open() as work:
            faces = list(wish.faces if wish.kind is CramKind.CHOSEN else self._faces(work, wish))
        Random(f"cram/{self._calendar.today()}/{len(faces)}").shuffle(faces)
        return cram_of(tuple(faces))

    def _faces(self, work: UnitOfWork, wish: CramWish) -> tuple[FaceId, ...]:
        scope = self._wishes.now(wish.scope).scope
        queues = work.queues
        match wish.kind:
            case CramKind.FLAGGED:
                return queues.faces(scope, flagged=True)
            case CramKind.LEECHES:
                after = self._wishes.now(wish.scope).options.leech_after
                return queues.faces(scope, lapses=after) if after else ()
            case CramKind.DUE:
                return queues.faces(scope, due=self._calendar.ends() + timedelta(days=wish.days - 1))
            case CramKind.FORGOTTEN:
                return queues.faces(scope, forgotten=(self._calendar.starts(), self._calendar.ends()))
            case _:
                return queues.faces(scope)
