"""The pages as HTML: every state a URL, every text escaped, every refusal a page with a way on."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.settings import Settings
from search_app.web import Limits
from search_app.web import create_app as create_limited_app

VOID = {"meta", "link", "input", "img", "br", "hr"}


class Page(HTMLParser):
    """A page's elements and texts; complains where tags do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "mark":
            self.marked.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self.open:
            self.marked[-1] += data

    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.elements if tag == "a"]

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.elements if "id" in attrs]


@pytest.fixture
def client(web_index: Path) -> FlaskClient:
    return create_app(Settings(web_index)).test_client()


def page(client: FlaskClient, url: str, status: int = 200) -> Page:
    answer = client.get(url)
    assert answer.status_code == status
    return Page(answer.get_data(as_text=True))


PAGES = (
    "/",
    "/search?q=河道保洁",
    "/search?q=异常文本",
    "/search?q=龘龘龘",
    "/search?q=一窗受理&district=番禺区&sort=newest&exact=1",
    "/search?q=一窗受理 OR",
    "/documents/regulation?q=河道保洁",
    "/documents/hostile-1?q=异常文本",
    "/documents/hostile-1?view=source",
    "/documents/none",
    "/issues",
    "/issues/none",
    "/help",
    "/none",
)


def test_a_document_is_shown_whatever_stands_in_the_query_beside_it(client: FlaskClient) -> None:
    plain = page(client, "/documents/regulation")
    beside = page(client, "/documents/regulation?q=" + quote("(河道 NOT"))
    assert "河道" in plain.text
    assert [tag for tag, _ in beside.elements if tag == "mark"] == []


@pytest.mark.parametrize("url", PAGES)
def test_every_page_is_well_formed_and_has_its_headers(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    found = Page(answer.get_data(as_text=True))
    assert len(found.ids()) == len(set(found.ids()))
    assert not [attrs for _, attrs in found.elements if "style" in attrs or "onclick" in attrs]
    assert not [attrs for tag, attrs in found.elements if tag == "script" and "src" not in attrs]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "None" not in found.text


@pytest.mark.parametrize(
    "url",
    [
        "/search?q=异常文本",
        "/documents/hostile-1?q=异常文本",
        "/documents/hostile-1",
        "/documents/hostile-1?view=source",
        "/search?q=" + quote('"<script>alert(1)</script>"'),
        "/search?q=异常&issuer=" + quote('"><img src=x onerror=alert(1)>'),
        "/documents/" + quote("<script>alert(1)</script>"),
    ],
)
def test_hostile_text_is_shown_as_text(client: FlaskClient, url: str) -> None:
    html = client.get(url).get_data(as_text=True)
    found = Page(html)
    assert not [tag for tag, _ in found.elements if tag in ("img", "b")]
    assert all(
        attrs.get("src", "").startswith("/static/") for tag, attrs in found.elements if tag == "script"
    )
    assert "<script>alert" not in html
    assert "alert" in found.text


def test_hostile_text_is_marked_and_whole(client: FlaskClient) -> None:
    found = page(client, "/documents/hostile-1?q=异常文本")
    assert '异常文本<script>alert("公告")</script>"><img src=x onerror=alert(1)></mark>{{7*7}}应当' in re.sub(
        r"上一处|下一处|\d/\d", "", found.text
    )
    assert set(found.marked) == {"异常文本"}


def test_the_start_page_says_what_there_is(client: FlaskClient) -> None:
    found = page(client, "/")
    assert re.search(r"\d+ 篇公文，来自 \d+ 种公报", found.text)
    assert "索引建于" in found.text
    assert "云岭区人民政府公报" in found.text  # of records, which come in no issue
    examples = [link for link in found.links() if link.startswith("/search?q=")]
    assert examples
    for link in examples:
        assert "没有找到" not in page(client, link).text


def test_results_show_marks_facts_and_the_place_of_publication(client: FlaskClient) -> None:
    found = page(client, "/search?q=河道保洁")
    assert "河道保洁" in found.marked
    assert "云政发〔2021〕9号" in found.text
    assert "《云岭区人民政府公报》2021年第2期（总第14期）第5页" in found.text
    assert any(link.startswith("/documents/regulation?q=") for link in found.links())


def test_a_facet_narrows_and_can_be_removed(client: FlaskClient) -> None:
    found = page(client, "/search?q=河道保洁")
    narrow = next(link for link in found.links() if "type=" in link and quote("办法") in link)
    narrowed = page(client, narrow)
    assert "共 1 篇公文" in narrowed.text
    assert "/search?q=" + quote("河道保洁") in narrowed.links()


def test_a_second_value_of_a_filter_can_be_added(client: FlaskClient) -> None:
    one = page(client, "/search?q=河道保洁&type=办法")
    both = next(link for link in one.links() if link.count("type=") == 2 and quote("通知") in link)
    text = page(client, both).text
    total = page(client, "/search?q=河道保洁").text
    assert re.search(r"共 \d+", text)[0] == re.search(r"共 \d+", total)[0]  # type: ignore[index]


def test_a_district_is_offered_with_its_city(client: FlaskClient) -> None:
    found = page(client, "/search?q=河道保洁")
    assert "测试市云岭区" in found.text
    link = next(link for link in found.links() if "district=" in link)
    assert "没有找到" not in page(client, link).text


def test_paging_is_by_links_and_shows_every_hit_once(client: FlaskClient) -> None:
    url: str | None = "/search?q=河段巡查"
    seen: list[str] = []
    while url:
        found = page(client, url)
        seen += [link for link in found.links() if link.startswith("/documents/") and "#L" not in link]
        following = [attrs for tag, attrs in found.elements if tag == "a" and attrs.get("rel") == "next"]
        url = following[0]["href"] if following else None
    assert len(seen) == len(set(seen)) == 25


def test_a_page_past_the_last_leads_back(client: FlaskClient) -> None:
    found = page(client, "/search?q=河段巡查&offset=500")
    assert "回到第一页" in found.text


def test_nothing_found_says_why_and_how_to_go_on(client: FlaskClient) -> None:
    found = page(client, "/search?q=河道保洁&district=番禺区")
    assert "没有找到" in found.text
    assert "去掉" in found.text
    assert "/search?q=" + quote("河道保洁") in found.links()


def test_the_document_page_names_every_date_by_itself(client: FlaskClient) -> None:
    text = re.sub(r"\s+", " ", page(client, "/documents/regulation").text)
    for name, value in (
        ("成文日期", "2021-06-18"),
        ("施行日期", "2021-08-01"),
        ("有效期至", "2026-07-31"),
        ("出版日期", "2021-07-10"),
    ):
        assert re.search(f"{name} ?{value}", text)


def test_articles_can_be_addressed_and_tables_are_tables(client: FlaskClient) -> None:
    found = page(client, "/documents/regulation")
    assert {"article-1", "article-2", "article-3", "article-4"} <= set(found.ids())
    assert "#article-4" in found.links()
    cells = [tag for tag, _ in found.elements if tag == "td"]
    assert len(cells) >= 9


def test_citations_are_linked_or_named_both_ways(client: FlaskClient) -> None:
    found = page(client, "/documents/regulation")
    assert "/documents/hostile-1" in found.links()
    assert "国发〔2015〕17号（不在本库）" in found.text
    assert "/documents/citing" in found.links()
    assert "《云岭区人民政府公报》2021年第2期（总第14期）第5页" in found.text
    assert "云岭区人民政府. 云岭区河道保洁办法[J]. 云岭区人民政府公报, 2021(2): 5." in found.text


def test_marks_are_numbered_and_lead_to_each_other(client: FlaskClient) -> None:
    found = page(client, "/documents/regulation?q=河道保洁")
    marks = [identity for identity in found.ids() if identity.startswith("mark-")]
    assert marks == [f"mark-{number}" for number in range(1, len(marks) + 1)]
    assert len(marks) > 3
    assert {f"#mark-{number}" for number in range(1, len(marks) + 1)} <= set(found.links())


@pytest.mark.parametrize("query", ["双随即", "失业补助怎么申请", "讨薪", "公共*"])
def test_what_is_marked_in_a_result_is_marked_in_its_document(client: FlaskClient, query: str) -> None:
    links = [link for link in page(client, f"/search?q={query}").links() if "#mark-1" in link]
    assert links
    for link in links:
        assert "mark-1" in page(client, link.partition("#")[0]).ids()


def test_a_document_opened_with_a_slip_of_the_pen_shows_what_was_meant(client: FlaskClient) -> None:
    link = next(link for link in page(client, "/search?q=双随即").links() if "#mark-1" in link)
    document = link.partition("?")[0]
    assert "mark-1" in page(client, f"{document}?q=双随即").ids()


def test_a_snippet_opens_the_document_at_its_line(client: FlaskClient) -> None:
    found = page(client, "/search?q=“一窗受理”")
    links = [link for link in found.links() if "#L" in link]
    assert links
    for link in links:
        url, _, line = link.partition("#")
        assert line in page(client, url).ids()


def test_the_source_stands_beside_the_text(client: FlaskClient) -> None:
    found = page(client, "/search?q=“一窗受理”&gazette=广州市番禺区人民政府公报")
    document = next(link for link in found.links() if link.startswith("/documents/")).partition("?")[0]
    source = page(client, document + "?view=source")
    assert "没有可对照的原始文本" not in source.text
    raw, cleaned = "整合原有 126 个部门专窗", "整合原有126个部门专窗"
    assert raw in source.text
    assert cleaned in source.text


def test_an_issue_lists_its_contents_with_links(client: FlaskClient) -> None:
    issues = [link for link in page(client, "/issues").links() if link.startswith("/issues/")]
    assert issues
    for link in issues:
        found = page(client, link)
        assert any(target.startswith("/documents/") for target in found.links())


@pytest.mark.parametrize(
    "url", ["/documents/none", "/issues/none", "/none", "/search?q=一窗 OR", "/search?limit=x"]
)
def test_a_refusal_is_a_page_with_a_way_on(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code in (400, 404)
    assert "/issues" in Page(answer.get_data(as_text=True)).links()


def test_without_an_index_the_page_says_the_command(tmp_path: Path) -> None:
    client = create_app(Settings(tmp_path / "none")).test_client()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "gsearch build" in answer.get_data(as_text=True)
    assert str(tmp_path) not in answer.get_data(as_text=True)
    assert client.get("/healthz").status_code == 503


def test_an_answer_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    for url in (
        "/",
        "/search?q=河道保洁",
        "/api/search?q=河道保洁",
        "/feed?q=河道保洁",
        "/documents/regulation",
    ):
        tag = client.get(url).headers["ETag"]
        again = client.get(url, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert client.get(url, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_new_generation_is_taken_over_without_restart(tmp_path: Path) -> None:
    from indexer.build import build

    sources, index = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    (sources / "a.jsonl").write_text('{"id": "a", "title": "甲", "text": "河道保洁"}\n', encoding="utf-8")
    client = create_app(Settings(index)).test_client()
    assert client.get("/search?q=河道").status_code == 503
    build([sources], index)
    before = client.get("/api/search?q=河道保洁")
    assert before.get_json()["total"] == 1
    (sources / "b.jsonl").write_text('{"id": "b", "title": "乙", "text": "河道保洁"}\n', encoding="utf-8")
    build([sources], index)
    after = client.get("/api/search?q=河道保洁", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.get_json()["total"]) == (200, 2)


def test_an_address_that_asks_too_often_is_told_to_wait(web_index: Path) -> None:
    app = create_limited_app(Settings(web_index), Limits(requests_per_minute=60, burst=3))
    client = app.test_client()
    stranger = {"REMOTE_ADDR": "203.0.113.7"}
    codes = [client.get("/help", environ_base=stranger).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    refused = client.get("/api/search?q=河道", environ_base=stranger)
    assert refused.get_json()["code"] == "too_many_requests"
    assert int(refused.headers["Retry-After"]) >= 1
    assert client.get("/healthz", environ_base=stranger).status_code == 200


def test_a_slow_query_is_cut_off_with_a_message(web_index: Path) -> None:
    client = create_limited_app(Settings(web_index), Limits(seconds=0)).test_client()
    answer = client.get("/api/search?q=河道保洁")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "too_slow")
    assert "gsearch build" not in page(client, "/search?q=河道保洁", 503).text


def test_metrics_count_requests_and_name_the_generation(client: FlaskClient) -> None:
    client.get("/search?q=河道保洁")
    client.get("/nowhere")
    generation = client.get("/healthz").get_json()["generation"]
    text = client.get("/metrics").get_data(as_text=True)
    assert 'gsearch_requests_total{route="/search",status="200"} 1.0' in text
    assert f'gsearch_generation_info{{generation="{generation}"}} 1.0' in text
    assert re.search(r"^gsearch_documents \d+", text, re.MULTILINE)
    assert 'gsearch_request_seconds_bucket{le="0.1",route="/search"}' in text
    assert "nowhere" not in text
    assert "河道" not in text


def test_the_access_log_holds_no_personal_data(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "gsearch.access")
    client.get(
        "/search?q=河道保洁", environ_base={"REMOTE_ADDR": "203.0.113.7"}, headers={"User-Agent": "Kauz/1"}
    )
    (record,) = caplog.records
    line = record.getMessage()
    assert line.startswith("GET /search 200")
    assert not re.search(r"河道|%E6|203\.0|Kauz", line)


def test_answering_leaves_the_index_as_it_was(client: FlaskClient, web_index: Path) -> None:
    def state() -> list[tuple[str, int, int]]:
        files = sorted(path for path in web_index.rglob("*"))
        return [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]

    before = state()
    for url in (*PAGES, "/api/search?q=河道&explain=1", "/api/lookup?number=云政发2021 9", "/metrics"):
        client.get(url)
    assert state() == before


def test_importing_the_package_does_not_import_flask() -> None:
    command = [sys.executable, "-c", "import sys, search_app; sys.exit('flask' in sys.modules)"]
    assert subprocess.run(command, cwd=Path(__file__).parent.parent.parent).returncode == 0


def test_nothing_can_be_written(client: FlaskClient) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/search?q=河道").status_code == 405
    assert client.post("/api/search", data=b"x" * 100_000).status_code in (405, 413)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("云政发〔2021〕9号", "已收录"),
        ("云政发2021 9", "已收录"),
        ("国发〔2015〕17号", "未收录，有 1 篇公文提到它"),
        ("云政发〔1999〕77号", "未收录，也没有公文提到它"),
        ("河道保洁", None),
    ],
)
def test_a_number_is_answered_by_a_card(client: FlaskClient, number: str, said: str | None) -> None:
    shown = client.get("/search", query_string={"q": number}).get_data(as_text=True)
    assert ("number-card" in shown) == (said is not None)
    assert said is None or said in shown
