"""What is nearly the same on the result page: folded, named, and unfolded by a link."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from indexer.build import build
from search_app import create_app
from search_app.settings import from_environment
from tests.test_folding import BODY, DISTRICTS


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("folded")
    records = [
        {
            "id": f"form{at}", "title": f"{district}人民政府关于加强停车管理的通知", "text": f"{district}\n{BODY}",
            "district": district, "number": f"{district[0]}政发〔2019〕{at + 1}号",
        }
        for at, district in enumerate(DISTRICTS)
    ]  # fmt: skip
    (folder / "forms.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    build([folder / "forms.jsonl"], folder / "index")
    return create_app(from_environment(folder / "index")).test_client()


def test_a_page_names_what_it_folds_and_leads_to_each(client: FlaskClient) -> None:
    page = client.get("/search?q=停车管理").get_data(as_text=True)
    assert page.count('<li class="hit"') == 1
    assert "另有 4 篇几乎相同" in page
    assert sum(f'href="/documents/form{at}?' in page for at in range(5)) == 5
    whole = client.get("/search?q=停车管理&unfold=1").get_data(as_text=True)
    assert whole.count('<li class="hit"') == 5
    assert "折叠几乎相同的" in whole


def test_programs_unfold_by_a_parameter(client: FlaskClient) -> None:
    folded, whole = (client.get(f"/api/search?q=停车管理&unfold={each}").get_json() for each in "01")
    assert (folded["total"], folded["folded"], len(folded["hits"])) == (5, 4, 1)
    assert (whole["total"], whole["folded"], len(whole["hits"])) == (5, 0, 5)


def test_feeds_and_tables_hold_every_document(client: FlaskClient) -> None:
    assert client.get("/feed?q=停车管理").get_data(as_text=True).count("<entry>") == 5
    assert client.get("/export.jsonl?q=停车管理").get_data(as_text=True).count("\n") == 5
