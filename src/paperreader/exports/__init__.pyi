from .core.missing import (
    MissingPackage as MissingPackage,
)
from .table import (
    EXPORTS as EXPORTS,
    Export as Export,
    ending_of as ending_of,
)
