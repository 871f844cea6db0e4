"""``python -m sim`` is the same as ``sim``."""

import sys

from sim.cli.command import main

if __name__ == "__main__":
    sys.exit(main())
