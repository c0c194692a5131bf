"""Files in and files out: what the command line and the app both do between a library and the disk."""

from paperreader.exchange.atomic_write import why_not_written, write_file, write_whole
from paperreader.exchange.intake import Choices, Preview, is_doubtful, preview, previews, read_each, read_files, read_in
from paperreader.exchange.sources import Opening, clipboard, copied, files_in, sample_lists, texts_in

__all__ = [
    "Choices",
    "Opening",
    "Preview",
    "clipboard",
    "copied",
    "files_in",
    "is_doubtful",
    "preview",
    "previews",
    "read_each",
    "read_files",
    "read_in",
    "sample_lists",
    "texts_in",
    "why_not_written",
    "write_file",
    "write_whole",
]
