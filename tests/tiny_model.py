"""A tiny embedding model for tests: an ONNX network that looks up a row of a table for each character.

Written byte by byte (protocol buffers, onnx.proto3), since the program that makes such files is much larger than what
runs them.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def tiny_model(folder: Path, meanings: Mapping[str, str]) -> Path:
    """A model that takes all characters of one meaning for the same, and knows no others.

    ``meanings`` are a name and its characters: ``{"money": "钱薪款"}``.
    """
    folder.mkdir(parents=True)
    pieces = [*SPECIAL, *dict.fromkeys("".join(meanings.values()))]
    rows = [[float(piece in chars) for chars in meanings.values()] for piece in pieces]
    (folder / "model.onnx").write_bytes(_network(rows))
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = {"normalizer": {"lowercase": True}, "model": {"type": "WordPiece", "vocab": vocabulary}}
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_mean_tokens": true}', encoding="utf-8")
    return folder


def _network(rows: list[list[float]]) -> bytes:
    """``Gather(table, input_ids)``: a row for each piece."""
    values = [value for row in rows for value in row]
    raw = struct.pack(f"<{len(values)}f", *values)
    dims = b"".join(_number(1, size) for size in (len(rows), len(rows[0])))
    table = dims + _number(2, 1) + _bytes(8, b"table") + _bytes(9, raw)
    node = _bytes(1, b"table") + _bytes(1, b"input_ids") + _bytes(2, b"hidden") + _bytes(4, b"Gather")
    graph = (
        _bytes(1, node)
        + _bytes(2, b"tiny")
        + _bytes(5, table)
        + _bytes(11, _tensor("input_ids", 7, ("batch", "length")))
        + _bytes(12, _tensor("hidden", 1, ("batch", "length", "width")))
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, b"") + _number(2, 13))


def _tensor(name: str, kind: int, sizes: tuple[str, ...]) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, size.encode())) for size in sizes)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
