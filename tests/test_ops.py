"""The operator's guide does what it says, and the units and crontab lines are ones that work."""

from __future__ import annotations

import configparser
import contextlib
import functools
import importlib
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from search_app.cli.app import run
from tests import console

DEPLOY = console.ROOT / "deploy"
GUIDE = console.ROOT / "docs" / "ops.md"
GSEARCH = "/opt/gsearch/bin/gsearch"


@pytest.mark.skipif(shutil.which("bash") is None, reason="the guide's commands are bash")
def test_the_guide_shows_what_its_commands_print(tmp_path: Path) -> None:
    console.prepare(tmp_path)
    found = [step for block in console.blocks(GUIDE.read_text("utf-8")) for step in console.steps(block)]
    assert found
    for step in found:
        actual = console.run_step(step, tmp_path)
        assert console.agrees(step.output, actual), f"$ {step.command}\n{actual}"


def unit(name: str) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(DEPLOY / name, encoding="utf-8")
    return parsed


def crontab_lines() -> list[str]:
    lines = (DEPLOY / "crontab").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#") and not re.match(r"\w+=", line)]


def commands() -> list[str]:
    units = [unit(path.name)["Service"]["ExecStart"] for path in sorted(DEPLOY.glob("*.service"))]
    return units + [line.split(None, 5)[5].partition(" 2>")[0] for line in crontab_lines()]


def test_every_schedule_of_the_crontab_has_five_fields():
    assert len(crontab_lines()) == 3
    for line in crontab_lines():
        assert all(re.fullmatch(r"[\d*,/-]+", field) for field in line.split(None, 5)[:5])


@pytest.mark.parametrize("command", commands())
def test_every_deployed_command_is_one_that_gsearch_runs(command, index, files, tmp_path):
    program, *words = shlex.split(command)
    assert program == GSEARCH
    here = {"/srv/gazettes": str(files), "/var/lib/gsearch/gsearch.log": str(tmp_path / "log")}
    words = [here.get(word, word) for word in words]
    if words[0] == "serve":
        words += ["--help"]
    assert run([*words, "--index", str(index)]) == 0


def test_the_units_name_each_other_and_the_index_they_share():
    environment = {unit(path.name)["Service"]["Environment"] for path in DEPLOY.glob("*.service")}
    assert environment == {"GSEARCH_INDEX=/var/lib/gsearch/index"}
    assert (DEPLOY / "gsearch-update.timer").stem == "gsearch-update"
    assert unit("gsearch-update.service")["Service"]["SuccessExitStatus"] == "1 4"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("name", sorted(path.name for path in DEPLOY.glob("gsearch*")))
def test_systemd_understands_the_units(name, tmp_path):
    for path in DEPLOY.glob("gsearch*"):
        text = path.read_text("utf-8").replace(GSEARCH, "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    if "Failed to" in done.stderr and name not in done.stderr:
        pytest.skip("systemd-analyze does not work on this machine")
    complaints = [line for line in done.stderr.splitlines() if line.startswith(str(tmp_path))]
    assert complaints == []


def limits() -> list[list[str]]:
    """The rows of the guide's table of limits: object, bound, value, setting, message."""
    table = GUIDE.read_text("utf-8").partition("| 设置 | 说什么 |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("value", "setting"), [(row[2], row[3]) for row in limits()])
def test_every_limit_is_what_the_program_goes_by(value, setting):
    pytest.importorskip("pypdfium2")
    found: object = None
    names = setting.split(".")
    for end in range(1, len(names) + 1):
        with contextlib.suppress(ModuleNotFoundError):
            found = importlib.import_module(".".join(names[:end]))
            rest = names[end:]
    owner = functools.reduce(getattr, rest[:-1], found)
    assert getattr(owner() if isinstance(owner, type) else owner, rest[-1]) == float(value)


@pytest.mark.parametrize("message", sorted({row[4] for row in limits() if row[4]}))
def test_every_limit_says_what_the_guide_says(message):
    assert len(limits()) > 20
    rooms = [console.ROOT / "indexer", console.ROOT / "search_app"]
    assert any(message in path.read_text("utf-8") for room in rooms for path in room.rglob("*.py"))
