"""gsearch as a process: streams, locales, signals, a terminal, and how little a cold search loads."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
ROOT = DATA.parent
COMMAND = [sys.executable, "-m", "search_app.cli"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals, shells and terminals")
ESCAPE = re.compile(r"\x1b\[[0-9;]*[mK]")


def environment(index: Path, **more: str) -> dict[str, str]:
    plain = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")
    }
    return (
        plain
        | {"GSEARCH_INDEX": str(index), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "TERM": "xterm"}
        | more
    )


@pytest.fixture(scope="module")
def index(sample_index: Path) -> Path:
    return sample_index


def gsearch(index: Path, *args: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *args], env=environment(index, **more), capture_output=True, check=False)


def test_results_go_to_stdout_and_the_count_to_stderr(index: Path) -> None:
    done = gsearch(index, "双随机", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["total"] > 0
    assert done.stderr.decode().startswith("共 ")


def test_an_index_is_found_from_any_folder_through_xdg(index: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "gsearch").symlink_to(index)
    done = subprocess.run(
        [*COMMAND, "双随机"], cwd="/", check=False, capture_output=True,
        env=environment(index, GSEARCH_INDEX="", XDG_DATA_HOME=str(data)),
    )  # fmt: skip
    assert done.returncode == 0


@pytest.mark.parametrize(
    "locale", [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_output_is_utf_8_under_any_locale(index: Path, locale: dict[str, str]) -> None:
    assert "双随机" in gsearch(index, "双随机", **locale).stdout.decode("utf-8")


@POSIX
def test_an_argument_that_is_no_text_is_no_crash(index: Path) -> None:
    command = [*map(os.fsencode, COMMAND), b"\xff\xfe\x80", b"--format", b"json"]
    done = subprocess.run(command, env=environment(index), capture_output=True, check=False)
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr
    done.stdout.decode("utf-8")


@POSIX
def test_a_reader_that_goes_away_is_no_error(index: Path) -> None:
    line = f"{sys.executable} -m search_app.cli parse {DATA} | head -c 10; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], env=environment(index), capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout.endswith(b"141\n")


@POSIX
@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_results_that_cannot_be_written_are_an_error(index: Path, redirection: str) -> None:
    if redirection == ">/dev/full" and not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    line = f"{sys.executable} -m search_app.cli 双随机 {redirection}"
    done = subprocess.run(["bash", "-c", line], env=environment(index), capture_output=True, check=False)
    assert done.returncode == 2
    assert "错误：" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@POSIX
@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_messages_that_nobody_can_read_are_no_error(index: Path, redirection: str) -> None:
    if redirection == "2>/dev/full" and not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    line = f"{sys.executable} -m search_app.cli 双随机 {redirection}"
    done = subprocess.run(["bash", "-c", line], env=environment(index), capture_output=True, check=False)
    assert done.returncode == 0
    assert "双随机".encode() in done.stdout


def on_terminal(index: Path, *args: str, rows: int = 5000, columns: int = 80, **more: str) -> tuple[int, str]:
    """Runs gsearch on a pseudo-terminal: exit code, and all that it shows. No pager waits for a key there."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [*COMMAND, *args],
        env=environment(index, **{"PAGER": "cat", **more}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # Linux says EIO when the other side is closed.
        pass
    finally:
        os.close(ours)
    return process.wait(timeout=60), shown.decode().replace("\r\n", "\n")


@POSIX
def test_matches_are_coloured_on_a_terminal_and_plain_elsewhere(index: Path) -> None:
    code, shown = on_terminal(index, "双随机")
    assert code == 0
    assert "\x1b[1;31m双随机" in shown
    assert b"\x1b" not in gsearch(index, "双随机").stdout
    assert "\x1b" not in on_terminal(index, "双随机", NO_COLOR="1")[1]
    assert "\x1b" not in on_terminal(index, "双随机", TERM="dumb")[1]


@POSIX
@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(index: Path, columns: int) -> None:
    from search_app.terminal import display_width

    shown = ESCAPE.sub("", on_terminal(index, "双随机", "--facets", columns=columns)[1])
    assert max(map(display_width, shown.split("\n"))) <= columns


@POSIX
def test_the_pager_comes_only_when_results_are_longer_than_the_screen(index: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "=== paged"\ncat\n')
    pager.chmod(0o755)
    assert "=== paged" in on_terminal(index, "双随机", rows=10, PAGER=str(pager))[1]
    assert "=== paged" not in on_terminal(index, "双随机", rows=5000, PAGER=str(pager))[1]
    assert "=== paged" not in on_terminal(index, "双随机", rows=10, PAGER=str(pager), TERM="dumb")[1]
    assert b"=== paged" not in gsearch(index, "双随机", PAGER=str(pager)).stdout


@POSIX
def test_a_pager_that_shows_no_colours_is_sent_none(index: Path, tmp_path: Path) -> None:
    less = tmp_path / "less"
    less.write_text('#!/bin/sh\necho "=== LESS=$LESS"\ncat\n')
    less.chmod(0o755)
    shown = on_terminal(index, "双随机", rows=10, PAGER=str(less))[1]
    assert "=== LESS=-R" in shown
    assert "\x1b[1;31m双随机" in shown
    assert "\x1b[" not in on_terminal(index, "双随机", rows=10, PAGER=str(less), LESS="-F")[1]


@POSIX
def test_building_shows_its_progress_on_a_terminal_and_leaves_a_clean_line(
    index: Path, tmp_path: Path
) -> None:
    shutil.copytree(index, tmp_path / "index")
    code, shown = on_terminal(tmp_path / "index", "build", str(DATA / "haishu-2021-2.txt"))
    assert code == 0
    assert re.search(r"\r\x1b\[K读取 \[", shown)
    assert shown.rstrip("\n").rpartition("\r\x1b[K")[2].startswith("已建成并启用")
    assert "\r" not in on_terminal(tmp_path / "index", "build", "--quiet")[1]


@POSIX
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_leaves_the_old_index(
    index: Path, tmp_path: Path, number: int, code: int
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    text = (DATA / "haishu-2021-2.txt").read_bytes()
    for at in range(400):
        (many / f"{at}.txt").write_bytes(text)
    before = gsearch(index, "双随机", "--format", "json", "--limit", "50").stdout
    process = subprocess.Popen(
        [*COMMAND, "build", str(many)], env=environment(index), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while process.poll() is None and not (index / "building").exists():
        pass
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert out == b""
    assert "原有的索引照常使用" in err.decode()
    assert b"Traceback" not in err
    assert not (index / "building").exists()
    after = gsearch(index, "双随机", "--format", "json", "--limit", "50").stdout
    steady = [{**json.loads(each), "took_ms": 0} for each in (before, after)]
    assert steady[0] == steady[1]


# sqlite3 is no longer named: what a generation knows of its documents' relations is read with it for every hit.
HEAVY = """
    asyncio concurrent.futures csv email flask http.client importlib.metadata indexer.build indexer.files
    indexer.issues indexer.metadata indexer.parse jieba.analyse jieba.posseg jinja2 multiprocessing
    pkg_resources prometheus_client rjieba search_app.web setuptools ssl unittest urllib.request
    waitress werkzeug xml.etree.ElementTree
"""


def test_a_second_build_ends_at_once_with_4(index: Path) -> None:
    from indexer.generations.lock import build_lock

    with build_lock(index):
        done = gsearch(index, "build", str(DATA), "--quiet")
        assert gsearch(index, "双随机").returncode == 0
    assert done.returncode == 4
    assert done.stdout == b""
    assert str(os.getpid()) in done.stderr.decode()


def test_a_cold_search_loads_nothing_heavy(index: Path) -> None:
    code = "import sys; from search_app.cli.app import run; run(['双随机']); print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment(index), capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    assert "search_app.search" in loaded
    assert loaded & set(HEAVY.split()) == set()


@POSIX
def test_serving_answers_until_it_is_told_to_stop(index: Path) -> None:
    import socket
    import time
    from urllib.request import urlopen

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], env=environment(index), stderr=subprocess.PIPE
    )
    try:
        for _ in range(200):
            try:
                with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                    assert answer.status == 200
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("the server never answered")
        taken = gsearch(index, "serve", "--port", str(port))
        assert taken.returncode == 2
        assert f"不能在 127.0.0.1:{port} 上监听" in taken.stderr.decode()
    finally:
        process.terminate()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in err.decode()
    assert "已停止" in err.decode()


def test_serving_where_there_is_no_such_address_is_a_usage_error(index: Path) -> None:
    done = gsearch(index, "serve", "--host", "no.such.host.invalid")
    assert done.returncode == 2
    assert "没有“no.such.host.invalid”这个地址" in done.stderr.decode()
