"""`certdeck --self-check`: proves that an installed or frozen Certdeck is whole."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from certdeck import assets, bootstrap
from certdeck.core.deck import ChoiceQuestion
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.events import Answered, Ending
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.statistics.report import EVERYTHING
from certdeck.ports.exporting import Format
from certdeck.ports.memory import ReviewLog
from certdeck.ports.printing import PrintOptions
from certdeck.services.catalogue import Services


def run() -> int:
    """Install the shipped deck into a temporary library, use every part once, say what works; 0 when all of it does."""
    with tempfile.TemporaryDirectory(prefix="certdeck-") as folder:
        services = bootstrap.build(assets.places(Path(folder) / "data"), bootstrap.SystemClock())
        try:
            for name, step in _steps(services, Path(folder)):
                try:
                    print(f"{name}: {step()}")
                except Exception as error:  # noqa: BLE001 (whatever is broken is the answer of this command)
                    print(f"{name}: FAILED: {type(error).__name__}: {error}", file=sys.stderr)
                    return 1
        finally:
            services.close()
    return 0


def _steps(services: Services, folder: Path) -> list[tuple[str, Callable[[], str]]]:
    return [
        ("library", lambda: _install(services)),
        ("review", lambda: _review(services)),
        ("fit", lambda: _fit(services)),
        ("exam", lambda: _answer(services)),
        ("Anki package", lambda: _package(services, folder / "deck.apkg")),
        ("PDF sheet", lambda: _sheet(services, folder / "sheet.pdf")),
        ("figures", lambda: _figures(services)),
        ("backup", lambda: _back_up(services)),
        ("window", lambda: _window(services)),
        ("plots", lambda: _plot(services)),
    ]


def _install(services: Services) -> str:
    for deck in services.library.outdated():
        services.library.install(deck)
    exam = services.library.exam()
    return f"{exam.deck.title} {exam.deck.version}, {len(services.library.rows())} items"


def _review(services: Services) -> str:
    turn = services.study.next()
    if turn is None:
        raise LookupError("no card is waiting in a new library")
    services.study.rate(turn.face.id, Rating.GOOD, milliseconds=1000)
    after = services.study.state(turn.face.id).schedule
    if after.reps != 1:
        raise ValueError(f"{turn.face.id} has {after.reps} reviews after one rating")
    return f"{turn.face.id} is due in {after.interval}"


def _fit(services: Services) -> str:
    """Run the worker process on reviews that are made up; nothing of it is kept."""
    days = (0, 1, 3, 9, 27)
    log = ReviewLog(
        faces=tuple(face for face in range(300) for _ in days),
        gaps=days * 300,
        ratings=tuple(1 if (face + day) % 5 == 1 else 3 for face in range(300) for day in days),
    )
    fitted = services.fitting.try_out(log)
    return f"{fitted.reviews} reviews, log loss {fitted.before.log_loss:.3f} before, {fitted.after.log_loss:.3f} after"


def _answer(services: Services) -> str:
    sitting = services.exams.start(seed=1)
    for position, item in enumerate(sitting.form.items):
        if isinstance(item.question, ChoiceQuestion):
            services.exams.record(sitting, Answered(position, Chosen(item.question.keys)), 10.0)
            break
    services.exams.finish(services.exams.load(sitting.id), Ending.SUBMITTED, 20.0)
    _, report = services.exams.report(sitting.id)
    if sum(result.right for result in report.questions) != 1:
        raise ValueError("one right answer was given, and the report says otherwise")
    return f"{sitting.title}, {len(report.questions)} questions, 1 right"


def _figures(services: Services) -> str:
    found = services.statistics.report(None, EVERYTHING)
    if found.today.ratings != 1:
        raise ValueError(f"one rating was given, and the figures count {found.today.ratings}")
    return f"{found.today.ratings} rating today, {found.memories.new} cards new"


def _package(services: Services, target: Path) -> str:
    count = services.packing.write(Format.ANKI, target)
    return f"{count.notes} notes, {count.cards} cards, {target.stat().st_size // 1024} KB"


def _sheet(services: Services, target: Path) -> str:
    sheet = next(row.id for row in services.library.rows() if row.kind == "sheet")
    pages = services.printing.sheets(sheet, target, PrintOptions()).pages
    if not target.read_bytes().startswith(b"%PDF-"):
        raise ValueError(f"{target} is not a PDF file")
    return f"{sheet}, {pages} {'page' if pages == 1 else 'pages'}"


def _back_up(services: Services) -> str:
    """Go back to a backup over a change, and see that it is gone."""
    made = services.backups.make()
    before = services.options.presets()[0].options.new_per_day
    services.options.change(new_per_day=before + 1)
    services.backups.go_back(made.name)
    services.elsewhere.renew()
    if services.options.presets()[0].options.new_per_day != before:
        raise ValueError("the library went back to a backup, and a later change is still there")
    return f"{made.size // 1024} KB"


def _window(services: Services) -> str:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from certdeck.gui.app import application, install_theme, open_window
    from certdeck.gui.main_window import MainWindow

    app = application()
    install_theme(app, services, assets.places().resources)
    window = MainWindow(services)
    open_window(window)
    app.processEvents()
    picture = window.grab()
    window.close()
    return f"{picture.width()} × {picture.height()} pixels"


def _plot(services: Services) -> str:
    """Draw a plot; the window before has brought up Qt."""
    from certdeck.gui.screens.progress_canvas import PlotCanvas
    from certdeck.presenters.progress_past import ratings_plot

    plot = ratings_plot(services.statistics.report(None, EVERYTHING))
    canvas = PlotCanvas()
    canvas.show_plot(plot)
    picture = canvas.grab()
    return f"{plot.title}, {picture.width()} × {picture.height()} pixels"
