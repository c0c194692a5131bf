from .options import (
    ImportOptions as ImportOptions,
)
from .preparation import (
    Chunk as Chunk,
    chunks as chunks,
    completed as completed,
)
from .run import (
    Progress as Progress,
    Report as Report,
    import_records as import_records,
)
