"""`python -m paperreader`."""

import sys

from paperreader.cli import main

sys.exit(main())
