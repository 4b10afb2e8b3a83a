"""Where things are: what travels with the app, and the user's folders."""

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of one run. `resources` and `decks` are read only; `data` holds the database, `backups` its copies."""

    resources: Path
    decks: Path
    data: Path

    @property
    def backups(self) -> Path:
        """Copies of the database."""
        return self.data / "backups"

    @property
    def media(self) -> Path:
        """Pictures of the learner's own cards."""
        return self.data / "media"


def places(data: Path | None = None) -> Places:
    """Return the folders of this run; `data` overrides the user's data folder. Makes nothing."""
    root = _bundle()
    return Places(root / "resources", root / "decks", data or _user_data())


def _bundle() -> Path:
    """Return the folder that holds `resources` and `decks`: of a frozen app, a wheel or a checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    installed = Path(__file__).parent / "_bundled"
    return installed if installed.is_dir() else Path(__file__).parents[2]


def _user_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("Certdeck", appauthor=False)
