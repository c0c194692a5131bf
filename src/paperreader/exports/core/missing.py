"""What is said where an export needs a package that is not installed."""

from __future__ import annotations

from paperreader import DISTRIBUTION


class MissingPackage(Exception):
    """An export needs a package that is not installed. As text: one sentence that says what to install."""

    def __init__(self, what: str, extra: str) -> None:
        """Say `what` needs it (`Workbooks need openpyxl`), and the extra that brings it."""
        super().__init__(f"{what}: pip install '{DISTRIBUTION}[{extra}]'")
