from . import (
    merging as merging,
)
from .corrections import (
    Corrections as Corrections,
)
from .duplicates import (
    PossibleDuplicate as PossibleDuplicate,
    possible_duplicates as possible_duplicates,
)
from .merging import (
    merged_paper as merged_paper,
)
