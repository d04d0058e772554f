"""The recipe of the tutorials: jieba's ChineseAnalyzer in a stock Whoosh schema, its own QueryParser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.contenders import YEAR
from benchmarks.questions import Kind


class WhooshStock:
    def build(self, records: Path, tokens: Path, folder: Path) -> None:
        from jieba.analyse import ChineseAnalyzer
        from whoosh import fields, index

        schema = fields.Schema(
            id=fields.ID(stored=True, unique=True),
            title=fields.TEXT(stored=True, analyzer=ChineseAnalyzer()),
            text=fields.TEXT(stored=True, analyzer=ChineseAnalyzer()),
            year=fields.NUMERIC(stored=True, sortable=True),
            date=fields.DATETIME(stored=True, sortable=True),
            district=fields.ID(stored=True, sortable=True),
            type=fields.ID(stored=True, sortable=True),
        )
        writer = index.create_in(str(folder), schema).writer()
        with records.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                date = datetime.fromisoformat(row["written_on"])
                kept = {name: row[name] for name in ("id", "title", "text", "year", "district", "type")}
                writer.add_document(date=date, **kept)
        writer.commit()

    def open(self, folder: Path) -> None:
        from whoosh import index
        from whoosh.qparser import QueryParser

        opened = index.open_dir(str(folder))
        self._searcher = opened.searcher()
        self._parser = QueryParser("text", opened.schema)

    def ask(self, kind: Kind, words: Sequence[str]) -> int:
        typed = {"phrase": f'"{words[0]}"', "or": " OR ".join(words)}.get(kind, " ".join(words))
        if kind == "filter":
            typed += f" year:{YEAR}"
        query = self._parser.parse(typed)
        if kind == "sort":
            result = self._searcher.search(query, limit=10, sortedby="date", reverse=True)
        elif kind == "facets":
            result = self._searcher.search(query, limit=10, groupedby=["district", "year", "type"])
            for name in ("district", "year", "type"):
                result.groups(name)
        else:
            result = self._searcher.search(query, limit=10)
        for hit in result:
            if kind == "snippets":
                hit.highlights("text")
            else:
                assert hit["title"]
        return len(result)


def make() -> WhooshStock:
    return WhooshStock()
