"""What the windows load, and what they leave alone."""

import subprocess
import sys


def test_no_source_is_read_and_kept_for_features_of_qt_that_nobody_uses() -> None:
    asked = "import certdeck.gui.main_window, linecache; print([n for n in linecache.cache if 'certdeck' in n])"
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"
