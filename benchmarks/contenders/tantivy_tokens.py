"""tantivy (Rust) over the words that gsearch cut."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.contenders import YEAR
from benchmarks.questions import Kind

FIELDS = ("district", "type")


class Tantivy:
    def _schema(self) -> Any:
        return self._builder().build()

    def _builder(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("title", stored=True, tokenizer_name="raw")
        builder.add_integer_field("year", indexed=True, fast=True)
        builder.add_integer_field("date", fast=True)
        for name in FIELDS:
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        return builder

    def build(self, records: Path, tokens: Path, folder: Path) -> None:
        self._write(tokens, folder, ("text", "title", "year", "date", *FIELDS))

    def _write(self, rows: Path, folder: Path, names: Sequence[str]) -> None:
        import tantivy

        schema = self._schema()
        index = tantivy.Index(schema, path=str(folder))
        writer = index.writer(128 << 20)
        with rows.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                row["date"] = int(row.pop("written_on").replace("-", ""))
                kept = {name: row[name] for name in names}
                writer.add_document(tantivy.Document.from_dict(kept, schema))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._index: Any = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def ask(self, kind: Kind, words: Sequence[str]) -> int | None:
        if kind == "phrase":
            return None  # no positions here, as in gsearch
        query = self._query(kind, words)
        result: Any
        if kind == "sort":
            result = self._searcher.search(query, 10, order_by_field="date")
        else:
            result = self._searcher.search(query, 10)
        excerpts = kind == "snippets" and self._tantivy.SnippetGenerator.create(
            self._searcher, query, self._index.schema, "text"
        )
        for _, address in result.hits:
            document = self._searcher.doc(address)
            if excerpts:
                excerpts.snippet_from_doc(document).to_html()
        if kind == "facets":
            terms = {name: {"terms": {"field": name}} for name in (*FIELDS, "year")}
            self._searcher.aggregate(query, terms)
        count: int = result.count
        return count

    def _query(self, kind: Kind, words: Sequence[str]) -> Any:
        query, occur, schema = self._tantivy.Query, self._tantivy.Occur, self._index.schema
        how = occur.Should if kind == "or" else occur.Must
        clauses = [(how, query.term_query(schema, "text", word)) for word in words]
        if kind == "filter":
            clauses.append((occur.Must, query.term_query(schema, "year", YEAR)))
        return query.boolean_query(clauses)


def make() -> Tantivy:
    return Tantivy()
