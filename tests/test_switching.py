"""A running server takes the new generation by itself; its first requests may all come at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from indexer.build import build
from indexer.generations import rollback
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
