"""Work grows with the length of the input, whatever the input: every rule is pumped to 8 times its length.

Time is compared with time on the same machine, and only a growth that no linear rule comes near is a fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

import dictionaries
from indexer.analysis import Analyzer, Vocabulary
from indexer.files import extract
from indexer.identifiers.dates import find_dates
from indexer.identifiers.numbers import find_numbers
from indexer.identifiers.registration_numbers import find_registration_numbers

SHORT, TIMES = 2_000, 8
WORST = 30.0
"""Times the work for 8 times the length; a quadratic rule takes 64 times, a linear one 8."""

UNITS = (
    "+a",
    "a-",
    "-a",
    "a.",
    "a@",
    "1,",
    "1.",
    "了月知第通是号",
    "〔2019〕",
    "12号",
    "(2019)1 ",
    "2019年",
    "二〇",
    "AB-2019-",
)
UNITS += (
    "公 ",
    "令第",
    "www.",
    "http://",
    "0632-",
    "双随机、",
    "国发〔2019〕1号、",
    "第一条 ",
    "《",
    " ",
    "\u3000",
    "<a ",
    "&#",
    "、",
)


@pytest.fixture(scope="module")
def analyzer(tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    folder = tmp_path_factory.mktemp("words")
    Vocabulary.write(folder, dictionaries.load())
    return Analyzer(Vocabulary.open(folder), dictionaries.load(), bulk=True)


@pytest.mark.parametrize("unit", UNITS)
def test_no_rule_takes_more_than_its_share_of_a_longer_text(unit: str, analyzer: Analyzer) -> None:
    known = dictionaries.load()
    rules: dict[str, Callable[[str], object]] = {
        "tokens": analyzer.tokens,
        "counts": lambda text: analyzer.counts([text]),
        "numbers": lambda text: find_numbers(text, known),
        "registration numbers": find_registration_numbers,
        "dates": lambda text: find_dates(text, months=True),
        "text": lambda text: extract("a.txt", text.encode()),
        "web page": lambda text: extract("a.html", text.encode()),
    }
    for name, rule in rules.items():
        rule(unit)  # what is compiled and loaded once
        growth = min(_growth(rule, unit) for _ in range(3))
        assert growth < WORST, f"{name}: {growth:.0f} times the work"


def _growth(rule: Callable[[str], object], unit: str) -> float:
    spent = []
    for length in (SHORT, SHORT * TIMES):
        text = (unit * length)[:length]
        started = time.thread_time()
        rule(text)
        spent.append(time.thread_time() - started)
    return spent[1] / max(spent[0], 1e-4)
