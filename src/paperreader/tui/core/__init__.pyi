from .commands import (
    ANY as ANY,
    COMPARE_KEYS as COMPARE_KEYS,
    COMPARISON as COMPARISON,
    DUPLICATE_KEYS as DUPLICATE_KEYS,
    DUPLICATES as DUPLICATES,
    EDITOR_KEYS as EDITOR_KEYS,
    EVERYWHERE as EVERYWHERE,
    FACT_KEYS as FACT_KEYS,
    FACTS as FACTS,
    LIST as LIST,
    NOTE as NOTE,
    PANES as PANES,
    PAPERS as PAPERS,
    READER as READER,
    SEARCH as SEARCH,
    SEARCH_KEYS as SEARCH_KEYS,
    SELECTING as SELECTING,
    SIDEBAR as SIDEBAR,
    TEXT as TEXT,
    Command as Command,
    Reach as Reach,
    shown as shown,
)
from .external import (
    browse as browse,
    copy as copy,
    edit_outside as edit_outside,
    how_it_ended as how_it_ended,
    pipe as pipe,
)
from .glyphs import (
    ASCII as ASCII,
    UNICODE as UNICODE,
    AsciiFilter as AsciiFilter,
    Glyphs as Glyphs,
)
from .host import (
    Host as Host,
    ProgressView as ProgressView,
)
from .keyboard import (
    Keyboard as Keyboard,
    key_name as key_name,
)
from .keymap import (
    commands_for as commands_for,
    key_problems as key_problems,
)
from .styles import (
    MARGIN as MARGIN,
    Styles as Styles,
    hue_of as hue_of,
    styles_of as styles_of,
)
from .terminal import (
    give_back as give_back,
)
from .text import (
    Span as Span,
    plain as plain,
    safe as safe,
    title_line as title_line,
    undoable as undoable,
    wrap as wrap,
)
from .textual_internals import (
    begin_with_plain_scroll_bar as begin_with_plain_scroll_bar,
    end_with as end_with,
    forget_painted_lines as forget_painted_lines,
    is_gone as is_gone,
    measure_every_change as measure_every_change,
    paint_changed_lines as paint_changed_lines,
    paint_now as paint_now,
    stop_watching_theme as stop_watching_theme,
    take_terminal_again_when_continued as take_terminal_again_when_continued,
    until_mounted as until_mounted,
)
from .themes import (
    THEMES as THEMES,
    quiet_colours as quiet_colours,
    theme_problems as theme_problems,
    themes_for as themes_for,
)
from .view import (
    ALL as ALL,
    MOST_BACKLINKS as MOST_BACKLINKS,
    SidebarContent as SidebarContent,
    View as View,
    due_view as due_view,
    queue_view as queue_view,
    tag_view as tag_view,
    trash as trash,
)
from .viewer import (
    NoViewer as NoViewer,
    show_file as show_file,
)
