"""How long the tests are that could go on for ever: `make long` runs them at full length."""

from __future__ import annotations

import os
from typing import Final

LONG: Final = bool(os.environ.get("PAPERREADER_LONG"))
"""Whether they are as long as they are worth, and not as short as a suite that is run often needs."""
