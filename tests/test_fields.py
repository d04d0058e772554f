"""One list of fields: everything that names fields names those of ``indexer.fields``, each by its one label."""

from __future__ import annotations

import csv
import json
from dataclasses import fields as attributes
from pathlib import Path

import pytest

from dictionaries import load
from indexer.fields import BY_NAME, FACETS, FIELDS, FILTERS, INDEXED, OFFERED, STATED, query_names
from indexer.files.records import extract_records
from indexer.models import Document, Field, document_as_json, rows_of
from indexer.schema import document_from_record
from search_app.cli.search import search
from search_app.documents import described
from search_app.query import parse_query
from search_app.tables import COLUMNS, HEADINGS
from search_app.terminal import Screen, render_document
from search_app.web.openapi import description
from search_app.web.parameters import FILTERS as PARAMETERS
from tests import golden_scoring

DATES = "2019-03-04"
COMING = {"validity"}
"""Names that the query language reserves for a field that is not read yet."""


def value_of(field: Field) -> object:
    """A value that fits the field, as JSON has it."""
    match field.kind:
        case "date":
            return DATES
        case "whole":
            return 7
        case "share":
            return 0.9
        case "texts":
            return [f"{field.name}一", f"{field.name}二"]
        case "object" | "objects":
            assert field.of is not None
            value = {part.name: value_of(part) for part in rows_of(field.of)}
            return [value] if field.kind == "objects" else value
        case _:
            return f"{field.name}值"


RECORD = {field.name: value_of(field) for field in STATED} | {"text": "正文。"}
LINE = json.dumps(RECORD, ensure_ascii=False).encode()


def full_document() -> Document:
    """A document that states every field."""
    stored = {**RECORD, "offsets": [0], "lines": [1]}
    return document_from_record(json.dumps(stored, ensure_ascii=False))


def test_every_attribute_of_a_document_is_a_row_of_the_list() -> None:
    assert {field.name for field in STATED} == {each.name for each in attributes(Document)} - {
        "text",
        "evidence",
    }


def test_names_are_told_apart_and_filters_by_label_too() -> None:
    assert len({field.name for field in FIELDS}) == len(FIELDS)
    labels = [field.label for field in FILTERS]
    assert len(set(labels)) == len(labels)


def test_a_record_may_state_every_field_and_gets_it_back() -> None:
    extracted = extract_records(LINE)
    assert not extracted.warnings
    assert dict(extracted.records[0]) == RECORD
    assert document_as_json(full_document(), with_text=True) == RECORD


@pytest.mark.parametrize(
    "field", [field for field in STATED if field.kind != "text"], ids=lambda field: field.name
)
def test_a_record_with_another_kind_of_value_is_told_so(field: Field) -> None:
    extracted = extract_records(json.dumps({**RECORD, field.name: "不是"}, ensure_ascii=False).encode())
    assert field.name in extracted.warnings[0]
    assert field.name not in extracted.records[0]


@pytest.mark.parametrize("field", FILTERS, ids=lambda field: field.name)
def test_a_filter_is_typed_by_name_and_by_label(field: Field) -> None:
    value = "2019" if field.filter in ("years", "dates") else "值"
    for name in (field.name, field.label):
        assert str(parse_query(f"{name}:{value}", load())) == f"{field.name}:{value}"


def test_other_names_that_people_type_lead_to_a_filter() -> None:
    known = {field.name for field in FILTERS}
    assert set(query_names(load().query_fields).values()) <= known | COMING


@pytest.mark.parametrize("field", OFFERED, ids=lambda field: field.name)
def test_a_filter_is_an_option_and_a_parameter(field: Field) -> None:
    option = next(param for param in search.params if param.name == field.name)
    assert field.label in str(option.help)
    assert field.name in PARAMETERS
    paths = json.loads(description())["paths"]
    assert field.name in [parameter["name"] for parameter in paths["/api/search"]["get"]["parameters"]]


def test_facets_are_of_fields_that_the_index_holds_whole() -> None:
    assert set(FACETS) <= {field.name for field in INDEXED if field.single}


def test_tables_have_a_column_for_every_field_with_one_heading_each() -> None:
    for field in STATED:
        parts = [f"{field.name}_{part.name}" for part in rows_of(field.of)] if field.of else [field.name]
        assert field.kind == "objects" or not field.csv or set(parts) <= set(COLUMNS)
    assert all(HEADINGS.values())


def test_terminal_shows_every_field_under_its_label() -> None:
    shown = render_document(full_document(), Screen(columns=200))
    for field, values in described(full_document()):
        assert field.label in shown
        assert all(value in shown for value in values)
    assert {field.name for field in FIELDS if field.shown} <= {
        field.name for field, _ in described(full_document())
    }


def test_the_description_of_the_interface_names_every_field() -> None:
    schemas = json.loads(description())["components"]["schemas"]
    assert list(schemas["Document"]["properties"]) == [
        *(field.name for field in STATED),
        "text",
        "validity",
        "relations",
        "cited_by",
        "similar",
        "outline",
        "citations",
        "url",
    ]
    assert {field.name for field in STATED} <= set(schemas["Hit"]["properties"])
    assert all("$fields" not in json.dumps(schema) for schema in schemas.values())


def test_every_field_that_is_read_has_a_golden_column() -> None:
    """A field younger than the golden files has tests/golden/columns/<name>.tsv."""
    first = golden_scoring.golden(
        next(iter(sorted(Path(golden_scoring.__file__).parent.glob("golden/*.jsonl"))))
    )
    assert set(golden_scoring.FIELDS + golden_scoring.LISTS) <= set(first[0])


def test_golden_columns_belong_to_fields() -> None:
    for path in golden_scoring.COLUMNS.glob("*.tsv"):
        assert path.stem in BY_NAME
        with path.open(encoding="utf-8", newline="") as rows:
            assert csv.DictReader(rows, delimiter="\t").fieldnames == ["file", "document", "value"]
