from .annotations import (
    Annotations as Annotations,
    State as State,
    TagCount as TagCount,
    tag_name as tag_name,
)
from .database import (
    LibraryError as LibraryError,
    NoSuchHighlight as NoSuchHighlight,
    NoSuchNote as NoSuchNote,
    NoSuchPaper as NoSuchPaper,
    Replaced as Replaced,
    Row as Row,
    Stopped as Stopped,
    offered_papers as offered_papers,
    offered_tags as offered_tags,
    offered_views as offered_views,
)
from .deduplication import (
    PossibleDuplicate as PossibleDuplicate,
)
from .importing import (
    Chunk as Chunk,
    ImportOptions as ImportOptions,
    Progress as Progress,
    Report as Report,
    chunks as chunks,
    completed as completed,
)
from .journal import (
    Done as Done,
    Journal as Journal,
    PaperChange as PaperChange,
    PastChange as PastChange,
    Undoable as Undoable,
    Version as Version,
)
from .reader import (
    Reader as Reader,
)
from .reports import (
    Counts as Counts,
    FacetCounts as FacetCounts,
    Import as Import,
    Provenance as Provenance,
    Screening as Screening,
    SourceRecord as SourceRecord,
    Statistics as Statistics,
    Year as Year,
)
from .search import (
    Backlink as Backlink,
    Interrupted as Interrupted,
    Matches as Matches,
    Nearest as Nearest,
    Result as Result,
    Search as Search,
    matches_of as matches_of,
)
from .store import (
    Library as Library,
)
