"""Where a 机关代字 begins in running text: every place is weighed, the best is taken if it is good enough.

教育部教基二〔2012〕4号 has 教基二: 教育部 is an issuer's name, and 教基二 looks like a code. The weights are logs of
odds, set by hand on tests/cases/real_codes.tsv; what each is for is said beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dictionaries import Dictionaries
from indexer.identifiers.code_likelihood import CodeLikelihood, province_letters

BRACKET = 9.0
"""An opening bracket, a title's 》, a label (文号：) directly before: nearly always the left edge."""
ENCLOSED = 13.0
"""A bracket before, and a bracket or a comma right behind the number."""
LINE = 4.0
"""The beginning of a line, the number alone on it."""
MARK = 2.0
"""Another mark, a blank or the beginning of the text."""

_KNOWN = 4.0
"""The code is in agencies.csv."""
_OWN = 15.0
"""The document, issue or collection bears it, or has it at a certain edge."""
_NAME_BEFORE = 7.0
"""The name of an agency or a division ends there: 财政部|财办库; or an organ of which the code takes a character
(药监局|药监综), or a province's letter after an organ (资源局|沪规划)."""
_SHARED = 3.0
"""Both of these."""
_NAME_LIKE_BEFORE = 5.0
"""What ends there ends as names do: …保障局|."""
_ORGAN_BEFORE = 1.0
_WORD_BEFORE = 4.0
"""根据|, 印发| (number_context.txt)."""
_LETTER_BEFORE = 1.5
"""和|, 以|."""
_CUT = -3.0
"""Nothing speaks for an edge."""
_SCRAP = -4.0
"""And what would be left is too short to be anything: 中|青发."""
_NAME_INSIDE = -15.0
"""A full name is never part of a code."""
_WORD_INSIDE = -6.0
_OTHER_PAPER = -10.0
"""Licences, land titles and law cases are numbered too: 营业执照（2019）0012号."""
_LETTER_CUT = -4.0
"""And the short name of a province would be cut off: 赣府|厅发, 沪|崇府发."""
_JOINING_LETTER = -6.0
"""A code rarely begins with what joins sentences: 和|林造发 rather than 和林|造发."""
_TORN = -2.0
"""A blank or a line's end inside the code."""
_TORN_OFF = -8.0
"""And what follows it is a known code by itself: 局长\n湘人社规."""
LEAST = 1.0
"""Weight below which there is no code."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A code begins at ``start`` of the run; ``weight`` is the log of the odds that it does."""

    start: int
    weight: float


@dataclass(frozen=True)
class CodeEdges:
    """Weighs left edges; not slotted, since its sets are kept once they are made."""

    dictionaries: Dictionaries

    def best(
        self, run: str, marks: Mapping[int, float], own: Collection[str], known: Mapping[int, float]
    ) -> Edge | None:
        """The likeliest left edge of the code that ``run`` ends with, or None.

        ``marks``: offset in ``run`` -> weight of the mark, blank or line's end before it (0: before the
        run). ``own``: codes
        that are certain here. ``known``: the offsets to weigh -> how well a table knows the code from there
        on: 1 for its own row, less for what may be chance, negative for a part of a code.
        """
        gains, inside = self._likelihood.gains(run), self._inside(run)
        edges = [
            Edge(start, sum((gains[start], inside[start], *self._evidence(run, start, marks, own, known))))
            for start in known
            if len(run) - start > 1
        ]
        best = max(edges, key=lambda edge: edge.weight, default=None)
        return best if best is not None and best.weight >= LEAST else None

    def _evidence(
        self,
        run: str,
        start: int,
        marks: Mapping[int, float],
        own: Collection[str],
        known: Mapping[int, float],
    ) -> Iterator[float]:
        """The weights of what speaks for and against an edge at ``start``, but for the code's own characters."""
        yield self._before(run, start, marks)
        yield self._known(run[start:], known[start])
        yield _OWN if run[start:] in own else 0.0
        yield from (_TORN_OFF if known.get(gap, 0.0) > 0 else _TORN for gap in marks if gap > start)

    def _known(self, code: str, degree: float) -> float:
        return _KNOWN * degree if degree > 0 or not self._is_other_paper(code) else _OTHER_PAPER

    def _before(self, run: str, start: int, marks: Mapping[int, float]) -> float:
        """What speaks for an edge at ``start``: the mark before it, or the words since the last mark."""
        mark = marks.get(start)
        joining = _JOINING_LETTER if (mark or 0.0) < LINE and run[start] in self._letters else 0.0
        if mark is not None:
            return mark + joining
        left = run[max((at for at in marks if at < start), default=0) : start]
        return self._words_before(left, run[start]) + joining

    def _words_before(self, left: str, first: str) -> float:
        """What speaks for an edge between ``left`` and a code whose first character is ``first``."""
        shared = left[-1] in self._organs and (first in left[-12:-1] or first in self._provinces)
        if any(left[start:] in self._names for start in range(max(0, len(left) - 14), len(left) - 1)):
            return _NAME_BEFORE + (_SHARED if shared else 0.0)
        if shared:
            return _NAME_BEFORE
        if left.endswith(self._context):
            return _WORD_BEFORE if left.endswith(self._long_context) else _LETTER_BEFORE
        name = after_last(self._long_context, left)
        if len(name) > 2 and name[-2:] in self._name_ends:
            return _NAME_LIKE_BEFORE
        if len(name) > 2 and name[-1] in self._organs:
            return _ORGAN_BEFORE
        letter = _LETTER_CUT if name[-1] in self._provinces else 0.0
        return _CUT + letter + (_SCRAP if len(name) < 4 else 0.0)

    def _inside(self, run: str) -> list[float]:
        """For each offset, what the words in ``run[offset:]`` that no code contains weigh against it."""
        weights = [0.0] * (len(run) + 1)
        for at in reversed(range(len(run) - 1)):
            words = (run[at:end] for end in range(at + 2, min(at + 14, len(run) - 1) + 1))
            weights[at] = weights[at + 1] + sum(
                self._strange[word] for word in words if word in self._strange
            )
        return weights

    def _is_other_paper(self, code: str) -> bool:
        """Does a word stand in it that no code has, or a character at its end: 许可证, 中山路?"""
        return any(word in code if len(word) > 1 else code.endswith(word) for word in self._other_papers)

    @cached_property
    def _likelihood(self) -> CodeLikelihood:
        return CodeLikelihood(self.dictionaries)

    @cached_property
    def _agencies(self) -> frozenset[str]:
        agencies = self.dictionaries.agencies
        return frozenset(name for one in agencies for name in (one.agency, *one.short_names))

    @cached_property
    def _names(self) -> frozenset[str]:
        return self._agencies | {division.name for division in self.dictionaries.divisions}

    @cached_property
    def _name_ends(self) -> frozenset[str]:
        """The last two characters of agencies' names: 政部, 员会, 公厅."""
        return frozenset(name[-2:] for name in self._agencies if len(name) > 2 and name[-1] in self._organs)

    @cached_property
    def _organs(self) -> frozenset[str]:
        return frozenset(self.dictionaries.markers.get("issuer_end_before_code", ()))

    @cached_property
    def _context(self) -> tuple[str, ...]:
        return self.dictionaries.number_context

    @cached_property
    def _long_context(self) -> tuple[str, ...]:
        return tuple(word for word in self._context if len(word) > 1)

    @cached_property
    def _provinces(self) -> frozenset[str]:
        return province_letters(self.dictionaries)

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(word for word in self._context if len(word) == 1)

    @cached_property
    def _other_papers(self) -> tuple[str, ...]:
        return self.dictionaries.markers.get("not_agency_code", ())

    @cached_property
    def _strange(self) -> dict[str, float]:
        """Names and words that are part of no code -> what each weighs against one that it stands in."""
        starts = {name[:2] for name in self._agencies if len(name) > 4 and name[-1] in self._organs}
        words = dict.fromkeys({*self._long_context, *self._name_ends, *starts}, _WORD_INSIDE)
        words |= {name: _NAME_INSIDE for name in self._names if len(name) > 2}
        return {word: weight for word, weight in words.items() if word not in self._all_codes}

    @cached_property
    def _all_codes(self) -> str:
        codes = (agency.code for agency in self.dictionaries.agencies)
        return "\n".join(code for code in codes if not code.endswith("令"))


def after_last(words: tuple[str, ...], run: str) -> str:
    """What stands in ``run`` after the last of ``words``."""
    for end in range(len(run), 0, -1):
        if run.endswith(words, 0, end):
            return run[end:]
    return run
