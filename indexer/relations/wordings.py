"""The kind of a relation from the wording of its sentence: relation_wordings.csv, compiled.

Only what is known to stand between a document and a verb may stand there (a whitelist): a wording that nobody
foresaw is a mere citation, never a wrong 废止.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dictionaries import Dictionaries, RelationWording
from indexer.relations.language import Language, either, language_of
from indexer.relations.sentences import SLOT, Sentence, sentences
from indexer.relations.statements import KINDS, Kind
from indexer.relations.targets import find_targets

_TITLE_ONLY = "标题："
_NUMERAL = r"[一二三四五六七八九十百两零〇\d]"
_DATE = r"(?:自|从|于|在|截至)[^◇，。；]{1,24}?(?:日起|起|日后|后|时|日|[年月]底?)"
_STOPS = "，：、）。；"
_ANY = r"[^◇，。；]{0,30}?"
_HARMLESS = frozenset({"based_on", "cites", "forwards"})
"""Kinds for which a 不 or 应当 in the sentence changes nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The ◇ numbered ``slot`` stands in ``kind``; ``said`` is what the skeleton says of it."""

    slot: int
    kind: Kind
    said: str


@dataclass(frozen=True, slots=True)
class _Wording:
    kind: Kind
    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    title_only: bool
    anchored: bool


def readings(sentence: Sentence, language: Language, *, is_title: bool = False) -> tuple[Reading, ...]:
    """What is said of each ◇ of ``sentence``; ``cites`` where no wording is known."""
    found: dict[int, Reading] = {}
    skeleton = sentence.skeleton
    for wording in _wordings(language):
        if len(found) == len(sentence.targets):
            break
        if (wording.title_only and not is_title) or not all(word in skeleton for word in wording.literals):
            continue
        for match in wording.pattern.finditer(skeleton):
            if not _counts(wording, match, skeleton, language):
                continue
            for slot in _slots(skeleton, match.span("targets")):
                found.setdefault(slot, Reading(slot, wording.kind, _said(skeleton, match)))
    return tuple(found.get(slot, Reading(slot, "cites", skeleton)) for slot in range(len(sentence.targets)))


def _said(skeleton: str, match: re.Match[str]) -> str:
    """From the match's first character to the end of the sentence's clauses that name no other document."""
    rest = skeleton[match.end() :]
    return match.group() + rest.partition(SLOT)[0]


def _slots(skeleton: str, span: tuple[int, int]) -> range:
    first = skeleton.count(SLOT, 0, span[0])
    return range(first, first + skeleton.count(SLOT, *span))


def _counts(wording: _Wording, match: re.Match[str], skeleton: str, language: Language) -> bool:
    """Is the match no denial, no proposal, and its documents more than a basis?"""
    if wording.kind == "based_on":
        stopped = skeleton[: match.start()].endswith(language.words("no_basis"))
        return not stopped and any(word in skeleton for word in language.words("purpose"))
    if wording.kind in _HARMLESS:
        return True
    negations = language.words("negation")
    clause = re.split(f"[{_STOPS}]", skeleton[: match.start("targets")])[-1]
    begin = match.end() - len(match.group().lstrip("，"))
    before = skeleton[:begin]
    leads = language.words("lead")
    lead = next((word for word in sorted(leads, key=len, reverse=True) if clause.endswith(word)), "")
    if before.endswith(negations) or clause.removesuffix(lead).endswith(negations):
        return False
    if wording.anchored and not _begins(before, leads, negations):
        return False
    if not _is_topic(match, clause, language):
        return False
    said = match.group().replace(SLOT, "").replace(match.groupdict().get("aside") or "", "")
    if any(word in said for word in negations if word not in "".join(wording.literals)):
        return False
    return not any(
        clause.endswith(word) or (len(word) > 1 and word in clause) for word in language.words("basis")
    )


def _is_topic(match: re.Match[str], clause: str, language: Language) -> bool:
    """Where another clause stands before the verb: is the document what both speak of?

    It then begins its clause, and the other one has no subject or condition of its own.
    """
    aside = match.groupdict().get("aside")
    if not aside:
        return True
    opening = clause.removesuffix("原")
    if opening and not opening.endswith((*language.words("lead"), *language.words("origin"))):
        return False
    return not any(word in aside for role in ("aside_stop", "basis") for word in language.words(role))


def _begins(before: str, leads: tuple[str, ...], negations: tuple[str, ...]) -> bool:
    """May a verb that governs what follows stand behind ``before``?"""
    if not before or before[-1] in _STOPS:
        return True
    if before.endswith(negations):
        return False
    if before[-1] in "起日":
        return True
    lead = next((word for word in sorted(leads, key=len, reverse=True) if before.endswith(word)), None)
    return lead is not None and not before[: -len(lead)].endswith(negations)


@lru_cache(maxsize=4)
def _wordings(language: Language) -> tuple[_Wording, ...]:
    return tuple(_compiled(row, language) for row in language.dictionaries.relation_wordings)


def _compiled(row: RelationWording, language: Language) -> _Wording:
    text = row.wording.removeprefix(_TITLE_ONLY)
    signs = _signs(language)
    pattern = "".join(signs.get(char, re.escape(char)) for char in text)
    if not text.startswith("◇…") or text.count("…") > 1:
        pattern = pattern.replace(signs["…"], signs["…"][signs["…"].index(")?") + 2 :])
    kind = next(kind for kind in KINDS if kind == row.kind)
    return _Wording(
        kind=kind,
        literals=tuple(word for word in re.split("[◇§…～^$]", text) if word),
        pattern=re.compile(pattern),
        title_only=row.wording.startswith(_TITLE_ONLY),
        anchored=text.startswith("^"),
    )


def _signs(language: Language) -> dict[str, str]:
    """What each sign of a wording stands for, as a regular expression."""
    origin = rf"(?:[^◇。；，]{{0,40}}?(?:{either(language.words('origin'))}))?"
    aside = r"(?:（[^（）◇]{0,60}）)?"
    between = rf"{aside}(?:[、，和及与暨]|以及)*{origin}"
    counted = rf"等{_NUMERAL}{{0,4}}[件个份部项]?|{_NUMERAL}{{1,4}}[件个份部项]"
    together = "[与和同]本[\u4e00-\u9fff]{2,4}"
    filler = rf"(?:，?(?:{either(language.words('filler'))}|{_DATE}，?|{counted}|{together}))"
    replaced = rf"(?:{either(language.words('replaced_by'))}){SLOT}[^◇，。；]{{0,6}}"
    part = either(language.words("part"))
    article = rf"(?:第{_NUMERAL}+[条款项章节目]|附[件表录]{_NUMERAL}*)"
    piece = rf"(?:文件)?(?:[中内]|{either(language.words('about'))})[^◇，。；]{{0,40}}?(?:{part})"
    return {
        "◇": rf"{origin}(?P<targets>{SLOT}(?:{between}{SLOT})*){aside}",
        "…": rf"(?P<aside>(?:[^◇，。；]{{2,20}}[^◇，。；的后前时者]|{replaced})，)?{filler}{{0,8}}，?",
        "～": _ANY,
        "§": rf"(?:[^◇，。；]{{0,30}}?{article}[^◇，。；]{{0,30}}?|{piece})",
        "^": "",
        "$": rf"(?=[，。；：！？）、]|等|的(?:{either(language.words('declaring'))})|$)",
    }


def faulty_wordings(dictionaries: Dictionaries) -> tuple[tuple[int, str], ...]:
    """(line, what is wrong) of the rows whose example is not read as it says, or whose counter-example is."""
    language = language_of(dictionaries)
    faulty = []
    for row in dictionaries.relation_wordings:
        is_title = row.wording.startswith(_TITLE_ONLY)
        phrase, _, labels = row.example.partition(" -> ")
        if _labels(phrase, row.kind, language, is_title=is_title) != set(labels.split("；")):
            faulty.append((row.line, f"正例“{phrase}”没有读出 {labels}"))
        elif _labels(row.counter_example, row.kind, language, is_title=is_title):
            faulty.append((row.line, f"反例“{row.counter_example}”也读成了 {row.kind}"))
    return tuple(faulty)


def _labels(text: str, kind: str, language: Language, *, is_title: bool) -> set[str]:
    """The labels that stand in ``kind`` in ``text``."""
    found = find_targets(text, language)
    return {
        target.label
        for sentence in sentences(text, found)
        for reading in readings(sentence, language, is_title=is_title)
        if reading.kind == kind
        for target in sentence.targets[reading.slot]
    }
