"""Puts text on the clipboard."""

from __future__ import annotations


class NoClipboard(Exception):
    """The clipboard cannot be written. As text: why, and what to do."""


def copy_text(text: str) -> None:
    """Put text on the machine's clipboard.

    Raises:
        NoClipboard: there is none, or no program that reaches it.
    """
    import pyperclip  # late, since importing it looks for programs

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError, UnicodeError):
        raise NoClipboard(
            "The clipboard cannot be written. Install wl-clipboard, xclip or xsel; or write to a file with -o."
        ) from None
