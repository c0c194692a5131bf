"""Moves papers between files and a library, for the command line and the terminal program alike."""

from paperreader.exchange.atomic_write import why_not_written, write_file, write_whole
from paperreader.exchange.intake import (
    Preview,
    import_files,
    import_text,
    import_texts,
    is_doubtful,
    preview,
    previews,
    rankings,
)
from paperreader.exchange.sources import Opening, clipboard, copied, files_in, sample_lists, texts_in

__all__ = [
    "Opening",
    "Preview",
    "clipboard",
    "copied",
    "files_in",
    "import_files",
    "import_text",
    "import_texts",
    "is_doubtful",
    "preview",
    "previews",
    "rankings",
    "sample_lists",
    "texts_in",
    "why_not_written",
    "write_file",
    "write_whole",
]
