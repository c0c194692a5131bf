from .beside_papers import (
    asides as asides,
    hidden_papers as hidden_papers,
)
from .facets import (
    FacetCounts as FacetCounts,
    facet as facet,
)
from .provenance import (
    Provenance as Provenance,
    SourceRecord as SourceRecord,
    provenance_of as provenance_of,
)
from .screening_report import (
    Screening as Screening,
    decisions as decisions,
    next_batch as next_batch,
    next_undecided as next_undecided,
    screening as screening,
)
from .statistics import (
    Statistics as Statistics,
    Year as Year,
    statistics_of as statistics_of,
)
from .totals import (
    Counts as Counts,
    Import as Import,
    counts_of as counts_of,
    imports_of as imports_of,
)
