from .core import (
    THEMES as THEMES,
    key_problems as key_problems,
    theme_problems as theme_problems,
)
from .main import (
    COMMANDS as COMMANDS,
    UNFINISHED as UNFINISHED,
    PaperReader as PaperReader,
)
