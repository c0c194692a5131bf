from .graphemes import (
    next_grapheme as next_grapheme,
    previous_grapheme as previous_grapheme,
)
from .keywords import (
    Keywords as Keywords,
    keyword_spans as keyword_spans,
)
from .latex import (
    formula_spans as formula_spans,
)
from .lines import (
    wrap as wrap,
)
from .passages import (
    Passages as Passages,
    Unit as Unit,
    paragraph_spans as paragraph_spans,
    sentence_spans as sentence_spans,
)
from .shown import (
    Readable as Readable,
    readable as readable,
)
from .tokenizer import (
    is_unspaced as is_unspaced,
    may_have_formulas as may_have_formulas,
    spaced as spaced,
    tokens as tokens,
    word_set as word_set,
    words as words,
)
