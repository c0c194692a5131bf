from .annotation import (
    AnnotationActions as AnnotationActions,
)
from .changes import (
    Changes as Changes,
)
from .coming_back import (
    ComingBack as ComingBack,
)
from .copying import (
    CopyActions as CopyActions,
)
from .criteria import (
    CriteriaActions as CriteriaActions,
)
from .desk import (
    Desk as Desk,
)
from .editing import (
    EditingActions as EditingActions,
)
from .exporting import (
    Exporting as Exporting,
)
from .facets import (
    FacetActions as FacetActions,
)
from .highlighting import (
    HighlightActions as HighlightActions,
)
from .listing import (
    Listing as Listing,
)
from .navigation import (
    NavigationActions as NavigationActions,
)
from .pdf import (
    PdfActions as PdfActions,
)
from .pending_work import (
    PendingWork as PendingWork,
)
from .program import (
    ProgramActions as ProgramActions,
)
from .queue import (
    QueueActions as QueueActions,
)
from .reading_again import (
    ReadingAgainActions as ReadingAgainActions,
)
from .reading_clock import (
    ReadingClock as ReadingClock,
)
from .related import (
    RelatedActions as RelatedActions,
)
from .screening import (
    ScreeningActions as ScreeningActions,
)
from .search import (
    SearchActions as SearchActions,
)
from .sidebar_counts import (
    SidebarCounts as SidebarCounts,
)
from .trail import (
    Trail as Trail,
)
from .transfer import (
    TransferActions as TransferActions,
)
from .views import (
    ViewActions as ViewActions,
)
from .workspace import (
    Workspace as Workspace,
)
from .writing import (
    Writing as Writing,
)
