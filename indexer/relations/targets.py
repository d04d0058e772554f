"""Other documents as they stand in a text: number, 《title》, or both in one. Offsets are 0-based, half-open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from indexer.analysis import squeezed
from indexer.identifiers import FoundNumber, find_numbers
from indexer.relations.language import Language, Search

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")
_BRACKET = re.compile(
    r"\s*[（(\[【〔]([^（）()\[\]【】]*(?:[（(\[〔][^（）()\[\]]*[）)\]〕][^（）()\[\]【】]*)*)[）)\]】〕]"
)
_QUALIFIER = re.compile(r"[^\d，。；：、]{1,8}")
_CLAUSE = re.compile(r"[。；;，,：:！？\t\n、]|^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*)+")
_MAY_NUMBER = "|".join(
    (
        r"[\dＯ〇○](?:号|號|\s*[〕\]］】﹞]|\s+[号號]|$)",
        r"[一二三四五六七八九十百]\s*[号號]",
        r"[①-⓿㈠-㊿]|\d{4}\s*[)）]",
    )
)
"""What every 发文字号 has somewhere: most paragraphs have none of it."""

MAY_NAME = Search(f"《|{_MAY_NUMBER}", "《Ｏ〇○一二三四五六七八九十百①-⓿㈠-㊿\\d")
"""Without which a paragraph names no document."""
_NAMES = re.compile(MAY_NAME.pattern)
_ROW = re.compile(r"\s*(?:[、，,和及与暨]|以及)*\s*")
_ANNEX = re.compile(r"附[件表录][\d一二三四五六七八九十]{0,3}[：:]?\s*$")
_SERIAL = ("政府公报", "政报")
"""A gazette is no document: 《某县人民政府公报》2020年第2期."""

_ABOUT = "关于"
_SHORTEST, _LONGEST = 4, 150
_ONE_TITLE = 0.9


@dataclass(frozen=True, slots=True)
class Target:
    """One document named at ``start``–``end``; several numbers in one bracket share their place."""

    start: int
    end: int
    number: str | None = None
    title: str | None = None

    @property
    def label(self) -> str:
        return self.number or self.title or ""


def find_targets(text: str, language: Language) -> tuple[Target, ...]:
    """All documents that ``text`` names, in order; a title without a number only where it is a document's."""
    if not _NAMES.search(text):
        return ()
    numbers = find_numbers(text, language.dictionaries)
    if not numbers and "《" not in text:
        return ()
    taken: set[int] = set()
    found = [
        target for match in _TITLE.finditer(text) for target in _titled(text, match, numbers, taken, language)
    ]
    found = _documents(found, text, language)
    found = [one for one in found if one.number or not (_inside(one, found) or _is_annex(one, found, text))]
    found += [_numbered(text, number, language) for number in numbers if number.start not in taken]
    return tuple(sorted(_apart(found), key=lambda target: (target.start, target.label)))


def _documents(found: Sequence[Target], text: str, language: Language) -> list[Target]:
    """What has a number or a document's title, and what stands in one row with such: 《甲法》、《乙总则》."""
    sure = [bool(one.number) or is_document_title(one.title or "", language.title_ends) for one in found]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for i in order:
            first, second = (i - 1, i) if order.step > 0 else (i, i + 1)
            joined = _ROW.fullmatch(text, found[first].end, max(found[first].end, found[second].start))
            other = first if order.step > 0 else second
            sure[i] = sure[i] or (sure[other] and joined is not None)
    return [one for one, certain in zip(found, sure, strict=True) if certain]


def _inside(one: Target, found: Sequence[Target]) -> bool:
    """Does a title stand in another's bracket (以下简称《…》)?"""
    return any(other.start < one.start and one.end < other.end for other in found)


def _is_annex(one: Target, found: Sequence[Target], text: str) -> bool:
    """Is it named as a part of a document before it: （文府〔2018〕120号）附件2《人才分类目录》?"""
    annex = _ANNEX.search(text, 0, one.start)
    return annex is not None and any(other.end <= annex.start() for other in found)


def _apart(found: list[Target]) -> Iterator[Target]:
    """A number that stands inside another's title is named at that title's place."""
    whole = [target for target in found if target.title]
    for target in found:
        around = next((w for w in whole if w.start < target.start and target.end < w.end), None)
        yield replace(target, start=around.start, end=around.end) if around else target


def _titled(
    text: str,
    match: re.Match[str],
    numbers: Sequence[FoundNumber],
    taken: set[int],
    language: Language,
) -> Iterator[Target]:
    """《title》 with the number in the bracket behind it, or directly before it."""
    title, end = match.group(1).strip(), match.end()
    own: list[FoundNumber] = []
    for _ in range(3):
        bracket = _BRACKET.match(text, end)
        if bracket is None:
            break
        inside = [
            number for number in numbers if bracket.start() < number.start and number.end <= bracket.end()
        ]
        if not inside and _QUALIFIER.fullmatch(bracket.group(1)) and not own:
            title += bracket.group().strip()
        own, end = own + inside, bracket.end()
    if not own:
        title, own = _number_inside(title, match.start(1), numbers)
    start = match.start()
    before = next((n for n in numbers if n.end <= start and _is_joint(text[n.end : start], language)), None)
    if not own and before is not None:
        own, start = [before], before.start
    taken.update(number.start for number in own)
    if not own:
        yield Target(start, end, None, title)
    for at, number in enumerate(own):
        yield Target(start, end, str(number.number), title if at == 0 else None)


def _number_inside(title: str, start: int, numbers: Sequence[FoundNumber]) -> tuple[str, list[FoundNumber]]:
    """A title that holds its own number in a bracket at its end: 《甲办法（甲政发〔2012〕15号）》."""
    for number in numbers:
        bracket = number.start - start - 1
        if (
            0 < bracket < len(title)
            and title[bracket] in "（("
            and title[number.end - start :] in ("）", ")")
        ):
            return title[:bracket].strip(), [number]
    return title, []


def _is_joint(between: str, language: Language) -> bool:
    """Does what stands between a number and a title say that they are one: nothing, 文件, 印发的?"""
    bare = between.strip(" 　文件")
    return not bare or bare.removesuffix("的") in language.words("publication")


def _numbered(text: str, number: FoundNumber, language: Language) -> Target:
    """A number without 《》; what stands before its bracket may be the title all the same."""
    start, end = number.start, number.end
    opened = text[:start].rstrip()
    if opened.endswith(("（", "(")) and text[end:].lstrip()[:1] in ("）", ")"):
        start, end = len(opened) - 1, text.index(text[end:].lstrip()[0], end) + 1
        title = _unquoted_title(text[:start], language)
        if title:
            return Target(start - len(title), end, str(number.number), title)
    return Target(start, end, str(number.number))


def _unquoted_title(before: str, language: Language) -> str | None:
    """关于印发…办法的通知 directly before a bracket: from the last clause's beginning, less its lead words."""
    clause = before.rstrip()
    cut = max((match.end() for match in _CLAUSE.finditer(clause)), default=0)
    clause = clause[cut:]
    shortened = True
    while shortened and "关于" in clause and not clause.startswith("关于"):
        lead = next((word for word in language.lead_words if clause.startswith(word)), "")
        clause, shortened = clause[len(lead) :], bool(lead)
    if "关于" not in clause and cut == 0:
        return None
    return clause if is_document_title(clause, language.title_ends) and len(clause) > 2 * _SHORTEST else None


def is_document_title(title: str, nouns: tuple[str, ...]) -> bool:
    """Does the title end as documents' titles do, （试行） apart?"""
    bare = re.sub(r"(?:[（(][^（）()]{1,20}[）)])+$", "", title.strip())
    return _SHORTEST <= len(bare) <= _LONGEST and bare.endswith(nouns) and not bare.endswith(_SERIAL)


def from_about(key: str) -> str:
    """A title's key without its issuer, who is named in several ways (济南市天桥区人民政府, 天桥区人民政府)."""
    at = key.find(_ABOUT)
    return key[at:] if at > 0 else key


def titles_alike(one: str, other: str) -> bool:
    """Two readings of one title: their issuers apart, at most one character in ten differs."""
    first, second = from_about(title_key(one)), from_about(title_key(other))
    return first == second or Indel.normalized_similarity(first, second) >= _ONE_TITLE


def title_key(title: str) -> str:
    """What equal titles have in common, however they are printed: folded, without marks.

    >>> title_key("《天桥区办法》（试行）") == title_key("天桥区办法 (试行)")
    True
    """
    return squeezed(title)
