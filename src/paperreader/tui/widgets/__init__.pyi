from .criteria_band import (
    CriteriaBand as CriteriaBand,
)
from .details import (
    date_in_words as date_in_words,
    moment as moment,
    paper_details as paper_details,
    states as states,
)
from .footer import (
    Footer as Footer,
)
from .key_hints import (
    KeyHints as KeyHints,
)
from .list_heading import (
    heading as heading,
)
from .one_line import (
    OneLineInput as OneLineInput,
    joined as joined,
)
from .page import (
    Target as Target,
)
from .paper_list import (
    PaperList as PaperList,
)
from .reader_pane import (
    ReaderPane as ReaderPane,
)
from .reading_places import (
    ReadingPlace as ReadingPlace,
)
from .search_bar import (
    Offer as Offer,
    SearchBar as SearchBar,
    query_of as query_of,
)
from .side_pane import (
    Edge as Edge,
    SidePane as SidePane,
)
from .sidebar import (
    Sidebar as Sidebar,
    saved_view as saved_view,
)
from .welcome import (
    WELCOME as WELCOME,
)
