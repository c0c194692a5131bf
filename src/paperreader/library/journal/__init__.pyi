from .change import (
    Change as Change,
    Done as Done,
    Undoable as Undoable,
    identifier_rows as identifier_rows,
)
from .history import (
    PastChange as PastChange,
    Version as Version,
    changes as changes,
    note_history as note_history,
    past_notes as past_notes,
)
from .journal import (
    Journal as Journal,
)
