"""Finds the words that tell what a paper is about, and how much of them another paper shares.

Rare words tell more than common ones (K. Spärck Jones, 1972), words that occur in titles more than others, and words
that a paper repeats more than those it uses once, with diminishing returns (BM25: S. Robertson and S. Walker, 1994).
Words that all papers use say nothing, however rare they are in a small library.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from paperreader.language import is_unspaced, words

MOST: Final = 40
"""How many telling words of a paper are looked for in others, besides those of its title."""

_READ: Final = 20_000
"""How many characters of a text are read. No abstract is longer."""
_TITLE: Final = 3
"""How many times a word of the title counts."""
_SATURATION: Final = 1.5
_LENGTH: Final = 0.5
"""BM25's k1 and b: how fast the gain from repeating a word falls, and how much long papers are penalised."""
_USUAL: Final = 180
"""The usual number of words in a title and abstract."""
_TITLED: Final = 0.12
"""Usually, this share of the papers with a word have it in their titles."""
_DOUBT: Final = 4
"""A word must be in this many papers for its own share to count as much as the usual one."""
_TOPICAL: Final = 0.25
"""The weight of that share, as an exponent."""
_TOGETHER: Final = 0.4
"""The extra worth of two words that are side by side in both papers."""
_LONGEST: Final = 4
"""Words of a phrase."""
_MOST_TIES: Final = 8
_WEAKEST: Final = 0.2
"""The least worth of a shared word, as a share of the strongest. Weaker ones explain nothing."""
_HISSING: Final = ("x", "ss", "sh", "tch", "nch", "rch", "oach", "each")
"""Endings whose plural is formed with es."""


class Spread(NamedTuple):
    """How many papers of a library have a word, and how many have it in the title."""

    papers: int
    titles: int


def singular(word: str) -> str:
    """A word without its plural ending, roughly as in D. Harman's S stemmer (1991)."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > 4 else word[:-1]
    return word[:-2] if word.endswith("es") and word[:-2].endswith(_HISSING) else word[:-1]


def forms(word: str) -> set[str]:
    """A word with its singular and plural."""
    one = singular(word)
    plural = f"{one[:-1]}ies" if one.endswith("y") else f"{one}es" if one.endswith(_HISSING) else f"{one}s"
    # The plural of a very short word (`0a`) would not be recognised as one.
    return {word, one, plural} if singular(plural) == one else {word, one}


def says_something(word: str) -> bool:
    """Whether a word may tell what a paper is about. Numbers, single letters and the words of all papers do not."""
    if word.isdecimal() or (len(word) == 1 and word.isascii()):
        return False
    return word not in _SAYING_NOTHING and singular(word) not in _SAYING_NOTHING


class Text:
    """The words of a paper's title and abstract."""

    def __init__(self, title: str, abstract: str) -> None:
        """Read a paper.

        Args:
            title: empty where none was printed.
            abstract: may be empty.
        """
        self.parts = (words(title[:_READ]), words(abstract[:_READ]))
        self.length = len(self.parts[0]) + len(self.parts[1])

    def telling_words(self) -> set[str]:
        """The words that may tell what it is about."""
        return {word for part in self.parts for word in part if says_something(word)}


_Gram = tuple[str, ...]
"""One word, or several side by side, in the singular."""
_Run = list[tuple[str, str]]
"""Telling words side by side, each as it is spelt and in the singular."""


class Profile:
    """What a paper is about, for comparing others with it. All forms of a word count as its singular."""

    def __init__(self, text: Text, spreads: Mapping[str, Spread], total: int) -> None:
        """Weigh the words of a paper.

        Args:
            text: the paper.
            spreads: how common its words are in all their forms.
            total: papers in the library.
        """
        found = text.telling_words()
        worth = {singular(word): _worth(word, spreads, total) for word in found}
        self._names = {form: singular(word) for word in found if worth[singular(word)] for form in forms(word)}
        weighed = {name: worth[name] * often for name, often in self._often(text).items()}
        ordered = sorted(weighed, key=lambda name: (-weighed[name], name))
        kept = {*ordered[:MOST], *(self._names.get(word) for word in text.parts[0])}
        self.weights = {name: weighed[name] for name in ordered if name in kept}
        """The most telling words, best first, and what sharing each is worth."""
        self._names = {form: name for form, name in self._names.items() if name in self.weights}
        self._grams = {
            tuple(name for _, name in run[at : at + size])
            for run in self._runs(text)
            for size in range(2, _LONGEST + 1)
            for at in range(len(run) - size + 1)
        }
        self._full = self._sum(text) or 1.0

    def forms_of(self, name: str) -> list[str]:
        """The forms of one of the telling words."""
        return sorted(form for form, one in self._names.items() if one == name)

    def has_together(self, one: str, other: str) -> bool:
        """Whether two telling words are side by side in this paper."""
        return (one, other) in self._grams or (other, one) in self._grams

    def worth_of_pair(self, one: str, other: str) -> float:
        """What sharing two words is worth: more if they are side by side."""
        return (self.weights[one] + self.weights[other]) * (1 + _TOGETHER * self.has_together(one, other))

    def nearness(self, other: Text) -> float:
        """How closely related another paper is, from 0, nothing in common, to 1, the same text."""
        return min(1.0, self._sum(other) / self._full)

    def ties(self, other: Text) -> tuple[str, ...]:
        """The folded words and phrases that another paper shares, as it spells them, the most telling first.

        Phrases replace their words, and nothing comes twice.
        """
        shares = self._shares(other)
        written: dict[_Gram, str] = {(name,): word for run in self._runs(other) for word, name in reversed(run)}
        worth: dict[_Gram, float] = {(name,): share for name, share in shares.items()}
        least = _WEAKEST * max(shares.values(), default=0.0)
        for phrase, words_of_it in self._phrases(other).items():
            written[phrase] = words_of_it
            worth[phrase] = sum(shares[name] for name in phrase)
            worth[phrase] += sum(_together(shares, pair) for pair in pairwise(phrase))
        ties: list[str] = []
        said: set[str] = set()
        for gram in sorted(worth, key=lambda gram: (-worth[gram], gram)):
            if worth[gram] >= least and not said.issuperset(gram):
                ties.append(written[gram])
                said.update(gram)
        return tuple(ties[:_MOST_TIES])

    def _sum(self, text: Text) -> float:
        """The worth of all that a text shares: words, and pairs of words side by side."""
        shares = self._shares(text)
        pairs = {pair for phrase in self._phrases(text) for pair in pairwise(phrase)}
        return sum(shares.values()) + sum(_together(shares, pair) for pair in pairs)

    def _runs(self, text: Text) -> Iterator[_Run]:
        names = self._names
        for part in text.parts:
            run: _Run = []
            before = -1
            for at, word in enumerate(part):
                if word not in names:
                    continue
                if run and at != before + 1:
                    yield run
                    run = []
                run.append((word, names[word]))
                before = at
            if run:
                yield run

    def _often(self, text: Text) -> dict[str, float]:
        """How often a text has each word, as BM25 counts."""
        names = self._names
        counts: Counter[str] = Counter()
        for weight, part in zip((_TITLE, 1), text.parts, strict=True):
            for word in part:
                if word in names:
                    counts[names[word]] += weight
        held = _SATURATION * (1 - _LENGTH + _LENGTH * text.length / _USUAL)
        return {name: count * (_SATURATION + 1) / (count + held) for name, count in counts.items()}

    def _shares(self, text: Text) -> dict[str, float]:
        """The worth of each word that a text shares."""
        return {name: self.weights[name] * often for name, often in self._often(text).items()}

    def _phrases(self, text: Text) -> dict[_Gram, str]:
        """The phrases of this paper that a text has, the longest at each place, as it spells them."""
        found: dict[_Gram, str] = {}
        for run in self._runs(text):
            at = 0
            while at < len(run) - 1:
                grams = (tuple(name for _, name in run[at : at + size]) for size in range(_LONGEST, 1, -1))
                gram = next((gram for gram in grams if gram in self._grams), None)
                if gram is not None:
                    found.setdefault(gram, _joined([word for word, _ in run[at : at + len(gram)]]))
                at += len(gram) if gram is not None else 1
        return found


def _together(shares: Mapping[str, float], pair: tuple[str, str]) -> float:
    return _TOGETHER * min(shares[name] for name in pair)


def _worth(word: str, spreads: Mapping[str, Spread], total: int) -> float:
    """How much a word says about a paper: nothing if no other paper has it."""
    found = [spreads[form] for form in forms(word) if form in spreads]
    papers = sum(one.papers for one in found)
    if papers < 2:
        return 0.0
    share = (sum(one.titles for one in found) + _DOUBT * _TITLED) / (papers + _DOUBT)
    return max(0.0, math.log((total + 1) / (papers + 0.5))) * math.pow(share, _TOPICAL)


def _joined(phrase: Sequence[str]) -> str:
    """Join words to a phrase, without spaces in scripts that have none."""
    joined = phrase[0]
    for before, word in pairwise(phrase):
        joined += word if is_unspaced(before) and is_unspaced(word) else f" {word}"
    return joined


_SAYING_NOTHING: Final = frozenset(
    """
    able about above abstract according accordingly account accurate accurately achieve achieved achieving
    across actual actually add adding addition additional additionally address addressed addressing adopt
    adopted advance advanced advancement advantage after again against aim al all allow allowed allowing almost
    along already also although always am among amount an analyse analyze analyzing and another any appear
    application applied apply applying approach appropriate approximately are aren around art as aspect assess
    assessed associated assume at athttps author available average avoid away back base based basic basis be
    became because become becoming been before begin behind being below benefit best better between beyond both
    bring broad but by called can cannot capability capable captured capturing carefully carry case certain cf
    challenge challenging characteristic choice choose chosen cite clear clearly close com combination combine
    combined combining come common commonly comparable compare compared comparing comparison competitive
    complete completely complex comprehensive conclude conclusion conduct conducted consequently consider
    considerable considerably considered considering consist consistent consistently constitute contain
    contribute contribution correspond corresponding could create created creating crucial current currently de
    deal decrease define defined degree deliver demonstrate demonstrated demonstrating depend depending derive
    describe described design designed despite detail detailed determine determined develop developed developing
    development did differ difference different difficult difficulty direct directly discover discuss discussed
    discussion distinct diverse do does doesn doing don done down dramatically draw drive driven due during each
    early easily easy effective effectively effectiveness efficacy efficiently effort eg either eliminate else
    emerge emerged emerging emph emphasize empirical empirically employ employed employing enable enabled
    enabling email encounter end enhance enhanced enhancement enhancing enough ensure ensuring entire entirely equal
    equally especially essential establish established estimate et etc evaluate evaluated evaluating evaluation
    even ever every examine examined example excellent exhibit exist existing expect expected expensive
    experimental experimentally explain explore explored exploring express extend extended extensive extensively
    extent extremely face faced facilitate fact facto fail far faster favorable fewer final finally find finding
    first five focus focused focusing follow followed following for form former forth found four frac framework
    frequently from full fully fundamental further furthermore future gained gap general get github give given
    giving go goal good great greater greatly growing had half handle has have having he heavily help hence her
    here higher highest highlight highlighting highly his hold how however href http hundred idea ideal
    identical identified identify identifying ie if illustrate im immediate impact implement implementation
    implemented implementing importance important importantly impose impressive improve improved improvement
    improving in include included including incorporate incorporated incorporating increase increased increasing
    increasingly indeed independently indicate indicated indicating inherent initial innovative insight instance
    instead integrate integrated integrating interest interesting interestingly into introduce introduced
    introducing introduction investigate investigated investigating investigation involve involved involving is
    isn issue it its itself just keep key kind know known lack largely last lastly late later latter lead
    leading least leave led left less let leverage leveraged leveraging like likely limitation limited little ll
    longer look lower lowest made main mainly maintain maintaining major majority make making manner many mathbb
    mathbf mathcal mathrm matter may me meaning meanwhile method methodology might minimal mitigate modern
    modest more moreover most mostly motivate motivated much multiple must my namely naturally nature near
    nearly necessary necessity need needed neither never nevertheless new newly next no non none nor not notable
    notably note novel now number numerous observation observe observed obtain obtained obtaining occur of off
    offer offering often on once one only onto operate opportunity or order other otherwise our out outcome
    outline outperform outperformed outperforming over overall overcome overview own paper part partial
    particular particularly past per perform performance performed performing perhaps play poor popular pose
    posed possible possibly potential potentially powerful practical precisely present presented presenting
    prevent previous previously primarily primary prior problem produce produced producing progress promise
    promising properly propose proposed proposing prove provide provided providing publicly purpose put quick
    quickly quite raise range ranging rapidly rarely rather re reach reached realistic really reasonable recent
    recently recognize reduce reduced reducing reduction ref refer referred regard regarding regardless related
    relationship relative relatively released relevant reliable reliably rely relying remain remaining
    remarkable remarkably reported represent require required requirement requiring research researcher resolve
    respect respective respectively result resulted resulting retain reveal revealed right run running same
    satisfy say scenario scheme scope second see seek seem seen setting setup several shed short should show
    showcase showed showing shown significance significant significantly similar similarly simple simpler simply
    simultaneously since single situation six so solely solution solve solved solving some sometimes somewhat
    soon special specific specifically specify spite start started statistically still strategy strong stronger
    strongly studied study studying sub substantial substantially successful successfully such suffer sufficient
    sufficiently suggest suggested suggesting suitable summarize summary superior support supported sure surpass
    surpassing surprisingly systematically tackle take taken taking task technique ten tend textbf textit than
    thank that the their them themselves then there thereby therefore these they thing think third this those
    though thousand three through throughout thus to today together too top total toward tradeoff traditional
    traditionally true truly try turn two typical typically ubiquitous ultimately under undergo underlying
    underscore understand unfortunately unique unless unlike unprecedented until up upon url us usage use used
    useful uses using usual usually utility utilize utilized utilizing validate validated validation valuable
    value variety various vary varying vast ve verify versatile version very via viable vs want was way we
    weakness well were what when where whereas whether which while who whole whose why widely wider widespread
    will with within without work worse would www yet yield yielded you your
    """.split()
)
"""Function words, and the words that abstracts of every field use."""
