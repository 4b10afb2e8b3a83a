"""`python -m certdeck`."""

import sys

from certdeck.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
