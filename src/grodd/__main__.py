"""`python -m grodd` is the `grodd` command."""

import sys

from grodd.cli import main

if __name__ == "__main__":
    sys.exit(main())
