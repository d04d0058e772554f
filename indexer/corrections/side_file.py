"""The side file of a source: TOML → corrections, and a warning for everything in it that is not understood.

    [gazette]                           # the issue itself
    number = 3

    [[document]]                        # which one: by what is read today, or by the line it begins on
    number = "台政发〔2019〕1号"
    set.number = "台政发〔2019〕7号"     # and what is right
    set.written_on = 2019-06-25

    [[document]]
    title = "二、工作要求"
    not_a_document = true               # its lines belong to the document before

    [[split]]                           # a document begins here
    text = "周村区政务公开工作要点"
    line = 480

docs/corrections.md tells people the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from indexer.fields import STATED
from indexer.identifiers import parse_number
from indexer.models import Field, Gazette, rows_of

SIDE_SUFFIX = ".gsearch.toml"
"""What a side file's name has behind that of its source."""

_NOT_CORRECTED = frozenset(
    {
        "id",
        "title_in_toc",
        "number_parts",
        "place_code",
        "gazette",
        "source",
        "sources",
        "former_ids",
        "warnings",
    }
)
"""What follows from other fields, or is no statement of the document."""

CORRECTED: Mapping[str, Field] = {each.name: each for each in STATED if each.name not in _NOT_CORRECTED}
"""The fields of a document that ``set`` may name."""

_OF_GAZETTE: Mapping[str, Field] = {each.name: each for each in rows_of(Gazette)}
_WANTED = {"text": "文字", "date": "日期（如 2019-06-25）", "whole": "整数", "texts": "文字的列表"}


@dataclass(frozen=True, slots=True)
class Address:
    """Which document, or which line. ``named`` is how messages call the entry; what is None was not stated."""

    named: str
    number: str | None = None
    title: str | None = None
    line: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry: ``values`` by field, None where a field has no value; ``kind`` says what its address names."""

    address: Address
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    removes: bool = False


@dataclass(frozen=True, slots=True)
class Corrections:
    """A side file as read: its entries, what is right of the gazette, and what was not understood."""

    entries: tuple[Correction, ...] = ()
    gazette: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class _MisfitError(ValueError):
    """A key or value that cannot be taken; the message is a Chinese sentence without the file's name."""


def read_side_file(data: bytes, name: str) -> Corrections:
    """The corrections of the side file ``name``; never refuses: what is wrong in it becomes a warning."""
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Corrections(warnings=(f"{name}：不是 UTF-8 编码，其中的校对都没有采用",))
    except tomllib.TOMLDecodeError as error:
        return Corrections(warnings=(f"{name}：不合 TOML 格式（{error}），其中的校对都没有采用",))
    misfits: list[str] = []
    entries = [entry for kind in ("document", "split") for entry in _entries(table, kind, misfits)]
    gazette = _values(table.get("gazette", {}), "[gazette] 的 ", _OF_GAZETTE, misfits)
    misfits += _unknown(table, ("gazette", "document", "split"), "文件")
    return Corrections(tuple(entries), gazette, tuple(f"{name}：{misfit}，没有采用" for misfit in misfits))


def _entries(table: Mapping[str, Any], kind: str, misfits: list[str]) -> Iterator[Correction]:
    given = table.get(kind, [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        misfits.append(f"{kind} 应写成 [[{kind}]]")
        return
    for number, each in enumerate(given, 1):
        named = f"第 {number} 个 [[{kind}]]"
        try:
            yield _entry(each, kind, named, misfits)
        except _MisfitError as misfit:
            misfits.append(f"{named}{misfit}")


def _entry(given: Mapping[str, Any], kind: str, named: str, misfits: list[str]) -> Correction:
    """One entry; its faulty keys go to ``misfits``. Raises _MisfitError where the entry says nothing."""
    keys = _KEYS[kind]
    misfits += _unknown(given, keys, named)
    for key in keys:
        if key in given and not isinstance(given[key], _SHAPES[key]):
            raise _MisfitError(f"的 {key} 应为{_SHAPE_NAMES[_SHAPES[key]]}")
    address = Address(named, *(given.get(key) for key in ("number", "title", "line", "text")))
    values = _values(given.get("set", {}), f"{named}的 set.", CORRECTED, misfits)
    removes = bool(given.get("not_a_document", False))
    if (address.number, address.title, address.line, address.text) == (None,) * 4:
        raise _MisfitError(
            f"没有说是哪一{'篇' if kind == 'document' else '行'}（{'、'.join(_ADDRESS[kind])} 至少写一项）"
        )
    if kind == "document" and not values and not removes:
        raise _MisfitError("没有说要改什么（set.字段 = 值，或 not_a_document = true）")
    return Correction(address, kind, values, removes)


_ADDRESS: Mapping[str, Sequence[str]] = {"document": ("number", "title", "line"), "split": ("line", "text")}
_KEYS: Mapping[str, Sequence[str]] = {
    "document": (*_ADDRESS["document"], "set", "not_a_document"),
    "split": (*_ADDRESS["split"], "set"),
}
_SHAPES: Mapping[str, type] = {
    "number": str, "title": str, "text": str, "line": int, "set": dict, "not_a_document": bool,
}  # fmt: skip
_SHAPE_NAMES = {str: "文字", int: "整数", dict: "set.字段 = 值", bool: " true 或 false"}


def _unknown(given: Mapping[str, Any], known: Sequence[str], where: str) -> Iterator[str]:
    for key in given:
        if key not in known:
            yield f"{where}里有不认识的键 {key}{_meant(key, known)}"


def _meant(key: str, known: Sequence[str]) -> str:
    close = get_close_matches(key, known, 1)
    return f"（是不是 {close[0]}？）" if close else f"（可以写 {'、'.join(known)}）"


def _values(given: Any, where: str, known: Mapping[str, Field], misfits: list[str]) -> dict[str, Any]:
    """The values by field; what is no field of ``known`` or not of its shape goes to ``misfits``."""
    if not isinstance(given, dict):
        misfits.append(f"{where.removesuffix(' 的 ').removesuffix('.')}不是表")
        return {}
    values: dict[str, Any] = {}
    for name, value in given.items():
        try:
            if name not in known:
                raise _MisfitError(f"不是可以改正的字段{_meant(name, list(known))}")
            values[name] = _value(value, known[name])
        except _MisfitError as misfit:
            misfits.append(f"{where}{name} {misfit}")
    return values


def _value(value: Any, row: Field) -> Any:
    """A field's value as documents hold it, None for "" and []. Raises _MisfitError where it has another shape."""
    if value in ("", []) and not row.required:
        return () if row.kind == "texts" else None
    if value == "":
        raise _MisfitError("不能是空的")
    if isinstance(value, date) and not isinstance(value, datetime) and row.kind == "date":
        return value.isoformat()
    if not _FITS[row.kind](value):
        raise _MisfitError(f"应为{_WANTED[row.kind]}")
    if row.name != "number" or row.kind != "text":
        return tuple(value) if row.kind == "texts" else value
    number = parse_number(value)
    if number is None:
        raise _MisfitError(f"“{value}”不像发文字号")
    return str(number)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "date": _is_day,
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    "texts": lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
}
