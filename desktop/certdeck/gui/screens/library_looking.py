"""Looking up what the library lists: at once, or off the GUI thread where there is so much that it takes a while."""

from collections.abc import Callable

from certdeck.core.errors import CertdeckError
from certdeck.gui.tasks import Task, start
from certdeck.presenters.library import LibraryView, Wish


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
            self._task = task = Task(lambda _progress: self._look(wish))
            task.signals.succeeded.connect(self._looked)
            task.signals.refused.connect(self._refused)
            task.signals.failed.connect(self._failed)
            start(task)

    def _looked(self, view: LibraryView) -> None:
        self._task = None
        if self._next is None:
            self._show(view)
        else:
            wish, self._next = self._next, None
            self.look(wish, at_once=False)

    def _refused(self, error: CertdeckError) -> None:
        self._task = self._next = None
        self._refuse(error)

    def _failed(self, error: BaseException) -> None:
        self._task = self._next = None
        raise error
