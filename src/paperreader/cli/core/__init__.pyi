from . import (
    offers as offers,
    render as render,
)
from .completion_scripts import (
    COMPLETION_SCRIPTS as COMPLETION_SCRIPTS,
)
from .context import (
    is_blank as is_blank,
    is_missing as is_missing,
    library_file as library_file,
    open_for_trial as open_for_trial,
    open_library as open_library,
    open_reader as open_reader,
)
from .export_run import (
    ExportRun as ExportRun,
)
from .failure import (
    Failure as Failure,
)
from .import_run import (
    CLIPBOARD as CLIPBOARD,
    STOPPED as STOPPED,
    ImportRun as ImportRun,
)
from .input import (
    stdin_text as stdin_text,
)
from .line_reader import (
    LineReader as LineReader,
)
from .narrowing import (
    annotated_only_option as annotated_only_option,
    only as only,
    since_option as since_option,
)
from .offers import (
    Completion as Completion,
)
from .output import (
    binary_output as binary_output,
    complain as complain,
    cut as cut,
    emit as emit,
    emit_done as emit_done,
    emit_each as emit_each,
    emit_entry as emit_entry,
    emit_json as emit_json,
    emit_painted as emit_painted,
    flush as flush,
    hush as hush,
    is_terminal as is_terminal,
    plain_output as plain_output,
    prepare_streams as prepare_streams,
    say_done as say_done,
    say_how_to_undo as say_how_to_undo,
    width as width,
    wrap as wrap,
)
from .paging import (
    pager as pager,
    painted as painted,
)
from .parameters import (
    KnownTag as KnownTag,
    KnownView as KnownView,
    Named as Named,
    OneOf as OneOf,
    Operands as Operands,
    PaperRequest as PaperRequest,
    SignedTag as SignedTag,
    TypedText as TypedText,
    WholeNumber as WholeNumber,
    as_json_option as as_json_option,
    examples as examples,
    one_query as one_query,
    paper_argument as paper_argument,
    query_argument as query_argument,
    request_argument as request_argument,
    sort_option as sort_option,
    yes_option as yes_option,
)
from .quotes import (
    locate_quote as locate_quote,
)
from .render_statistics import (
    Canvas as Canvas,
    statistics_json as statistics_json,
    statistics_lines as statistics_lines,
)
from .stop_signals import (
    StopSignals as StopSignals,
)
from .targets import (
    colour_names as colour_names,
    paper_named as paper_named,
    papers_asked_for as papers_asked_for,
    papers_listed as papers_listed,
    papers_to_change as papers_to_change,
    wording as wording,
)
