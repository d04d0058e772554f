"""tantivy with positions: the words as before, and every character with its place, so that strings can be compared.

A string is a phrase of characters, as ``"…"`` promises it; words would be cut another way at the string's ends.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.contenders.tantivy_tokens import FIELDS, Tantivy
from benchmarks.questions import Kind
from indexer.analysis import squeezed


class TantivyPositions(Tantivy):
    def _schema(self) -> Any:
        builder = self._builder()
        builder.add_text_field("characters", tokenizer_name="whitespace", index_option="position")
        return builder.build()

    def build(self, records: Path, tokens: Path, folder: Path) -> None:
        merged = folder.with_name(f"{folder.name}.jsonl")
        with (
            records.open(encoding="utf-8") as texts,
            tokens.open(encoding="utf-8") as words,
            merged.open("w", encoding="utf-8") as out,
        ):
            for text, word in zip(map(json.loads, texts), map(json.loads, words), strict=True):
                lines = [" ".join(squeezed(line)) for line in (text["title"], *text["text"].split("\n"))]
                out.write(
                    json.dumps(word | {"characters": " \u00b6 ".join(lines)}, ensure_ascii=False) + "\n"
                )
        self._write(merged, folder, ("text", "characters", "title", "year", "date", *FIELDS))

    def ask(self, kind: Kind, words: Sequence[str]) -> int | None:
        if kind != "phrase":
            return super().ask(kind, words)
        query = self._tantivy.Query.phrase_query(self._index.schema, "characters", list(squeezed(words[0])))
        result = self._searcher.search(query, 10)
        for _, address in result.hits:
            self._searcher.doc(address)
        count: int = result.count
        return count


def make() -> TantivyPositions:
    return TantivyPositions()
