"""How long Certdeck takes from the shell to a painted Today page, beside a bare PySide6 window in the same run.

Both are fresh processes, taken in turns, so that a busy machine slows both. Only the ratio counts: at most `LIMIT`.
Run it with `make bench`; it exits with 1 above the limit.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
LIMIT = 3.5
# An installed app has its bytecode: the warm-up writes it, also where the shell forbids that. Both paint offscreen.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "QT_QPA_PLATFORM": "offscreen"
}

BARE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

class Window(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

app = QApplication(sys.argv)
window = Window("Certdeck")
window.resize(1280, 800)
window.show()
sys.exit(app.exec())
"""


def main() -> int:
    """Measure, print both medians and their ratio, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        bare = [sys.executable, "-c", BARE_WINDOW]
        today = [sys.executable, "-m", "certdeck", "gui", "--exit-after-first-paint", "--data-dir", folder]
        install_deck(Path(folder), today)
        bare_times, today_times = measured_in_turns(bare, today)
    return report(statistics.median(bare_times), statistics.median(today_times))


def install_deck(folder: Path, command: list[str]) -> None:
    """Start once, so that the shipped deck is in the database and all files are in the page cache."""
    seconds(command)
    if not any(folder.iterdir()):
        sys.exit("Certdeck left nothing in its data folder, so there is no installed deck to start with.")


def measured_in_turns(first: list[str], second: list[str]) -> tuple[list[float], list[float]]:
    """Run both commands `RUNS` times in turns after one warm-up each; return their wall times in seconds."""
    pairs = [(seconds(first), seconds(second)) for _ in range(RUNS + 1)]
    return [pair[0] for pair in pairs[1:]], [pair[1] for pair in pairs[1:]]


def seconds(command: list[str]) -> float:
    """Run `command` to its end and return its wall time; stop if it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - start


def report(bare: float, today: float) -> int:
    """Print the medians and the ratio; return 1 above the limit."""
    ratio = today / bare
    print(f"bare PySide6 window   {bare:6.3f} s   median of {RUNS}")
    print(f"Certdeck's Today      {today:6.3f} s   median of {RUNS}")
    print(f"ratio                 {ratio:6.2f}     at most {LIMIT}")
    return 1 if ratio > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
