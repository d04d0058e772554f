"""The judged issues come back from Word, web pages and PDF with text, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.renderings import FORMATS, scored

OCR = Path(__file__).parents[2] / "shared" / "ocr"
_ALL = re.compile(
    r"^ALL +(?P<kind>\w+) .*\| +[\d.]+ +[\d.]+ +(?P<f1>[\d.]+) \|.*\| +(?P<fields>[\d.]+)$", re.M
)


@pytest.mark.skipif(not OCR.is_dir(), reason="needs the judged issues beside the checkout (../shared)")
def test_documents_and_fields_are_as_good_from_every_format(tmp_path: Path) -> None:
    found = {each["kind"]: each for each in _ALL.finditer(scored(OCR, tmp_path))}
    assert found.keys() == FORMATS.keys()
    for each in found.values():
        assert float(each["f1"]) >= 0.99, each.group()
        assert float(each["fields"]) >= 97, each.group()
