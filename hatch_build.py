"""What an index shows of the project: the README, with links that lead somewhere from there, and addresses.

There only absolute links work. So those to the project's own files are completed with the address of its repository, or
if none is known, as `tool.hatch.metadata.hooks.custom` in pyproject.toml says, become plain words.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK: Final = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?![a-z]+:|#)(?P<path>[^)\s]+)\)")
"""A link of Markdown, or a picture, to a file of the project."""


class Description(MetadataHookInterface):
    """Fills in `readme` and `urls`."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put both into the metadata."""
        repository = str(self.config.get("repository", "")).rstrip("/")
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": described(text, repository)}
        metadata["urls"] = addresses(repository)


def described(readme: str, repository: str) -> str:
    """Return the README as an index is to show it.

    Args:
        readme: Markdown.
        repository: an address without a slash at its end; empty if there is none.
    """

    def absolute(link: re.Match[str]) -> str:
        picture, words, path = link["picture"], link["words"], link["path"]
        if repository:
            return f"{picture}[{words}]({repository}/{'raw' if picture else 'blob'}/HEAD/{path})"
        return "" if picture else words

    return re.sub(r"\n{3,}", "\n\n", _LINK.sub(absolute, readme))


def addresses(repository: str) -> dict[str, str]:
    """Return the addresses that an index lists beside the description."""
    if not repository:
        return {}
    return {
        "Homepage": repository,
        "Documentation": f"{repository}/blob/HEAD/README.md",
        "Changelog": f"{repository}/blob/HEAD/CHANGELOG.md",
        "Issues": f"{repository}/issues",
    }
