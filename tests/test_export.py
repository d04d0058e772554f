"""Exports for programs: the same hits in every form, their origin, and no formula for a spreadsheet."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.fields import STATED
from search_app.export import as_csv, as_json, as_jsonl
from search_app.response import response_as_json
from search_app.spreadsheet import write_xlsx
from search_app.tables import COLUMNS
from tests.sample_response import sample_response

DAY = "2024-05-06"
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def csv_rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_form_holds_the_same_ids_in_the_same_order() -> None:
    response = sample_response()
    expected = [hit.document.id for hit in response.hits]
    assert [hit["id"] for hit in json.loads(as_json(response))["hits"]] == expected
    assert [json.loads(line)["id"] for line in as_jsonl(response, DAY).splitlines()] == expected
    assert [row["id"] for row in csv_rows(as_csv(response, DAY))] == expected


def test_json_is_the_contract_object() -> None:
    assert json.loads(as_json(sample_response())) == response_as_json(sample_response())


def test_lines_and_rows_say_where_they_come_from() -> None:
    origin = {"query": "双随机", "generation": "89abcdef0123", "exported_on": DAY}
    line = json.loads(as_jsonl(sample_response(), DAY).splitlines()[0])
    row = csv_rows(as_csv(sample_response(), DAY))[0]
    assert {name: line[name] for name in origin} == origin
    assert {name: row[name] for name in origin} == origin
    assert row["total"] == "7"


def test_csv_flattens_what_is_nested() -> None:
    row = csv_rows(as_csv(sample_response(), DAY))[0]
    assert row["gazette_title"] == "云岭区人民政府公报"
    assert row["gazette_serial_number"] == "12"
    assert row["cites"] == "国发〔2015〕58号；云政发〔2017〕3号"
    assert row["source_first_line"] == "113"
    assert row["snippet"].startswith("全面推行")
    assert row["printed_on"] == ""


def test_csv_has_a_column_for_every_field_of_a_hit() -> None:
    """A field added to the document must not be forgotten here."""
    hit = response_as_json(sample_response())["hits"][0]
    named = {f"{name}_{part}" for name in ("gazette", "source") for part in hit[name]}
    named |= {field.name for field in STATED if field.csv and field.of is None}
    assert named <= set(COLUMNS)


def test_no_cell_can_be_taken_for_a_formula() -> None:
    for row in csv_rows(as_csv(sample_response(), DAY)):
        assert not [cell for cell in row.values() if cell.startswith(FORMULA_STARTS)]
    hostile = csv_rows(as_csv(sample_response(), DAY))[1]
    assert hostile["title"].startswith("'=HYPERLINK")
    assert hostile["snippet"].startswith("'\tcmd")


@given(st.text())
def test_any_title_survives_csv_apart_from_the_guard(title: str) -> None:
    response = sample_response()
    hit = replace(response.hits[0], document=replace(response.hits[0].document, title=title))
    cell = csv_rows(as_csv(replace(response, hits=(hit,)), DAY))[0]["title"]
    guarded = title.replace("\0", "")
    assert cell in (guarded, "'" + guarded)
    assert not cell.startswith(FORMULA_STARTS)


def test_no_hits_are_a_heading_alone() -> None:
    nothing = replace(sample_response(), hits=(), total=0)
    assert as_csv(nothing, DAY) == "\ufeff" + ",".join(COLUMNS) + "\r\n"
    assert as_jsonl(nothing, DAY) == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # zipfile, let go of
def test_a_workbook_that_nobody_reads_any_more_is_the_systems_fault_not_ours() -> None:
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError), open(writing, "wb", buffering=0) as target:
        write_xlsx(target, ["编号"], [["a"]])
    gc.collect()


def test_yes_and_no_are_said_in_the_language_of_the_headings() -> None:
    names = csv_rows(as_csv(sample_response(), DAY))
    chinese = csv_rows(as_csv(sample_response(), DAY, "zh"))
    assert [row["partial"] for row in names] == [
        {"是": "True", "否": "False"}[row["部分相符"]] for row in chinese
    ]
