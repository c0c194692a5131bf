from .core.missing import (
    MissingPackage as MissingPackage,
)
from .core.references import (
    DEFAULT_STYLE as DEFAULT_STYLE,
    CannotFormat as CannotFormat,
    check_style as check_style,
)
from .table import (
    EXPORTS as EXPORTS,
    Export as Export,
    ending_of as ending_of,
)
