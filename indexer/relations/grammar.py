"""relation_wordings.csv compiled: what each sign of a wording stands for, as one regular expression a wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dictionaries import RelationWording
from indexer.relations.language import Language, either
from indexer.relations.sentences import SLOT
from indexer.relations.statements import KINDS, Kind

TITLE_ONLY = "标题："
SIGN = r"[◇§…～^$]|\{\w+\}"
_NUMERAL = r"[一二三四五六七八九十百两零〇\d]"
_DATE = (
    r"(?:(?:自|从|于|在|截至)[^◇，。；]{1,24}?(?:日起|起|日后|后|时|日|[年月]底?)"
    r"|\d{4}年\d{1,2}月\d{1,2}日(?:零时)?[起后])"
)
_ANY = r"[^◇，。；]{0,30}?"


@dataclass(frozen=True, slots=True)
class Wording:
    """A row: ``literals`` and ``verb`` are what its sentences cannot lack, ``expression`` finds ``targets`` in them."""

    kind: Kind
    literals: tuple[str, ...]
    verb: re.Pattern[str] | None
    expression: str
    title_only: bool
    anchored: bool

    def may_match(self, skeleton: str) -> bool:
        """Has ``skeleton`` all the words of the wording?"""
        return all(word in skeleton for word in self.literals) and (
            self.verb is None or self.verb.search(skeleton) is not None
        )

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a sentence first has the literals: most collections never need half of them."""
        return _compiled_once(self.expression)


@lru_cache(maxsize=4)
def by_key(language: Language) -> tuple[tuple[str, Wording], ...]:
    """Each wording with its longest word, in order: most sentences have hardly any of them."""
    return tuple((max(each.literals, key=len, default=""), each) for each in _wordings(language))


@lru_cache(maxsize=4)
def _wordings(language: Language) -> tuple[Wording, ...]:
    return tuple(_wording(row, language) for row in language.dictionaries.relation_wordings)


_compiled_once = lru_cache(maxsize=1000)(re.compile)


def _wording(row: RelationWording, language: Language) -> Wording:
    text = row.wording.removeprefix(TITLE_ONLY)
    signs = dict(_signs(language))
    if text.startswith("◇…") and text.count("…") == 1:
        signs["…"] = _aside(language) + signs["…"]
    return Wording(
        kind=next(kind for kind in KINDS if kind == row.kind),
        literals=tuple(word for word in re.split(SIGN, text) if word),
        verb=_verb(text, language),
        expression="".join(_meaning(piece, signs, language) for piece in re.split(f"({SIGN})", text)),
        title_only=row.wording.startswith(TITLE_ONLY),
        anchored=text.startswith("^"),
    )


def _verb(wording: str, language: Language) -> re.Pattern[str] | None:
    """Any word of the role that a wording names."""
    role = re.search(r"\{(\w+)\}", wording)
    return _compiled_once(either(language.words(role[1]))) if role else None


def _meaning(piece: str, signs: dict[str, str], language: Language) -> str:
    """The regular expression of a sign, of {role} (any of its words), or of the words themselves."""
    if piece.startswith("{"):
        return f"(?P<verb>{either(language.words(piece.strip('{}')))})"
    return signs[piece] if piece in signs else re.escape(piece)


@lru_cache(maxsize=4)
def _signs(language: Language) -> dict[str, str]:
    """What each sign of a wording stands for, as a regular expression."""
    day = rf"{_NUMERAL}{{4}}年{_NUMERAL}{{1,2}}月{_NUMERAL}{{1,3}}日"
    origin = rf"(?:[^◇。；，]{{0,40}}?(?:{either(language.words('origin'))})|{day})?"
    issuer = (
        rf"[\u4e00-\u9fff、]{{0,40}}?(?:{either(language.dictionaries.markers.get('issuer_suffix', ()))})"
    )
    history = rf"[^◇。；，]{{0,150}}?(?:{either(language.words('origin'))})"
    aside = r"(?:（[^（）◇]{0,60}）)?"
    between = rf"{aside}(?:(?:[、，和及与暨]|以及)+(?:其[\u4e00-\u9fff]{{1,8}}|{history}|{issuer})?)?"
    inside = rf"(?P<inside>(?:{either(language.words('documents'))})（)?"
    counted = rf"等{_NUMERAL}{{0,4}}[件个份部项]?|{_NUMERAL}{{1,4}}[件个份部项]"
    listed = rf"(?:等|{counted}|(?:{either(language.words('these'))}){_NUMERAL}*)"
    together = "[与和同]本[\u4e00-\u9fff]{2,4}"
    filler = rf"(?:，?(?:{either(language.words('filler'))}|{_DATE}，?|{counted}|{together}))"
    part = either(language.words("part"))
    ordinals = rf"[（]?{_NUMERAL}+[）]?(?:[、和]第?[（]?{_NUMERAL}+[）]?)*"
    article = rf"(?:第{ordinals}(?:[条款项章节目]|部分)|附[件表录]{_NUMERAL}*|表{_NUMERAL}+)"
    piece = rf"(?:文件)?(?:[中内]|{either(language.words('about'))})[^◇，。；]{{0,40}}?(?:{part})"
    return {
        "◇": rf"{inside}{origin}(?P<targets>{SLOT}(?:{between}{SLOT})*){aside}(?(inside)）)",
        "…": rf"{filler}{{0,8}}，?",
        "～": _ANY,
        "§": rf"(?:[^◇，。；]{{0,30}}?{article}[^◇，。；]{{0,30}}?|{piece})",
        "^": "",
        "$": rf"(?=[，。；：！？）、]|{listed}|的(?:{either(language.words('declaring'))})|$)",
    }


def _aside(language: Language) -> str:
    """One or two clauses between a document and its verb: 因任务已完成，不再保留，予以废止; 已被◇替代，现予废止."""
    replaced = rf"(?:{either(language.words('replaced_by'))}){SLOT}[^◇，。；]{{0,6}}"
    return rf"(?P<aside>(?:(?:[^◇，。；]{{2,20}}[^◇，。；的后前时者]|{replaced})，){{1,2}}?)?"
