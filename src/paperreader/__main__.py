"""`python -m paperreader`."""

import sys

from paperreader.cli import main

if __name__ == "__main__":  # not where a process that reads ahead (see `ahead`) looks for what it is to do
    sys.exit(main())
