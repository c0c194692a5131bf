from .change import (
    Change as Change,
    Done as Done,
    Undoable as Undoable,
    identifier_rows as identifier_rows,
)
from .history import (
    PaperChange as PaperChange,
    PastChange as PastChange,
    Version as Version,
    changes as changes,
    note_history as note_history,
    paper_changes as paper_changes,
    past_notes as past_notes,
)
from .journal import (
    Journal as Journal,
)
