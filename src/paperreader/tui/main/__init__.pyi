from .app import (
    PaperReader as PaperReader,
)
from .commands import (
    COMMANDS as COMMANDS,
)
from .shutdown import (
    UNFINISHED as UNFINISHED,
)
