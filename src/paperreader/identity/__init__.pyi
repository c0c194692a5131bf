from .comparison import (
    KINDS as KINDS,
    Kind as Kind,
    Likeness as Likeness,
    Verdict as Verdict,
    contradiction as contradiction,
    likeness as likeness,
)
from .fingerprints import (
    Prints as Prints,
    fingerprint as fingerprint,
    loses as loses,
    merge as merge,
    prints as prints,
    record_hash as record_hash,
    traces as traces,
)
from .similarity import (
    STORED as STORED,
)
