from . import (
    paper_rows as paper_rows,
    rows as rows,
    visibility as visibility,
)
from .citation_keys import (
    KeyGiver as KeyGiver,
    Keyless as Keyless,
    give_all_keys as give_all_keys,
    holder_of as holder_of,
    remember_keys as remember_keys,
)
from .connection import (
    connect as connect,
    path_of as path_of,
)
from .errors import (
    Invalid as Invalid,
    LibraryError as LibraryError,
    NoSuchHighlight as NoSuchHighlight,
    NoSuchImport as NoSuchImport,
    NoSuchNote as NoSuchNote,
    NoSuchPaper as NoSuchPaper,
    NoSuchTag as NoSuchTag,
    NoSuchView as NoSuchView,
    StaleText as StaleText,
    Stopped as Stopped,
    damaged as damaged,
    explain as explain,
    in_words as in_words,
)
from .grams import (
    MANY as MANY,
    Grams as Grams,
    chosen as chosen,
    every as every,
)
from .lookup import (
    keyed as keyed,
    resolve as resolve,
)
from .migrations import (
    MIGRATIONS as MIGRATIONS,
)
from .offers import (
    offered_papers as offered_papers,
    offered_tags as offered_tags,
    offered_views as offered_views,
)
from .paper_columns import (
    paper_of as paper_of,
)
from .paper_rows import (
    Origins as Origins,
    Stored as Stored,
)
from .rows import (
    Ask as Ask,
    Row as Row,
    each as each,
    highlight_of as highlight_of,
    note_of as note_of,
)
from .sort_keys import (
    sort_key as sort_key,
)
from .tables import (
    SCHEMA as SCHEMA,
    TABLES as TABLES,
    Value as Value,
    Values as Values,
)
from .uids import (
    papers_of as papers_of,
    uids_of as uids_of,
)
from .visibility import (
    refresh_hidden as refresh_hidden,
)
from .whereabouts import (
    Replaced as Replaced,
)
from .writer import (
    Writer as Writer,
)
