"""The commands on a real index: exit codes, stdout and stderr, the same hits in every form."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from indexer import bounds
from indexer.files import Extracted
from search_app.cli.app import run

DATA = Path(__file__).parent.parent / "data"
QUERY = "双随机"

Gsearch = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gsearch(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> Gsearch:
    """Runs a command line on the sample index: exit code, stdout, stderr."""

    def call(*args: str, index: Path = sample_index) -> tuple[int, str, str]:
        code = run(["--index", str(index), *args])
        return code, *capsys.readouterr()

    return call


def hits(out: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(out)["hits"]
    return found


def test_a_bare_word_searches(gsearch: Gsearch) -> None:
    code, out, err = gsearch(QUERY)
    assert code == 0
    assert out.startswith((" 1. ", "1. "))
    assert QUERY in out
    assert err.startswith("共 ")
    assert "\x1b" not in out + err


def test_every_form_gives_the_same_ids(gsearch: Gsearch) -> None:
    expected = [hit["id"] for hit in hits(gsearch(QUERY, "--format", "json")[1])]
    assert len(expected) > 3
    lines = gsearch(QUERY, "--format", "jsonl")[1].splitlines()
    rows = csv.DictReader(
        io.StringIO(gsearch(QUERY, "--format", "csv")[1].removeprefix("\ufeff"), newline="")
    )
    text = gsearch(QUERY)[1]
    assert [json.loads(line)["id"] for line in lines] == expected
    assert [row["id"] for row in rows] == expected
    assert re.findall(r" · ([0-9a-f]{12})(?: · .*)?$", text, re.MULTILINE) == expected


def test_the_same_question_gives_the_same_bytes(gsearch: Gsearch) -> None:
    first, second = (json.loads(gsearch(QUERY, "--format", "json", "--facets", "--explain")[1]) for _ in "12")
    assert first.pop("took_ms") >= 0
    del second["took_ms"]
    assert first == second
    assert first["facets"]["year"]
    assert first["explanation"]


def test_pages_follow_one_another(gsearch: Gsearch) -> None:
    everything = hits(gsearch(QUERY, "--format", "json", "--limit", "6")[1])
    page = hits(gsearch(QUERY, "--format", "json", "--limit", "3", "--offset", "3")[1])
    assert page == everything[3:]
    code, out, err = gsearch(QUERY, "--offset", "5000")
    assert (code, out) == (1, "")
    assert "之后没有了" in err


def test_filters_narrow_and_repeating_one_means_or(gsearch: Gsearch) -> None:
    def districts(*filters: str) -> set[object]:
        return {
            hit["district"] for hit in hits(gsearch(QUERY, "--format", "json", "--limit", "50", *filters)[1])
        }

    assert districts("--district", "海曙区") == {"海曙区"}
    assert districts("--district", "海曙区", "--district", "昆山市") == {"海曙区", "昆山市"}
    years = {hit["year"] for hit in hits(gsearch(QUERY, "--year", "2018..2019", "--format", "json")[1])}
    assert years
    assert years <= {2018, 2019}


def test_filters_alone_are_a_query(gsearch: Gsearch) -> None:
    code, out, _ = gsearch("--district", "海曙区", "--format", "json")
    assert code == 0
    assert {hit["district"] for hit in hits(out)} == {"海曙区"}


def test_a_minus_before_a_word_excludes_it(gsearch: Gsearch) -> None:
    every = {hit["id"] for hit in hits(gsearch(QUERY, "--format", "json", "--limit", "50")[1])}
    without = {hit["id"] for hit in hits(gsearch(QUERY, "-海曙区", "--format", "json", "--limit", "50")[1])}
    dashed = {
        hit["id"] for hit in hits(gsearch("--format", "json", "--limit", "50", "--", QUERY, "-海曙区")[1])
    }
    assert dashed == without
    assert without
    assert without < every


def test_nothing_found_is_1_and_says_why(gsearch: Gsearch) -> None:
    code, out, err = gsearch(QUERY, "--district", "没有这个区")
    assert (code, out) == (1, "")
    assert "没有找到" in err
    assert "没有这个区" in err
    code, out, _ = gsearch("量子纠缠态隐形传输", "--exact", "--format", "json")
    assert code == 1
    assert json.loads(out)["hits"] == []


def test_a_mistyped_command_is_pointed_out(gsearch: Gsearch) -> None:
    code, out, err = gsearch("stauts")
    assert (code, out) == (1, "")
    assert "gsearch status" in err
    assert "要运行命令" not in gsearch("量子纠缠态隐形传输", "--exact")[2]


def test_a_malformed_query_is_2_with_a_caret(gsearch: Gsearch) -> None:
    code, out, err = gsearch("双随机 OR")
    assert (code, out) == (2, "")
    message, query, caret, *_ = err.splitlines()
    assert message.startswith("错误：")
    assert query == "  双随机 OR"
    assert caret == "  " + " " * 7 + "^"


def test_open_shows_the_hit_of_that_rank(gsearch: Gsearch) -> None:
    second = hits(gsearch(QUERY, "--format", "json")[1])[1]
    code, out, _ = gsearch(QUERY, "--open", "2", "--format", "json")
    assert code == 0
    assert json.loads(out)["id"] == second["id"]
    assert json.loads(out)["text"]
    code, out, err = gsearch(QUERY, "--open", "999")
    assert (code, out) == (1, "")
    assert "没有第 999 条结果" in err


def test_show_by_id_and_by_number_is_the_same_document(gsearch: Gsearch) -> None:
    hit = next(hit for hit in hits(gsearch(QUERY, "--format", "json")[1]) if hit["number"])
    by_id = gsearch("show", str(hit["id"]), "--format", "json")
    by_number = gsearch("show", str(hit["number"]), "--format", "json")
    loose = gsearch(
        "show", *str(hit["number"]).replace("〔", " ( ").replace("〕", " ) ").split(), "--format", "json"
    )
    assert by_id[0] == 0
    assert by_id[:2] == by_number[:2] == loose[:2]
    shown = json.loads(by_id[1])
    assert {name: shown[name] for name in hit if name in shown} == {
        n: v for n, v in hit.items() if n in shown
    }
    text = gsearch("show", str(hit["id"]))[1]
    assert str(hit["title"])[:30] in text
    assert shown["text"].split("\n")[-1] in text


def test_status_counts_by_what_is_in_force(gsearch: Gsearch) -> None:
    told = json.loads(gsearch("status", "--format", "json")[1])
    assert sum(told["validity"].values()) == told["documents"]
    assert "时效      " in gsearch("status")[1]


def test_parse_tells_what_one_issue_alone_says_of_force(gsearch: Gsearch, tmp_path: Path) -> None:
    text = (
        "云岭区人民政府关于停车管理的通知\n云政发〔2019〕8号\n各街道办事处：\n    为规范停车管理，现通知如下。\n"
        "    一、本通知自2019年6月1日起施行，云政发〔2012〕7号文件同时废止。\n云岭区人民政府\n2019年5月20日\n"
    )
    (tmp_path / "甲.txt").write_text(text, encoding="utf-8")
    (document,) = map(json.loads, gsearch("parse", str(tmp_path / "甲.txt"))[1].splitlines())
    assert (document["validity"]["status"], document["validity"]["since"]) == ("in_force", "2019-06-01")
    assert [(each["kind"], each["number"]) for each in document["relations"]] == [
        ("repeals", "云政发〔2012〕7号")
    ]


def test_a_table_of_a_document_is_shown_as_csv(gsearch: Gsearch) -> None:
    found = hits(gsearch('"序号"', "--format", "json", "--limit", "50")[1])
    shown = (json.loads(gsearch("show", str(hit["id"]), "--format", "json")[1]) for hit in found)
    document = next(each for each in shown if "序号\t" in each["text"])
    code, out, _ = gsearch("show", document["id"], "--format", "csv", "--table", "1")
    assert code == 0
    assert out.startswith("\ufeff")
    assert "," in out.splitlines()[0]
    code, out, err = gsearch("show", document["id"], "--format", "csv", "--table", "999")
    assert (code, out) == (1, "")
    assert "没有第 999 张" in err
    assert gsearch("show", document["id"], "--format", "csv")[0] == 2


def test_show_of_what_is_not_there_is_1(gsearch: Gsearch) -> None:
    code, out, err = gsearch("show", "000000000000")
    assert (code, out) == (1, "")
    assert "000000000000" in err


def test_lookup_knows_found_from_not_found(gsearch: Gsearch) -> None:
    hit = next(hit for hit in hits(gsearch(QUERY, "--format", "json")[1]) if hit["number"])
    code, out, _ = gsearch("lookup", str(hit["number"]), "--format", "json")
    assert code == 0
    answer = json.loads(out.splitlines()[0]) if out.startswith('{"') else json.loads(out)
    assert "found" in json.dumps(answer)
    assert str(hit["id"]) in json.dumps(answer)
    code, out, _ = gsearch("lookup", "没政发〔1999〕999号")
    assert code == 1


def test_what_is_no_number_does_not_keep_the_others_from_being_looked_up(gsearch: Gsearch) -> None:
    code, out, err = gsearch("lookup", "没政发〔1999〕999号", "不是文号", "没政发〔1999〕998号")
    assert code == 2
    assert "“不是文号”不是发文字号" in err
    assert out.splitlines() == ["没政发〔1999〕999号：没有", "没政发〔1999〕998号：没有"]


def test_analyze_needs_no_index(tmp_path: Path, gsearch: Gsearch) -> None:
    text = "推进“双随机、一公开”监管"
    code, out, err = gsearch("analyze", text, "--format", "json", index=tmp_path)
    assert code == 0
    assert "现有的词典" in err
    tokens = json.loads(out)["tokens"]
    assert "双随机一公开" in {token["text"] for token in tokens}
    assert all(0 <= token["start"] < token["end"] <= len(text) for token in tokens)
    with_index = gsearch("analyze", text, "--format", "json")
    assert with_index == (0, out, "")
    assert "双随机、一公开" in gsearch("analyze", text)[1]


def test_parse_prints_one_object_a_line_and_indexes_nothing(tmp_path: Path, gsearch: Gsearch) -> None:
    code, out, _ = gsearch("parse", str(DATA / "haishu-2021-2.txt"), index=tmp_path / "none")
    assert code == 0
    documents = [json.loads(line) for line in out.splitlines()]
    assert len(documents) > 2
    assert all(
        document["text"] and document["source"]["file"] == "haishu-2021-2.txt" for document in documents
    )
    assert not (tmp_path / "none").exists()
    assert gsearch("parse", "没有这个文件")[0] == 2


def test_parse_names_what_failed_and_goes_on(tmp_path: Path, gsearch: Gsearch) -> None:
    shutil.copy(DATA / "haishu-2021-2.txt", tmp_path / "好.txt")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 cut off")
    code, out, err = gsearch("parse", str(tmp_path))
    assert code == 1
    assert "失败：坏.docx：" in err
    assert len(out.splitlines()) > 2


def test_parse_gives_up_a_file_that_takes_too_long_and_goes_on(
    tmp_path: Path, gsearch: Gsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(name: str, *given: object) -> Extracted:
        while name == "一.txt":
            pass
        return Extracted("text", ("关于做好工作的通知",))

    monkeypatch.setattr(bounds, "SECONDS", 0.3)
    monkeypatch.setattr(import_module("indexer.parse"), "extract", extract)
    for name in ("一.txt", "二.txt"):
        (tmp_path / name).write_text("通知", encoding="utf-8")
    code, out, err = gsearch("parse", str(tmp_path))
    assert code == 1
    assert "失败：一.txt：" in err
    assert len(out.splitlines()) == 1


def test_status_and_check_of_a_sound_index(gsearch: Gsearch) -> None:
    code, out, _ = gsearch("status", "--format", "json")
    assert code == 0
    state = json.loads(out)
    assert state["documents"] == sum(1 for _ in gsearch("parse", str(DATA))[1].splitlines())
    assert len(state["generation"]) == 12
    assert state["size"] > 0
    assert not state["stale"]
    code, out, _ = gsearch("status")
    assert code == 0
    assert state["generation"] in out
    assert gsearch("check")[:2] == (0, "")


def test_status_names_what_is_odd_about_a_file(tmp_path: Path, sample_index: Path, gsearch: Gsearch) -> None:
    shutil.copytree(sample_index, tmp_path / "index")
    (tmp_path / "记录.jsonl").write_text('{"title": "甲", "text": "乙"}\n{没有写完\n', encoding="utf-8")
    code, _, err = gsearch("build", str(tmp_path / "记录.jsonl"), index=tmp_path / "index")
    assert code == 0
    assert "gsearch status" in err
    assert "存疑      记录.jsonl：第 2 行" in gsearch("status", index=tmp_path / "index")[1]
    state = json.loads(gsearch("status", "--format", "json", index=tmp_path / "index")[1])
    assert [each["file"] for each in state["warnings"]] == ["记录.jsonl"]


def test_check_names_the_damaged_file(sample_index: Path, tmp_path: Path, gsearch: Gsearch) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(sample_index, copy)
    damaged = next(path for path in copy.glob("generations/*/vocabulary/*") if path.is_file())
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    code, out, _ = gsearch("check", index=copy)
    assert code == 3
    assert damaged.name in out
    assert "gsearch build" in out


def test_check_names_the_faulty_line_of_a_dictionary(gsearch: Gsearch, tmp_path: Path) -> None:
    (tmp_path / "divisions.csv").write_text("这一行,不对\n", encoding="utf-8")
    code, out, _ = gsearch("check", "--dictionaries", str(tmp_path))
    assert code == 2
    assert re.search(r"divisions\.csv:\d+: ", out)


def test_build_update_and_rollback(tmp_path: Path, gsearch: Gsearch) -> None:
    source, index, log = tmp_path / "公报", tmp_path / "index", tmp_path / "log"
    source.mkdir()
    shutil.copy(DATA / "taizhou-shi-2019.md", source)
    code, out, err = gsearch("build", str(source), "--log", str(log), index=index)
    assert code == 0
    assert "已建成并启用第 " in out
    shutil.copy(DATA / "haishu-2021-2.txt", source)
    (source / "坏.docx").write_bytes(b"PK\x03\x04 cut off")
    code, out, err = gsearch("update", "--quiet", "--log", str(log), index=index)
    assert (code, out) == (1, "")
    assert err.startswith("失败：坏.docx：")
    assert gsearch("海曙区", index=index)[0] == 0
    code, out, _ = gsearch("build", "--rollback", index=index)
    assert (code, out.startswith("已退回第 ")) == (0, True)
    assert gsearch("海曙区", "--exact", index=index)[0] == 1
    (source / "坏.docx").unlink()
    assert gsearch("update", "--quiet", index=index) == (0, "", "")
    lines = log.read_text("utf-8").splitlines()
    assert [line.split()[1] for line in lines if line.split()[1] in ("完成", "失败")] == [
        "完成",
        "失败",
        "完成",
    ]


def test_the_shell_completes_filters_from_the_index(sample_index: Path) -> None:
    from click.shell_completion import ShellComplete

    from search_app.cli.app import gsearch as program

    def completions(index: Path, *args: str) -> list[str]:
        line = ["--index", str(index), QUERY, *args[:-1]]
        found = ShellComplete(program, {}, "gsearch", "_X").get_completions(line, args[-1])
        return [item.value for item in found]

    assert completions(sample_index, "--district", "海") == ["海曙区"]
    assert {"2018", "2019"} <= set(completions(sample_index, "--year", "20"))
    assert completions(sample_index / "none", "--district", "海") == []


def test_nothing_to_build_from(tmp_path: Path, gsearch: Gsearch) -> None:
    assert gsearch("build", str(tmp_path / "没有"), index=tmp_path / "index")[0] == 2
    code, _, err = gsearch("build", index=tmp_path / "index")
    assert code == 3
    assert "gsearch build" in err
