"""What a document says of its own force: 自…起施行, 有效期至…, 有效期五年, 试行两年.

Only what is said of the document itself counts: 本办法自…, or a clause that begins with 自… or 有效期 beside one
that does. A licence's 有效期 is none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.relations.durations import first_day, last_day, later, length, term_end
from indexer.relations.language import Language, Search, either
from indexer.relations.sentences import Sentence
from indexer.relations.statements import OwnTerm

_BETWEEN = r"[，。；：（]"
_ARTICLE = r"第[一二三四五六七八九十百零〇\d]{1,6}条"
_ORDINAL = r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """``effect`` and ``term`` of a sentence; group ``rest`` is where its date or length begins."""

    effect: re.Pattern[str]
    effect_verb: re.Pattern[str]
    issue: re.Pattern[str]
    term: re.Pattern[str]
    until: re.Pattern[str]


def own_terms(
    paragraphs: Sequence[tuple[Sentence, int]], issued_on: str | None, language: Language
) -> tuple[OwnTerm, ...]:
    """The last statement of each kind in ``paragraphs`` (sentences with their source lines, in order).

    ``issued_on`` is the day that 自印发之日起 means, None where it is unknown: then nothing counted from it is told.
    """
    patterns = _patterns(language)
    effective: OwnTerm | None = None
    expires: OwnTerm | None = None
    beside = -9
    for at, (sentence, line) in enumerate(paragraphs):
        begun, end = _effect(sentence.skeleton, issued_on, patterns)
        if begun:
            effective, beside = OwnTerm("effective", begun, sentence.quote, line), at
        near = at - beside <= 1
        start = effective.on if effective else issued_on
        for first, last in _ends(sentence.skeleton, start, end, patterns, near=near):
            expires = OwnTerm("expires", last, sentence.quote, line)
            effective = effective or (first and OwnTerm("effective", first, sentence.quote, line)) or None
    return tuple(term for term in (effective, expires) if term)


@lru_cache(maxsize=4)
def may_state(language: Language) -> Search:
    """The words without which nothing is said of a term: most paragraphs have none."""
    long = language.words("term")
    spaced = "|".join(r"\s*".join(word) for word in (*language.words("take_effect"), *long))
    any_word = (
        rf"(?:起[^。；]{{0,8}}|有\s*效|期[^。；]{{0,4}}|[试暂]\s*行|至)(?:{spaced})|{either(long)}|有\s*效"
    )
    return Search(any_word, "".join(sorted({*"起有期试暂至", *(word[0] for word in long)})))


def _effect(skeleton: str, issued_on: str | None, patterns: _Patterns) -> tuple[str | None, int]:
    """The day from which the document is in force, and where that is said to its end."""
    for match in patterns.effect.finditer(skeleton):
        given = first_day(skeleton[match.end() :])
        if given is None:
            issue = patterns.issue.match(skeleton, match.end())
            if issue is None or not issued_on:
                continue
            after = length(issue["after"]) if issue["after"] else None
            day: str | None = later(issued_on, *after) if after else issued_on
            end = issue.end()
        else:
            day, end = given[0], match.end() + len(given[1])
        verb = patterns.effect_verb.match(skeleton, end)
        if day and verb:
            return day, verb.end()
    return None, 0


def _ends(
    skeleton: str, start: str | None, after_effect: int, patterns: _Patterns, *, near: bool
) -> Iterator[tuple[str | None, str]]:
    """(first, last) days of the terms that a sentence states, first where it is given (有效期自…至…).

    ``near`` where the sentence stands beside the statement of effect.
    """
    for match in patterns.term.finditer(skeleton):
        if not (match["own"] or (near and match["first"] is not None)):
            continue
        first, last = _bounds(skeleton[match.end() :], start)
        if last:
            yield first, last
    until = patterns.until.match(skeleton, after_effect) if after_effect else None
    last_until = last_day(skeleton[until.end() :]) if until else None
    if last_until and last_until[0]:
        yield None, last_until[0]


def _bounds(text: str, start: str | None) -> tuple[str | None, str | None]:
    """First and last day of a term given as 自…至…; the last alone of 至2026年4月18日, or 五年 from ``start``."""
    given = re.match(r"(?:自|从)?", text)
    rest = text[given.end() :] if given else text
    first = first_day(rest)
    if first is not None:
        onward = re.match(r"(?:起)?(?:[，]?(?:至|到|—+|-+|－|~|～)+)", rest[len(first[1]) :])
        if onward:
            last = last_day(rest[len(first[1]) + onward.end() :])
            return first[0], last[0] if last else None
    last = last_day(rest)
    if last is not None:
        return None, last[0]
    counted = length(rest)
    return None, term_end(start, *counted) if counted and start else None


@lru_cache(maxsize=4)
def _patterns(language: Language) -> _Patterns:
    verbs, issue = either(language.words("take_effect")), either(language.words("publication"))
    long, short = either(language.words("term")), either(language.words("term_short"))
    named = rf"(?:{either(language.words('self'))})(?:[\u4e00-\u9fff]{{0,8}}?(?:{either(language.title_ends)}|文件))?"
    subject = rf"本[\u4e00-\u9fff（）]{{1,16}}|{named}"
    begin = rf"(?:^|{_BETWEEN})(?:{_ARTICLE}|{_ORDINAL})*"
    begins, lasts = either(language.words("begins")), either(language.words("carried_out"))
    until, stated = either(language.words("until")), either(language.words("term_stated"))
    return _Patterns(
        effect=re.compile(rf"(?:{begin}|(?:{begin}(?:{subject})[，]?))(?:从|自|于|定于|在)"),
        effect_verb=re.compile(
            rf"(?:之日|日)?(?:[零\d]{{1,2}}[时点])?(?:起|开始|后)?(?:{begins})?(?:{verbs})"
        ),
        issue=re.compile(
            rf"""(?:{issue})(?:之日|日|之时)起?满?                                            # 公布之日起满
            (?P<after>[\d一二三四五六七八九十两]{{1,3}}个?[年月日天])?(?:后|起)*              # 30日后
            """,
            re.VERBOSE,
        ),
        term=re.compile(
            rf"""(?:(?P<own>{subject}?的?)                                                    # 本办法的
              | (?P<first>{begin}|[，；]))                                                    # ，
            (?:{long}|{short}(?=[\d一二三四五六七八九十两]))                                 # 有效期, 试行
            限?(?:{until}|{stated})*                                                         # 暂定为, 截至
            """,
            re.VERBOSE,
        ),
        until=re.compile(rf"，?(?:{lasts})?(?:{until})(?:{until})?"),
    )
