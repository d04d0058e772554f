"""A running server takes the new generation by itself; its first requests may all come at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from indexer.build import build
from indexer.generations import current, rollback
from search_app import create_app
from search_app.settings import Settings
from tests.small_collection import notice

AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from search_app import create_app
from search_app.settings import Settings

app = create_app(Settings(index=Path(sys.argv[1])))

def ask(number):
    return app.test_client().get("/api/search?q=双随机抽查").status_code

with ThreadPoolExecutor(8) as pool:
    print(set(pool.map(ask, range(32))))
"""


def test_a_running_server_takes_the_new_generation_and_goes_back_with_it(index, files):
    client = create_app(Settings(index=index)).test_client()
    before = client.get("/api/search?q=公共厕所").get_json()
    (files / "more.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    built = build([files], index).generation
    after = client.get("/api/search?q=公共厕所").get_json()
    assert (after["generation"], after["total"]) == (built, before["total"] + 1)
    rollback(index)
    again = client.get("/api/search?q=公共厕所").get_json()
    assert {**again, "took_ms": 0} == {**before, "took_ms": 0}


def test_the_first_requests_may_come_all_at_once(index):
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE, str(index)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{200}\n", done.stderr


def test_a_server_answers_from_the_generation_before_a_damaged_one_and_says_so_everywhere(index, files):
    client = create_app(Settings(index=index)).test_client()
    before = client.get("/api/search?q=公共厕所").get_json()
    (files / "more.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    build([files], index)
    assert client.get("/healthz").get_json()["status"] == "ok"
    (current(index).folder / "engine" / "engine.json").write_text("{}", encoding="utf-8")
    health = client.get("/healthz")
    assert (health.status_code, health.get_json()["status"]) == (200, "degraded")
    told = client.get("/api/search?q=公共厕所").get_json()
    assert {**told, "took_ms": 0, "notices": []} == {**before, "took_ms": 0}
    for page in ("/", "/search?q=公共厕所", "/issues", f"/documents/{told['hits'][0]['id']}"):
        text = client.get(page).get_data(as_text=True)
        assert text.count("engine/engine.json") == 1, page
        assert str(index) not in text
    assert "gsearch_index_degraded 1.0" in client.get("/metrics").get_data(as_text=True)
    build([files], index)
    assert client.get("/healthz").get_json()["status"] == "ok"
    assert "engine.json" not in client.get("/").get_data(as_text=True)
