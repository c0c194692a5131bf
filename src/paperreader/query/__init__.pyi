from .completion import (
    Choice as Choice,
    Slot as Slot,
    choices as choices,
    completed as completed,
    slot_at as slot_at,
)
from .fields import (
    FIELDS as FIELDS,
    QueryField as QueryField,
    QueryKind as QueryKind,
)
from .narrowing import (
    Filter as Filter,
    filter_text as filter_text,
    filters as filters,
    has_filter as has_filter,
    with_filter as with_filter,
    without_filter as without_filter,
)
from .orders import (
    ORDERS as ORDERS,
    RELEVANCE as RELEVANCE,
    Order as Order,
)
from .parser import (
    parse as parse,
)
from .tree import (
    And as And,
    Compare as Compare,
    Has as Has,
    Is as Is,
    Node as Node,
    Not as Not,
    Or as Or,
    Phrase as Phrase,
    Problem as Problem,
    Query as Query,
    Sort as Sort,
    Value as Value,
    Word as Word,
    all_of as all_of,
)
