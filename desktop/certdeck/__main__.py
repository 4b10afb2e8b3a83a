"""`python -m certdeck`."""

import sys

from certdeck.cli.main import main

sys.exit(main())
