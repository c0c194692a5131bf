from . import (
    links as links,
)
from .arxiv_text import (
    announced as announced,
    arxiv_authors as arxiv_authors,
    unwrapped_paragraphs as unwrapped_paragraphs,
)
from .citations import (
    cited as cited,
)
from .columns import (
    Columns as Columns,
    role_of as role_of,
    understand as understand,
)
from .dates import (
    best_date as best_date,
    date_in as date_in,
)
from .fields import (
    abstract_in as abstract_in,
    folded as folded,
    noted as noted,
    pieces_of as pieces_of,
    record as record,
    recorded as recorded,
    said as said,
    unwrapped as unwrapped,
    words as words,
)
from .furniture import (
    is_furniture as is_furniture,
)
from .json_values import (
    count_of as count_of,
    date_of as date_of,
    day_of as day_of,
    identifiers_of as identifiers_of,
    line_of as line_of,
    links_of as links_of,
    list_of as list_of,
    names_of as names_of,
    object_of as object_of,
    text_of_value as text_of_value,
    texts_of as texts_of,
    title_from as title_from,
    unique as unique,
    words_of as words_of,
)
from .kinds import (
    is_part as is_part,
    own as own,
)
from .labels import (
    described as described,
    field_of as field_of,
    labelled as labelled,
    labelled_authors as labelled_authors,
    other_syntax as other_syntax,
    reads_as_names as reads_as_names,
    reads_as_title as reads_as_title,
    record_of as record_of,
    untitled as untitled,
)
from .latex import (
    addresses_in as addresses_in,
    latex_as_text as latex_as_text,
)
from .links import (
    from_fields as from_fields,
    named as named,
)
from .markup import (
    plain as plain,
    unmarked as unmarked,
)
from .names import (
    indexed_name as indexed_name,
    is_indexed as is_indexed,
    is_suffix as is_suffix,
    listed as listed,
    names_in as names_in,
    people as people,
    person_name as person_name,
    spoken_name as spoken_name,
    united as united,
)
from .place import (
    place_of as place_of,
)
from .prose_likeness import (
    reads_like_an_abstract as reads_like_an_abstract,
)
from .reference import (
    entry_type as entry_type,
    key_like as key_like,
    names_as_one as names_as_one,
    reference_of as reference_of,
)
