"""Looking up what the library lists: at once, or off the GUI thread where there is so much that it takes a while."""

from collections.abc import Callable
from typing import Final

from certdeck.core.errors import BusyStore, CertdeckError
from certdeck.gui.tasks import Task, start
from certdeck.presenters.library import LibraryView, Wish

TRIES: Final = 6
"""Cards may have to be made searchable first, which writes: each try waits five seconds for others who do."""


class Looking:
    """Looks up one wish at a time. Of what was wished for meanwhile only the last is looked up."""

    def __init__(
        self,
        look: Callable[[Wish], LibraryView],
        show: Callable[[LibraryView], None],
        refuse: Callable[[CertdeckError], None],
    ) -> None:
        self._look = look
        self._show = show
        self._refuse = refuse
        self._task: Task[LibraryView] | None = None
        self._next: Wish | None = None

    def look(self, wish: Wish, *, at_once: bool) -> None:
        """Have what `wish` lists shown."""
        if self._task is not None:
            self._next = wish
        elif at_once:
            self._show(self._look(wish))
        else:
            self._task = task = Task(lambda _progress: self._look_patiently(wish))
            task.signals.succeeded.connect(self._looked)
            task.signals.refused.connect(self._refused)
            task.signals.failed.connect(self._failed)
            start(task)

    def _look_patiently(self, wish: Wish) -> LibraryView:
        for _ in range(TRIES - 1):
            try:
                return self._look(wish)
            except BusyStore:
                if self._next is not None:
                    raise
        return self._look(wish)

    def _looked(self, view: LibraryView) -> None:
        self._task = None
        if not self._went_on():
            self._show(view)

    def _refused(self, error: CertdeckError) -> None:
        self._task = None
        if not self._went_on():
            self._refuse(error)

    def _went_on(self) -> bool:
        """Look up what was wished for meanwhile, if anything was."""
        if self._next is None:
            return False
        wish, self._next = self._next, None
        self.look(wish, at_once=False)
        return True

    def _failed(self, error: BaseException) -> None:
        self._task = self._next = None
        raise error
