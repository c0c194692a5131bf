from .compression import (
    Unreadable as Unreadable,
)
from .encoding import (
    is_encoding as is_encoding,
)
from .text_lines import (
    LINE_LIMIT as LINE_LIMIT,
    leftover as leftover,
    lines as lines,
    read_lines as read_lines,
    trim as trim,
)
from .text_source import (
    open_again as open_again,
    open_each as open_each,
    open_text as open_text,
    refuse as refuse,
)
from .text_stream import (
    HEAD as HEAD,
    Location as Location,
    OpenText as OpenText,
)
