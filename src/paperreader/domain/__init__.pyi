from .anchors import (
    Anchor as Anchor,
    anchor as anchor,
    locate as locate,
)
from .annotations import (
    URN as URN,
    address as address,
    annotations_of as annotations_of,
)
from .asides import (
    HIDDEN as HIDDEN,
    Aside as Aside,
    AsideLine as AsideLine,
    aside_from_json as aside_from_json,
    aside_to_json as aside_to_json,
    is_aside as is_aside,
)
from .citation_keys import (
    DEFAULT_KEY_TEMPLATE as DEFAULT_KEY_TEMPLATE,
    cited as cited,
    key_in as key_in,
    made_key as made_key,
    suffix as suffix,
    template_problem as template_problem,
)
from .citations import (
    CitationKeys as CitationKeys,
    citation as citation,
    citation_key as citation_key,
    link as link,
    pdf_link as pdf_link,
)
from .cleaning import (
    clean as clean,
    composed as composed,
    name_key as name_key,
    one_line as one_line,
    shortened as shortened,
)
from .colours import (
    colour_label as colour_label,
    colours_called as colours_called,
)
from .counting import (
    counted as counted,
    time_left as time_left,
)
from .decisions import (
    DECISIONS as DECISIONS,
    FROM_YES_TO_NO as FROM_YES_TO_NO,
    OUTCOMES as OUTCOMES,
    Decision as Decision,
    Outcome as Outcome,
    outcome_of as outcome_of,
)
from .dois import (
    undressed as undressed,
)
from .fields import (
    EDITABLE as EDITABLE,
    FACTS as FACTS,
    FIELDS as FIELDS,
    ONE_SOURCE as ONE_SOURCE,
    FieldKind as FieldKind,
    MergeRule as MergeRule,
    PaperField as PaperField,
    fact_in_words as fact_in_words,
    parts_of as parts_of,
    typed_value as typed_value,
    value_in_words as value_in_words,
)
from .identifiers import (
    arxiv_identifiers as arxiv_identifiers,
    doi_identifier as doi_identifier,
    identifier_lines as identifier_lines,
    identifiers_in as identifiers_in,
    may_become_a_name as may_become_a_name,
    named_paper as named_paper,
    spellings as spellings,
    without_subject as without_subject,
)
from .interchange import (
    entry_from_json as entry_from_json,
    entry_to_json as entry_to_json,
)
from .labels import (
    label_of as label_of,
    paper_label as paper_label,
)
from .link_titles import (
    LinkTitles as LinkTitles,
    link_label as link_label,
)
from .memory import (
    Recall as Recall,
    in_a_month as in_a_month,
    local_today as local_today,
    memory_of as memory_of,
    memory_text as memory_text,
    remembered as remembered,
)
from .note_links import (
    Reference as Reference,
    references as references,
)
from .paper import (
    COLOURS as COLOURS,
    HIGHEST_RATING as HIGHEST_RATING,
    Annotation as Annotation,
    Entry as Entry,
    Highlight as Highlight,
    Identifier as Identifier,
    Leftover as Leftover,
    Note as Note,
    Paper as Paper,
    PartialDate as PartialDate,
    Place as Place,
    Record as Record,
    SavedView as SavedView,
    TitleFrom as TitleFrom,
    fold as fold,
    local_days as local_days,
    local_moment as local_moment,
    new_uid as new_uid,
    now as now,
)
from .titles import (
    fused as fused,
    move as move,
    split_title as split_title,
)
from .urls import (
    links_in as links_in,
)
from .wording import (
    AS_STORED as AS_STORED,
    LinkedPaper as LinkedPaper,
    Wording as Wording,
    is_uid as is_uid,
    title_and_key as title_and_key,
)
