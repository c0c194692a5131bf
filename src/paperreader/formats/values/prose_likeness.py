"""How much a paragraph reads like an abstract.

Abstracts in all fields share the words of reporting (`we`, `propose`, `results`); manuals, licences, stories and
letters share others and lack these.
"""

from __future__ import annotations

import math
import re
from typing import Final


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STRONG: Final = _word_set(
    """
    study studies paper propose proposes proposed investigate investigates findings systematic experiments
    hypothesis novel significantly state-of-the-art outperforms effectiveness theorem theorems conjecture
    prove approach introduce introduces evaluate evaluation demonstrate demonstrates simulations observations
    analyze analyse analysis participants patients research literature examines argues isomorphism
    spectroscopy asymptotic equations
    """
)
_USUAL: Final = _word_set(
    """
    we our results present presents show shows shown model models method methods data dataset datasets
    experimental performance framework theory proof algorithm algorithms observed measured measurements
    numerical existing however recent evidence objective background conclusions review effect effects
    associated suggest suggests indicate examined derive obtain obtained compared between across both while
    approaches challenges significant problem problems accuracy learning training task tasks bounds
    estimate estimates distribution properties structure understanding applications methodology
    report reports compute computed find deduce derived detected detection discovery estimated suggesting
    consistent predictions interpretation discuss discussed explore explores role implications emission
    spectra survey algebraic finite equation debates consequences application constraints recently
    """
)
_AGAINST: Final = _word_set(
    """
    you your file files install installed installation command commands license licence copyright warranty
    click please run version versions directory default option options http www argument arguments returns
    shall notice permission redistribute redistribution liable merchantability module modules button print
    import server config configuration
    """
)
_TELLING: Final = _word_set(
    """
    he she his her him said says asked i my me mine looked eyes door smiled thought thanks thank dear regards
    meeting tomorrow yesterday today hello hi morning evening mother father mr mrs went came
    """
)
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_READ: Final = 3_000
"""How many characters of a text are looked at."""
_BIAS: Final = -4.2


def reads_like_an_abstract(text: str) -> float:
    """Return a confidence from 0 to 1; text below about 200 characters is too short to tell."""
    text = text[:_READ]
    words = _WORD.findall(text.lower())
    odd = sum(not (letter.isalnum() or letter.isspace() or letter in ".,;:()-–—'’%\"“”$\\{}^_") for letter in text)
    if len(words) < _FEWEST_WORDS or odd * _FEW > len(text):
        return 0.0
    seen = set(words)
    score = (
        _BIAS
        + 1.8 * len(seen & _STRONG)
        + 0.8 * len(seen & _USUAL)
        - 1.3 * len(seen & _AGAINST)
        - 1.6 * len(seen & _TELLING)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


_FEWEST_WORDS: Final = 25
_FEW: Final = 12
"""One odd sign is allowed for every this many characters."""
