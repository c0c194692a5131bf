from .sources import (
    Location as Location,
    OpenText as OpenText,
    Unreadable as Unreadable,
    is_encoding as is_encoding,
    open_again as open_again,
    open_each as open_each,
    open_text as open_text,
    refuse as refuse,
)
from .table import (
    FORMATS as FORMATS,
    Format as Format,
    cut_short as cut_short,
    format_named as format_named,
    rank_formats as rank_formats,
    read_records as read_records,
    surest_format as surest_format,
)
