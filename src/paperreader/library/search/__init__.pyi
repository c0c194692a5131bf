from .backlinks import (
    Backlink as Backlink,
    backlinks_of as backlinks_of,
    index_links as index_links,
)
from .full_text import (
    Result as Result,
    Search as Search,
)
from .index import (
    COUNT_KEY as COUNT_KEY,
    Index as Index,
    Indexed as Indexed,
    indexed as indexed,
    terms_of as terms_of,
)
from .links import (
    linked_papers as linked_papers,
)
from .matches import (
    Matches as Matches,
)
from .related import (
    Nearest as Nearest,
    matches_of as matches_of,
)
from .snapshot import (
    Interrupted as Interrupted,
)
from .vocabulary import (
    spelling_keys as spelling_keys,
)
from .word_counts import (
    Terms as Terms,
    WordCounts as WordCounts,
    count_words as count_words,
)
