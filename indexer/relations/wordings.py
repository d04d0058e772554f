"""The kind of a relation from the wording of its sentence: relation_wordings.csv, compiled.

Only what is known to stand between a document and a verb may stand there (a whitelist): a wording that nobody
foresaw is a mere citation, never a wrong 废止.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dictionaries import Dictionaries, RelationWording
from indexer.relations.grammar import SIGN, TITLE_ONLY, Wording, by_key
from indexer.relations.language import Language, either, language_of
from indexer.relations.sentences import SLOT, Sentence, sentences
from indexer.relations.statements import Kind
from indexer.relations.targets import find_targets

_STOPS = "，：、）。；"
_CONDITION = "的，"
"""Ends a clause that says in which case: 未完成评估的，◇到期自动失效."""
_HARMLESS = frozenset({"based_on", "cites", "forwards"})
"""Kinds for which a 不 or 应当 in the sentence changes nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The ◇ numbered ``slot`` stands in ``kind``; ``said`` is what the skeleton says of it."""

    slot: int
    kind: Kind
    said: str


def readings(sentence: Sentence, language: Language, *, is_title: bool = False) -> tuple[Reading, ...]:
    """What is said of each ◇ of ``sentence``; ``cites`` where no wording is known."""
    found: dict[int, Reading] = {}
    skeleton = sentence.skeleton
    for wording in [each for key, each in by_key(language) if key in skeleton]:
        if len(found) == len(sentence.targets):
            break
        if (wording.title_only and not is_title) or not wording.may_match(skeleton):
            continue
        for match in _matches(wording, skeleton, language):
            for slot in _slots(skeleton, match.span("targets")):
                found.setdefault(slot, Reading(slot, wording.kind, _said(skeleton, match, language)))
    return tuple(found.get(slot, Reading(slot, "cites", skeleton)) for slot in range(len(sentence.targets)))


def _matches(wording: Wording, skeleton: str, language: Language) -> Iterator[re.Match[str]]:
    """The matches that count; where one does not, what begins within it may: 县政府决定，自即日起废止◇."""
    at = 0
    while (match := wording.pattern.search(skeleton, at)) is not None:
        counts = _counts(wording, match, skeleton, language)
        at = match.start() + 1 if wording.anchored and not counts else max(match.end(), match.start() + 1)
        if counts:
            yield match


def _said(skeleton: str, match: re.Match[str], language: Language) -> str:
    """From the match's first character to the end of the sentence's clauses that name no other document.

    Without what it tells of the documents' history: 自2005年1月1日起施行的 is no day on which anything ends.
    """
    rest = skeleton[match.end() :]
    return _history(language).sub("", match.group()) + rest.partition(SLOT)[0]


@lru_cache(maxsize=4)
def _history(language: Language) -> re.Pattern[str]:
    return re.compile(rf"[^{SLOT}，。；：]*(?:{either(language.words('origin'))})(?={SLOT})")


def _slots(skeleton: str, span: tuple[int, int]) -> range:
    first = skeleton.count(SLOT, 0, span[0])
    return range(first, first + skeleton.count(SLOT, *span))


def _counts(wording: Wording, match: re.Match[str], skeleton: str, language: Language) -> bool:
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
    if skeleton[: match.start("targets")].removesuffix(clause).endswith(_CONDITION):
        return False
    if wording.anchored and not _begins(before, leads, negations):
        return False
    if not _is_topic(match, clause, language):
        return False
    said = match.group().replace(SLOT, "")
    for name in ("aside", "verb"):
        said = said.replace(match.groupdict().get(name) or "", "")
    for harmless in language.words("no_negation"):
        said = said.replace(harmless, "")
    if any(word in said for word in negations if word not in "".join(wording.literals)):
        return False
    return not _is_basis(clause, language)


def _is_basis(clause: str, language: Language) -> bool:
    """Is the document only what something else goes by: 根据《甲》, but not 根据《甲》修正的《乙》?"""
    clause = clause.rpartition(SLOT)[2]
    if clause.endswith(language.words("amended_origin")):
        return False
    return any(
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
    return not any(_has_subject(piece, language) for piece in aside.split("，"))


def _has_subject(clause: str, language: Language) -> bool:
    """Does a clause between document and verb speak of something else? A reason does not: 因出台新规定."""
    if clause.startswith(language.words("reason")):
        return False
    if any(word in clause for word in language.words("aside_stop")):
        return True
    return any(
        clause.startswith(word) or (len(word) > 1 and word in clause) for word in language.words("basis")
    )


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


def faulty_wordings(dictionaries: Dictionaries) -> tuple[tuple[int, str], ...]:
    """(line, what is wrong) of the rows whose example is not read as it says, or whose counter-example is."""
    language = language_of(dictionaries)
    return tuple(fault for row in dictionaries.relation_wordings for fault in _faults(row, language))


def _faults(row: RelationWording, language: Language) -> Iterator[tuple[int, str]]:
    phrase, _, labels = row.example.partition(" -> ")
    is_title = row.wording.startswith(TITLE_ONLY)
    for tried in _variants(phrase, row, language):
        if _labels(tried, row.kind, language, is_title=is_title) != set(labels.split("；")):
            yield row.line, f"正例“{tried}”没有读出 {labels}"
    for tried in _variants(row.counter_example, row, language):
        if _labels(tried, row.kind, language, is_title=is_title):
            yield row.line, f"反例“{tried}”也读成了 {row.kind}"


def _variants(phrase: str, row: RelationWording, language: Language) -> Iterator[str]:
    """``phrase``, and where its wording names a role, once with each of the role's words in the place of its own."""
    roles = [piece.strip("{}") for piece in re.findall(SIGN, row.wording) if piece.startswith("{")]
    words = sorted((word for role in roles for word in language.words(role)), key=len, reverse=True)
    own = next((word for word in words if word in phrase), None)
    if own is None:
        yield phrase
        return
    before, _, behind = phrase.rpartition(own)
    yield from (before + word + behind for word in words)


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
