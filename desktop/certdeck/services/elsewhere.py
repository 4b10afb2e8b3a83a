"""What was changed in another window on the same data folder, or on the command line."""

from certdeck.core.errors import StoreError
from certdeck.ports.store import Store
from certdeck.services.changes import Changes
from certdeck.services.fits import Fits
from certdeck.services.library import LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService


class ElsewhereService:
    """Compares what services keep with what is stored. For whoever comes back to a window: no rating waits for it."""

    def __init__(
        self,
        store: Store,
        library: LibraryService,
        preferences: PreferencesService,
        options: OptionsService,
        fits: Fits,
    ) -> None:
        self._store = store
        self._library = library
        self._preferences = preferences
        self._options = options
        self._fits = fits
        self._left_at: int | None = None

    def leave(self) -> None:
        """Remember how all stands: the learner leaves the window, and all that it did itself is shown in it."""
        try:
            self._left_at = self._store.written()
        except StoreError:
            # Who comes back is told, if it still can't be read then.
            self._left_at = None

    def renew(self) -> Changes:
        """Take up that everything may be another: the library went back to a backup."""
        self._preferences.refresh()
        self._options.look()
        self._fits.refresh()
        self._library.refresh()
        return Changes(content=True, study=True, exams=True, settings=True)

    def look(self) -> Changes:
        """Take up what is stored by now, and return what may be another one than before.

        Whether settings and deck options are is compared. Anything else counts as changed where something was written
        since `leave`. Raises `StoreError` when the file can't be read.
        """
        settings, options = self._preferences.look(), self._options.look()
        if options:
            # The parameters that were fitted are part of the options.
            self._fits.refresh()
        left_at, self._left_at = self._left_at, None
        written = left_at is not None and left_at != self._store.written()
        if written:
            self._library.refresh()
        return Changes(content=written, study=written, exams=written, settings=settings or options)
