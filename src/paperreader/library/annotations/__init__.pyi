from .agenda import (
    Agenda as Agenda,
)
from .annotations import (
    Annotations as Annotations,
)
from .attachments import (
    attach_files as attach_files,
)
from .highlights import (
    restored_highlight as restored_highlight,
)
from .newest import (
    highlight_tags as highlight_tags,
    newest_highlights as newest_highlights,
    newest_notes as newest_notes,
)
from .queue import (
    end_of_queue as end_of_queue,
    put_in_queue as put_in_queue,
)
from .states import (
    State as State,
    put_states as put_states,
)
from .tag_counts import (
    TagCount as TagCount,
    count_tags as count_tags,
    known_tags as known_tags,
    tag_tree as tag_tree,
    tags_of as tags_of,
)
from .tags import (
    InvalidTag as InvalidTag,
    add_tag as add_tag,
    colour_tag as colour_tag,
    tag_name as tag_name,
    tag_uid as tag_uid,
    unite_alike as unite_alike,
)
from .views import (
    save_view as save_view,
    set_criteria as set_criteria,
    set_jump as set_jump,
)
