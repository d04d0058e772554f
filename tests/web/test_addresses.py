"""A document is found under its id, under one that an earlier version gave it, and under its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.cli.app import run
from search_app.settings import Settings

NUMBER = "铜政办发〔2019〕41号"


@pytest.fixture
def client(web_index: Path) -> FlaskClient:
    return create_app(Settings(web_index)).test_client()


def found(client: FlaskClient) -> dict[str, object]:
    return client.get("/api/search", query_string={"q": NUMBER}).get_json()["hits"][0]


@pytest.mark.parametrize("prefix", ["/documents/", "/api/documents/"])
def test_an_old_id_and_a_number_lead_to_the_present_address(client: FlaskClient, prefix: str) -> None:
    document = found(client)
    former = document["former_ids"]
    assert isinstance(former, list)
    for address in (former[0], NUMBER):
        answer = client.get(f"{prefix}{address}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{prefix}{document['id']}")
    assert client.get(f"{prefix}{document['id']}").status_code == 200


def test_what_is_asked_of_a_document_goes_along(client: FlaskClient) -> None:
    answer = client.get(f"/documents/{NUMBER}?q=x&part=1")
    assert answer.headers["Location"].endswith("?q=x&part=1")


def test_an_address_that_nothing_ever_had_is_not_found(client: FlaskClient) -> None:
    assert client.get("/documents/ffffffffffff").status_code == 404


def test_show_knows_an_old_id(
    client: FlaskClient, web_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = found(client)
    former = document["former_ids"]
    assert isinstance(former, list)
    assert run(["show", former[0], "--index", str(web_index)]) == 0
    assert str(document["title"]) in capsys.readouterr().out.replace("\n", "")
