"""Seeds of the fuzzing, and inputs that it once found: all run through, whatever they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fuzz_targets import FILES, TEXTS, data_of, text_of

CASES = sorted((Path(__file__).parent / "cases" / "fuzzed").glob("*/*"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_case_of_the_fuzzing_runs_through(path: Path) -> None:
    name, content = path.parent.name, path.read_bytes()
    if name in TEXTS:
        TEXTS[name](content.decode("utf-8", "surrogatepass"))
    else:
        FILES[name](content)


@pytest.mark.parametrize("name", TEXTS)
@given(data=st.binary(max_size=300))
def test_texts_near_the_grammar_run_through(name: str, data: bytes) -> None:
    TEXTS[name](text_of(data))


@given(st.text(st.characters(max_codepoint=0x1FFFF), max_size=50))
def test_a_text_is_fuzzed_from_the_bytes_that_make_it(text: str) -> None:
    assert text_of(data_of(text)) == text
