from .fingerprints import (
    Prints as Prints,
    fingerprint as fingerprint,
    loses as loses,
    merge as merge,
    prints as prints,
    record_hash as record_hash,
    traces as traces,
)
from .likeness import (
    KINDS as KINDS,
    Kind as Kind,
    Likeness as Likeness,
    Verdict as Verdict,
    contradiction as contradiction,
    likeness as likeness,
)
from .similarity import (
    STORED as STORED,
)
