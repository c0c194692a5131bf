"""What is said where an export needs a package that is not installed."""

from __future__ import annotations


class MissingPackage(Exception):
    """An export needs a package that is not installed. As text: one sentence that says what to install."""

    def __init__(self, what: str, package: str) -> None:
        """Say `what` needs it (`Workbooks need openpyxl`) and which `package` to install."""
        super().__init__(f"{what}: install it with “pip install '{package}'”.")
