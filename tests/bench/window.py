"""How smooth the window stays in a large library, and how much memory it needs: `python -m tests.bench.window`.

100,000 cards in 20 decks. A process of its own opens the window on them, lets it make its pages, goes to every page,
searches, types into the palette, counts what waits anew, has 5,000 cards imported and the figures reckoned beside it,
and rates a card while somebody else writes to the library. Of each it tells the longest turn of the event loop: by the
clock, best of a few and the first one, and how long the window's own thread worked in the longest of them, which does
not depend on what else the machine does.
By the clock, doing nothing tells how much of it is the machine's. Exits with 1 where one is above the limit.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from certdeck.core.scheduling.scope import Scope
from certdeck.core.statistics.report import EVERYTHING
from certdeck.ports.exporting import Progress
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.bench.corpus import corpus, library, open_library
from tests.library import RESOURCES

if TYPE_CHECKING:
    from certdeck.gui.main_window import MainWindow

ROUNDS = 3
STALL = 50.0
"""Milliseconds that the event loop may stand still."""
MEMORY = 130.0
"""Megabytes (proportional set size) that the window may need once it is painted, and after all that is done here."""
QUIET = 0.15
"""Seconds without work after which an action counts as over."""
IMPORTED = 5_000
HELD = 0.5
"""Seconds for which somebody else writes while a card is rated."""
IMPORT = Changes(content=True, study=True)


def main() -> int:
    """Make the library, measure in a process of its own, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="folder with a library that is there already")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.open:
        return measured(options.open)
    with tempfile.TemporaryDirectory() as folder:
        place: Path = options.keep or Path(folder) / "ours"
        if not options.keep:
            library(place, corpus(options.cards, datetime.now(UTC).replace(microsecond=0))).close()
        command = [sys.executable, "-m", "tests.bench.window", "--open", str(place)]
        # An installed app has its bytecode, also where the shell forbids that: else libraries would be compiled anew.
        known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return subprocess.run(command, check=False, env={"QT_QPA_PLATFORM": "offscreen", **known}).returncode


def measured(folder: Path) -> int:
    """Open the window on the library in `folder`, print every figure, and return the exit code."""
    from PySide6.QtCore import QThreadPool

    from certdeck.gui.app import application, install_theme
    from certdeck.gui.main_window import MainWindow
    from certdeck.gui.screen import Page

    services = open_library(folder)
    app = application()
    install_theme(app, services, RESOURCES)
    window = MainWindow(services)
    window.go(Page.TODAY)
    window.show()
    app.processEvents()
    fits = [_report("memory once painted", _memory(), MEMORY, "MB")]
    for name, act in (("pages made ahead", window.warm_up), *_actions(window)):
        stalls = [_stall(window, act) for _ in range(1 if act == window.warm_up else ROUNDS)]
        worked = max(stall.worked for stall in stalls)
        note = f"first {stalls[0].waited:.1f}, worked {worked:.1f}{'   TOO MUCH' if worked > STALL else ''}"
        fits += [_report(name, min(stall.waited for stall in stalls), STALL, "ms", note), worked <= STALL]
    fits.append(_report("memory in the end", _memory(), MEMORY, "MB"))
    QThreadPool.globalInstance().waitForDone()
    app.processEvents()
    window.close()
    services.close()
    return 0 if all(fits) else 1


@dataclass(frozen=True, slots=True)
class Stall:
    """The longest turn of the event loop in ms: by the clock, and what the thread worked in any of them."""

    waited: float
    worked: float


def _actions(window: "MainWindow") -> list[tuple[str, Callable[[], object]]]:
    from certdeck.gui.screen import Page
    from certdeck.presenters.palette import PalettePresenter

    services, palette = window.services, PalettePresenter(window.services, (), ())
    return [
        ("nothing", lambda: None),
        *((f"page {page.value}", partial(window.go, page)) for page in Page),
        ("plots of all cards", partial(_plots, window)),
        ("search of a word", partial(window.search_library, "set")),
        ("search of a substring", partial(window.search_library, "*tion*")),
        ("search of everything", partial(window.search_library, "")),
        *((f"palette, {text!r}", partial(palette.find, text)) for text in ("s", "se", "set", "set of")),
        ("count what waits", window._count_waiting),
        ("figures beside it", partial(_beside, window, "Figures", partial(_figures, services), Changes())),
        (f"import of {IMPORTED:,} cards", partial(_beside, window, "Import", partial(_import, services), IMPORT)),
        ("card to be rated", partial(window.study, _waiting(services))),
        ("rating while others write", partial(_rate, window)),
    ]


def _plots(window: "MainWindow") -> None:
    """Have the page Progress draw its plots of all decks, once they have been reckoned."""
    from certdeck.gui.screen import Page
    from certdeck.gui.screens.progress import ProgressScreen

    window.go(Page.PROGRESS)
    screen = window.screen_shown
    assert isinstance(screen, ProgressScreen)
    screen.presenter.choose_scope(1)
    screen.reload()


def _beside(window: "MainWindow", title: str, work: Callable[[Progress], object], changes: Changes) -> None:
    """Do `work` off the GUI thread, and tell the pages what it changed."""
    window.run(title, work, lambda _result: window.changed(changes))


def _figures(services: Services, say: Progress) -> object:
    return services.statistics.report(None, EVERYTHING, progress=say)


def _import(services: Services, say: Progress) -> object:
    """Import cards that nobody has yet, as the wizard does: read the file, look at what would come, take it over."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notes.csv"
        now = services.clock.now()
        file.write_text("".join(f"Front {number} of {now},{'Back ' * 40}\n" for number in range(IMPORTED)))
        plan = services.importing.read(file, progress=say)
        services.importing.preview(plan, progress=say)
        return services.importing.bring(plan, progress=say)


def _waiting(services: Services) -> Scope:
    """Return a deck with cards that wait."""
    return next(node.scope for node in services.scopes.tree() if node.counts.total)


def _rate(window: "MainWindow") -> None:
    """Show the answer of the card on the screen and rate it, while a unit of work has the library to itself."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from certdeck.gui.screens.study import StudyScreen

    screen, begun = window.screen_shown, Event()
    assert isinstance(screen, StudyScreen)
    assert screen.view is not None
    assert screen.view.face is not None

    def hold(_say: Progress) -> None:
        with window.services.store.open(writing=True):
            begun.set()
            time.sleep(HELD)

    window.run("Writing", hold, lambda _result: None)
    begun.wait()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_3):
        QTest.keyClick(screen, key)


def _stall(window: "MainWindow", act: Callable[[], object]) -> Stall:
    """Do `act` in the event loop; return the longest of its turns until nothing is going on."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    loop, ticks, worked = QEventLoop(), [time.perf_counter()], [time.thread_time()]
    idle_since = time.perf_counter()

    def tick() -> None:
        nonlocal idle_since
        ticks.append(time.perf_counter())
        worked.append(time.thread_time())
        if window.busy() or window.pages.busy() or _is_drawing(window):
            idle_since = ticks[-1]
        elif ticks[-1] - idle_since > QUIET and len(ticks) > ROUNDS:
            loop.quit()

    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
    timer.timeout.connect(tick)
    timer.start()
    QTimer.singleShot(5, act)
    loop.exec()
    return Stall(_longest(ticks), _longest(worked))


def _is_drawing(window: "MainWindow") -> bool:
    return bool(getattr(window.screen_shown, "is_drawing", False))


def _longest(times: Sequence[float]) -> float:
    return 1000 * max(later - earlier for earlier, later in pairwise(times))


def _memory() -> float:
    """Return the proportional set size of this process in MB, 0 where the system does not tell."""
    told = Path("/proc/self/smaps_rollup")
    if not told.exists():
        return 0.0
    line = next(line for line in told.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def _report(what: str, found: float, limit: float, unit: str, note: str = "") -> bool:
    fits = found <= limit
    print(f"{what:28} {found:8.1f} {unit}   at most {limit:.0f}   {note}{'' if fits else '   TOO MUCH'}", flush=True)
    return fits


if __name__ == "__main__":
    sys.exit(main())
