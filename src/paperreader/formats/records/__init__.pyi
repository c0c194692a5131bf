from . import (
    answers as answers,
    tagged as tagged,
)
from .annotated import (
    annotated_record as annotated_record,
    gathered as gathered,
    moment_of as moment_of,
    passage as passage,
    uid_of as uid_of,
)
from .answers import (
    failure as failure,
)
from .cells import (
    counted as counted,
    paper_of_row as paper_of_row,
)
from .hf_item import (
    daily_paper as daily_paper,
)
from .objects import (
    begins_like_objects as begins_like_objects,
    keys_in as keys_in,
    read_objects as read_objects,
)
from .page import (
    COUNT as COUNT,
    FURNITURE as FURNITURE,
    NUMBER as NUMBER,
    PaperDraft as PaperDraft,
    PaperFooter as PaperFooter,
    finished as finished,
    footer_of as footer_of,
    is_date as is_date,
    reads_as_name as reads_as_name,
)
from .page_elements import (
    BEGINS_SECTION as BEGINS_SECTION,
    Element as Element,
    begins_paper as begins_paper,
    is_heading as is_heading,
    is_hidden as is_hidden,
    metadata_of as metadata_of,
    part_of as part_of,
    parts_of as parts_of,
    target_of as target_of,
)
from .ris_tags import (
    paper_of_tags as paper_of_tags,
)
from .rows import (
    TableRow as TableRow,
    cells_of as cells_of,
    read_rows as read_rows,
)
from .xml_stream import (
    read_elements as read_elements,
    text_of as text_of,
)
