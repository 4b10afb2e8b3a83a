"""Settings that were changed in another window on the same data folder, or on the command line."""

from certdeck.services.changes import Changes
from certdeck.services.fits import Fits
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService


class ElsewhereService:
    """Compares what services keep with what is stored. For whoever comes back to a window: no rating waits for it."""

    def __init__(self, preferences: PreferencesService, options: OptionsService, fits: Fits) -> None:
        self._preferences = preferences
        self._options = options
        self._fits = fits

    def look(self) -> Changes:
        """Take up settings and deck options as they are stored by now, and return what is another one than before."""
        settings, options = self._preferences.look(), self._options.look()
        if options:
            # The parameters that were fitted are part of the options.
            self._fits.refresh()
        return Changes(settings=settings or options)
