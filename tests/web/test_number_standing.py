"""What is in force of a number, on its card and in the texts that name it, held or not; and in lists and exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.build import build
from search_app import create_app
from search_app.settings import from_environment

PLACE = {"province": "山东省", "city": "枣庄市", "district": "台儿庄区", "type": "通知"}


def record(id_: str, title: str, number: str, text: str, **given: str) -> str:
    return json.dumps({"id": id_, "title": title, "number": number, "text": text, **PLACE, **given})


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("numbers")
    lines = [
        record(
            "new", "台儿庄区人民政府关于停车管理的通知", "台政发〔2019〕8号",
            "依照台政发〔2015〕1号文件办理。\n本通知自2019年6月1日起施行，台政发〔2012〕7号文件同时废止。",
            written_on="2019-05-20",
        ),
        *(
            record(
                f"twin{at}", f"关于{name}的通知", "台政发〔2015〕1号", f"{name}事项。", written_on="2015-01-02"
            )
            for at, name in enumerate(("供热", "环卫"))
        ),
    ]  # fmt: skip
    (folder / "documents.jsonl").write_text("\n".join(lines))
    build([folder / "documents.jsonl"], folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(from_environment(index)).test_client()


def test_the_card_of_a_number_that_is_not_held_says_by_whom_it_was_repealed(client: FlaskClient) -> None:
    page = client.get("/search?q=台政发〔2012〕7号").get_data(as_text=True)
    card = page[page.index("number-card") :]
    assert "未收录" in card
    assert "已废止（2019-06-01 起）" in card
    assert "2019-06-01 由台政发〔2019〕8号废止" in card
    assert 'href="/documents/new"' in card
    assert 'class="notice"' not in page, "what the card says is not said above it"


def test_the_card_speaks_of_the_day_asked_for(client: FlaskClient) -> None:
    page = client.get("/search?q=台政发〔2012〕7号&as_of=2019-05-31").get_data(as_text=True)
    assert "已废止" not in page[page.index("number-card") : page.index("提到它的公文")]


def test_a_number_that_several_bear_leads_to_all_of_them(client: FlaskClient) -> None:
    page = client.get("/documents/new").get_data(as_text=True)
    assert 'title="2 篇公文用这个文号">台政发〔2015〕1号</a>' in page
    assert 'title="不在本库；已废止（2019-06-01 起）">台政发〔2012〕7号</span>' in page


def test_the_list_of_all_documents_has_validity_and_relations(client: FlaskClient) -> None:
    listed = {each["id"]: each for each in client.get("/api/documents").get_json()["documents"]}
    assert listed["new"]["validity"]["status"] == "in_force"
    assert {each["kind"] for each in listed["new"]["relations"]} >= {"repeals"}


def test_exports_say_what_is_in_force(client: FlaskClient) -> None:
    table = client.get("/api/export?format=csv").get_data().decode("utf-8-sig").splitlines()
    at = table[0].split(",").index("validity")
    assert "未见废止" in {line.split(",")[at] for line in table[1:]}
    lines = client.get("/api/export?format=jsonl").get_data(as_text=True).splitlines()
    assert all(json.loads(line)["validity"]["status"] for line in lines)
