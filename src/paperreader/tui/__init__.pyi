from .core import (
    THEMES as THEMES,
    NoViewer as NoViewer,
    key_problems as key_problems,
    show_file as show_file,
    theme_problems as theme_problems,
)
from .main import (
    COMMANDS as COMMANDS,
    UNFINISHED as UNFINISHED,
    PaperReader as PaperReader,
)
