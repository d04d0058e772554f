"""README.md and docs/cli.md are run: every command there prints what they say it prints."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import console

GUIDES = (console.ROOT / "README.md", console.ROOT / "docs" / "cli.md")


@pytest.mark.skipif(shutil.which("bash") is None, reason="the guide's commands are bash")
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_guide_shows_what_its_commands_print(guide: Path, tmp_path: Path) -> None:
    console.prepare(tmp_path)
    found = [step for block in console.blocks(guide.read_text("utf-8")) for step in console.steps(block)]
    assert found
    for step in found:
        actual = console.run_step(step, tmp_path)
        assert console.agrees(step.output, actual), f"$ {step.command}\n{actual}"


def test_a_guide_that_lies_is_found_out() -> None:
    assert console.agrees("共 2 篇（3 毫秒）\n…\n完\n", "共 2 篇（45 毫秒）\n甲\n乙\n完\n")
    assert not console.agrees("共 2 篇（3 毫秒）\n", "共 3 篇（3 毫秒）\n")
    assert not console.agrees("甲\n", "甲\n乙\n")
