from .arrivals import (
    Arrivals as Arrivals,
)
from .atomic_write import (
    why_not_written as why_not_written,
    write_whole as write_whole,
)
from .copying import (
    NoClipboard as NoClipboard,
    copy_text as copy_text,
)
from .export_files import (
    write_file as write_file,
    write_library as write_library,
    write_text as write_text,
)
from .intake import (
    Preview as Preview,
    import_files as import_files,
    import_text as import_text,
    import_texts as import_texts,
    is_doubtful as is_doubtful,
    preview as preview,
    previews as previews,
    rankings as rankings,
)
from .note_templates import (
    BUILT_IN as BUILT_IN,
    NoteTemplate as NoteTemplate,
    TemplateProblem as TemplateProblem,
    rendered_template as rendered_template,
    templates as templates,
    templates_folder as templates_folder,
)
from .outcome import (
    Exported as Exported,
    ExportStopped as ExportStopped,
)
from .pdf_files import (
    NotPdf as NotPdf,
    check_pdf as check_pdf,
    find_pdf as find_pdf,
)
from .sources import (
    Opening as Opening,
    clipboard as clipboard,
    copied as copied,
    sample_lists as sample_lists,
    texts_in as texts_in,
)
from .unfinished_files import (
    remove_unfinished as remove_unfinished,
)
from .user_template import (
    template_export as template_export,
)
