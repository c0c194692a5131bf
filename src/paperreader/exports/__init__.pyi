from .table import (
    EXPORTS as EXPORTS,
    Export as Export,
    ending_of as ending_of,
)
