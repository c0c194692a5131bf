from .blocks import (
    Block as Block,
    BlockDamaged as BlockDamaged,
    Comment as Comment,
    find_block as find_block,
    write_block as write_block,
)
from .core.missing import (
    MissingPackage as MissingPackage,
)
from .core.references import (
    DEFAULT_STYLE as DEFAULT_STYLE,
    CannotFormat as CannotFormat,
    check_style as check_style,
)
from .pages import (
    PageFolder as PageFolder,
    PaperPage as PaperPage,
    renewed as renewed,
    uid_on as uid_on,
)
from .table import (
    EXPORTS as EXPORTS,
    Export as Export,
    ending_of as ending_of,
)
