"""What a clean-up list decides, in a cell or in a heading above its rows, and which column says what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.analysis import squeezed
from indexer.relations.language import Language, either
from indexer.relations.statements import KINDS, Kind

HEADING_LENGTH = 60
_NAME_LENGTH = 12
"""Characters of a column's name, at most."""
LABEL = re.compile(r"^附[件表]?\s*[\d一二三四五六七八九十]{0,3}\s*[：:.．、]?\s*")
ORDINAL = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,3}[部章节类])\s*"
)
_PROSE = re.compile(r"[。；，]")
_COUNTED = re.compile(r"[（(]\s*(?:共|计)?\s*[\d一二三四五六七八九十百]+\s*[件个份部项][）)]")
_DECISION, _COLUMN, _COLUMN_HAS = "decision_", "column_", "column_has_"


def names_a_decision(text: str, language: Language) -> bool:
    """Any word of a decision."""
    return bool(any_decision(language).search(text))


def decision_in_cell(cell: str, language: Language) -> Kind | None:
    """The decision that a cell of a decision's column states; None for one that is only planned (拟废止)."""
    bare = squeezed(cell)
    stated = dict(_decisions(language)).get(bare)
    if stated is None and not is_planned(bare, language):
        stated = next(iter(_kinds_in(bare, language)), None)
    return stated


def whole_decision(cell: str, language: Language) -> Kind | None:
    """The decision where the cell is nothing but its word."""
    return dict(_decisions(language)).get(squeezed(cell))


def heading_decision(text: str, language: Language) -> Kind | None:
    """The decision that a heading, or a sentence that ends in ：, announces for what stands below it."""
    bare = _COUNTED.sub("", LABEL.sub("", ORDINAL.sub("", text.strip())))
    if len(bare) > 2 * HEADING_LENGTH or not bare:
        return None
    announces = bare.endswith(("：", ":"))
    if not announces and (_PROSE.search(bare) or len(bare) > HEADING_LENGTH):
        return None
    if announces:
        bare = _announcing(re.split("[，。；]", bare.rstrip("：:")), language)
    kinds = _kinds_in(bare, language)
    if len(kinds) != 1 or is_planned(bare, language):
        return None
    alone = whole_decision(bare, language) is not None and bool(ORDINAL.match(text.strip()))
    if not alone and not any(noun in bare for noun in language.words("list_noun")):
        return None
    if any(word in bare for word in language.words("negation") if len(word) > 1):
        return None
    return kinds[0]


def _announcing(clauses: Sequence[str], language: Language) -> str:
    """The clause that speaks of 下列文件, else the last one."""
    leads = language.words("list_lead")
    return next((each for each in reversed(clauses) if any(lead in each for lead in leads)), clauses[-1])


def is_planned(text: str, language: Language) -> bool:
    """Is the decision still to be taken, or denied: 拟废止, 需要修改, 未失效?"""
    return bool(_planned(language).search(text))


@lru_cache(maxsize=4)
def _planned(language: Language) -> re.Pattern[str]:
    before, filler = ("|".join(map(re.escape, language.words(role))) for role in ("planned", "filler"))
    decision, behind = any_decision(language).pattern, either(language.words("planned_after"))
    return re.compile(
        rf"(?:{before})(?:{filler})?(?:{decision})|(?:{decision})(?:{behind})" if before else r"(?!)"
    )


def ends_section(text: str, language: Language) -> bool:
    """A heading without a decision: what follows is another matter."""
    bare = text.strip()
    if bare.endswith("：") and any(lead in bare for lead in language.words("list_lead")):
        return True
    if LABEL.match(bare) and len(bare) <= HEADING_LENGTH:
        return True
    planned = len(bare) <= 2 * HEADING_LENGTH and not _PROSE.search(bare) and is_planned(bare, language)
    return planned or (bool(ORDINAL.match(bare)) and len(bare) <= HEADING_LENGTH and not _PROSE.search(bare))


def roles_of(cells: Sequence[str], language: Language) -> dict[str, int]:
    """Role -> column of a header row; {} where the row is none (two known names at least)."""
    found: dict[str, int] = {}
    known = 0
    for i, cell in enumerate(cells):
        role = _role(cell, language)
        if role is not None:
            known += 1
            found.setdefault(role, i)
    return found if known >= 2 and known * 2 >= sum(map(bool, cells)) else {}


def ticked_columns(cells: Sequence[str], language: Language) -> dict[int, Kind]:
    """Column -> the one decision that its name states: 保留 │ 废止 │ 修改, with a tick in one of them."""
    stated = {
        i: _kinds_in(squeezed(cell), language) for i, cell in enumerate(cells) if len(cell) <= _NAME_LENGTH
    }
    return {i: kinds[0] for i, kinds in stated.items() if len(kinds) == 1}


def _role(cell: str, language: Language) -> str | None:
    """By the whole name of the column, else by a word in it."""
    name = re.sub(r"[（(].*[）)]", "", squeezed(cell)) or squeezed(cell)
    whole = _roles(language, _COLUMN).get(name)
    if whole is not None or not name or len(name) > _NAME_LENGTH:
        return whole
    words = sorted(_roles(language, _COLUMN_HAS).items(), key=lambda pair: -len(pair[0]))
    return next((role for word, role in words if word in name), None)


@lru_cache(maxsize=4)
def _decisions(language: Language) -> tuple[tuple[str, Kind], ...]:
    """(word, kind) of relation_words.csv, the longest word first."""
    words = [(word, kind) for kind in KINDS for word in language.words(f"{_DECISION}{kind}")]
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4)
def any_decision(language: Language) -> re.Pattern[str]:
    """Every word that decides wherever it stands; 有效 alone is in 有效期, too."""
    words = [
        word
        for word, _ in _decisions(language)
        if len(word) > 2 or word not in language.words("decision_whole")
    ]
    return re.compile("|".join(map(_with_gap, words)) or r"(?!)")


def _kinds_in(text: str, language: Language) -> list[Kind]:
    """The decisions that ``text`` names, the longest word first: 部分废止 is no 废止."""
    found: list[Kind] = []
    for word, kind in _decisions(language):
        if word in language.words("decision_whole") or (word not in text and "…" not in word):
            continue
        text, count = re.subn(_with_gap(word), "", text)
        if count:
            found.append(kind)
    return list(dict.fromkeys(found))


def _with_gap(word: str) -> str:
    """A pattern of a word in which … is some part of a clause: 延长…有效期."""
    return r"[^，。；：]{0,25}?".join(map(re.escape, word.split("…")))


@lru_cache(maxsize=8)
def _roles(language: Language, prefix: str) -> dict[str, str]:
    return {
        word: role.removeprefix(prefix)
        for role, words in language.dictionaries.relation_words.items()
        if role.startswith(prefix) and (prefix == _COLUMN_HAS or not role.startswith(_COLUMN_HAS))
        for word in words
    }
