"""Settings come from the environment alone, and the command line wins over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_app.settings import from_environment

HOME = {"HOME": "/home/li"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (HOME, "/home/li/.local/share/gsearch"),
        (HOME | {"XDG_DATA_HOME": "/data"}, "/data/gsearch"),
        (HOME | {"XDG_DATA_HOME": "relative"}, "/home/li/.local/share/gsearch"),
        (HOME | {"XDG_DATA_HOME": ""}, "/home/li/.local/share/gsearch"),
        (HOME | {"GSEARCH_INDEX": "/srv/index", "XDG_DATA_HOME": "/data"}, "/srv/index"),
        (HOME | {"GSEARCH_INDEX": ""}, "/home/li/.local/share/gsearch"),
    ],
)
def test_where_the_index_is(environ: dict[str, str], expected: str) -> None:
    assert from_environment(environ=environ).index == Path(expected)
    assert from_environment("/named", environ).index == Path("/named")


@pytest.mark.parametrize(
    ("environ", "colour"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour(environ: dict[str, str], colour: bool) -> None:
    assert from_environment(environ=HOME | environ).colour is colour


@pytest.mark.parametrize(
    ("value", "columns"), [("64", 64), ("0", None), ("wide", None), ("", None), ("²", None)]
)
def test_columns(value: str, columns: int | None) -> None:
    assert from_environment(environ=HOME | {"COLUMNS": value}).columns == columns


def test_a_locale_that_less_cannot_show_has_no_pager() -> None:
    assert from_environment(environ=HOME).pager
    assert not from_environment(environ=HOME | {"LC_ALL": "C"}).pager
