from .ask import (
    AskScreen as AskScreen,
)
from .attach import (
    AttachScreen as AttachScreen,
)
from .compare import (
    CompareScreen as CompareScreen,
)
from .correction import (
    CORRECTABLE as CORRECTABLE,
    CorrectionScreen as CorrectionScreen,
)
from .draft import (
    NoteDraft as NoteDraft,
    draft_file_for as draft_file_for,
    drafts_folder as drafts_folder,
    recovered_drafts as recovered_drafts,
    store_drafts as store_drafts,
)
from .duplicates import (
    Duplicates as Duplicates,
)
from .export import (
    ExportScreen as ExportScreen,
)
from .facts import (
    FactsScreen as FactsScreen,
)
from .help import (
    help_screen as help_screen,
)
from .keyword_lists import (
    KeywordScreen as KeywordScreen,
)
from .note_editor import (
    NoteEditor as NoteEditor,
)
from .note_history import (
    NoteHistory as NoteHistory,
)
from .path import (
    PathScreen as PathScreen,
    expanded as expanded,
)
from .picker import (
    Pick as Pick,
    Picker as Picker,
)
from .preview import (
    PreviewScreen as PreviewScreen,
)
from .progress import (
    ProgressScreen as ProgressScreen,
)
from .tag_editor import (
    AskTags as AskTags,
    TagEditor as TagEditor,
)
from .text import (
    LeftoversScreen as LeftoversScreen,
    PassingScreen as PassingScreen,
    TextScreen as TextScreen,
)
from .text_editor import (
    TextEditor as TextEditor,
)
from .tour import (
    tour_screen as tour_screen,
)
