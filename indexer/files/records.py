"""``.jsonl`` → records: one object a line with ``title`` and ``text``, and any of the contract's document
fields.

A faulty line is named and left out, a faulty field is named and dropped; the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn

from indexer.fields import STATED
from indexer.files.extracted import Extracted
from indexer.files.text import clean, decode_clean
from indexer.models import Field, rows_of

MAX_WARNINGS = 50
"""So many faults are named one by one; the others are counted."""

MAX_FAULTS = 100_000
"""After so many faulty lines the file is something else, and reading it on would take minutes."""

Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200


def _check_of(field: Field) -> Check:
    """What a value of the field has to look like."""
    if field.name == "id":
        return _is_id
    if field.of is None:
        return _SHAPES[field.kind]
    fits = _is_object({part.name: _check_of(part) for part in rows_of(field.of)})
    return fits if field.kind == "object" else lambda value: isinstance(value, list) and all(map(fits, value))


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_object(checks: Mapping[str, Check]) -> Check:
    def check(value: Any) -> bool:
        return isinstance(value, dict) and all(
            value.get(name) is None or fits(value[name]) for name, fits in checks.items()
        )

    return check


_SHAPES: Mapping[str, Check] = {
    "text": _is_text,
    "date": _is_date,
    "whole": _is_whole_number,
    "share": _is_share,
    "texts": _is_texts,
}
_CHECKS: Mapping[str, Check] = {field.name: _check_of(field) for field in STATED} | {"text": _is_text}
"""Document field of the contract → whether a value has its shape. Other keys are the feeder's own and
ignored."""


def extract_records(data: bytes, encoding: str | None = None) -> Extracted:
    """The records of a ``.jsonl`` file: dicts with the contract's fields only, absent or null ones left
    out."""
    decoded = decode_clean(data, encoding)
    records: list[Mapping[str, Any]] = []
    numbers: list[int] = []
    faults: list[str] = []
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = _record(line)
        except ValueError as error:
            faults.append(f"第 {number} 行{error}，已略过")
            if len(faults) >= MAX_FAULTS:
                break
            continue
        wrong = [name for name, value in record.items() if not _CHECKS[name](value)]
        if wrong:
            faults.append(f"第 {number} 行的字段 {'、'.join(wrong)} 不合规定的格式，已略去")
        records.append({name: _cleaned(value) for name, value in record.items() if name not in wrong})
        numbers.append(number)
    warnings = tuple(faults[:MAX_WARNINGS])
    if len(faults) > MAX_WARNINGS:
        warnings += (f"另有 {len(faults) - MAX_WARNINGS} 行有类似的问题",)
    if len(faults) >= MAX_FAULTS:
        warnings += ("错误的行太多，不像是 .jsonl 文件，其余没有读",)
    return Extracted(
        kind="records",
        encoding=decoded.encoding,
        warnings=decoded.warnings + warnings,
        records=tuple(records),
        record_lines=tuple(numbers),
    )


def _record(line: str) -> dict[str, Any]:
    """The known, stated fields of one line; ValueError with a Chinese reason where it is no document."""
    try:
        value = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise ValueError("不是有效的 JSON") from None
    if not isinstance(value, dict):
        raise ValueError("不是 JSON 对象")
    for name in ("title", "text"):
        if not isinstance(value.get(name), str):
            raise ValueError(f"缺少 {name}，或它不是字符串")
    return {name: value[name] for name in _CHECKS if value.get(name) is not None}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _cleaned(value: Any) -> Any:
    """The same value with its strings free of control characters; line breaks only as ``\\n``."""
    if isinstance(value, str):
        return clean(value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value
