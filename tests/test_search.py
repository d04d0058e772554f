"""What a clerk types and what comes back: order, filters, synonyms, slips, numbers, explanations."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import Collection, collection, document
from test_query_parser import FUZZ

from indexer.errors import QueryError, SlowQueryError, UsageError
from indexer.models import Document, Gazette
from search_app.response import SearchRequest, response_as_json
from search_app.search import search


def place(district: str, city: str = "临山市", year: int = 2019) -> dict[str, object]:
    return {
        "district": district,
        "city": city,
        "province": "山东省",
        "year": year,
        "issuer": f"{district}人民政府办公室",
        "gazette": Gazette(f"{district}人民政府公报", year, 1),
        "written_on": f"{year}-03-01",
    }


DOCUMENTS: list[Document] = [
    document(
        "window",
        "云岭区人民政府办公室关于推行一窗受理改革的通知",
        "云岭区人民政府办公室关于推行一窗受理改革的通知\n云政办发〔2019〕7号\n各镇人民政府：\n"
        "一、总体要求\n全面推行“一窗受理·一次办好”，优化营商环境，方便企业和群众办事。\n"
        "二、帮办代办\n（一）设立专窗\n在政务服务大厅设立帮办代办专窗，由区人力资源和社会保障局负责。",
        number="云政办发〔2019〕7号",
        type="通知",
        **place("云岭区"),
    ),
    document(
        "mention",
        "石门县人民政府关于政务公开工作要点的通知",
        "各部门：\n加强政务公开。推进一窗受理，落实云政办发〔2019〕7号要求。\n三、保障措施\n加大营商环境宣传。",
        number="石政发〔2020〕17号",
        type="通知",
        cites=("云政办发〔2019〕7号",),
        **place("石门县", "青河市", 2020),
    ),
    document(
        "jobs",
        "石门县人民政府关于进一步稳定就业的意见",
        "按照省政府要求，提出如下意见：\n1.落实失业人员待遇。对生活困难的失业人员给予临时生活补助，所需资金从就业"
        "补助资金中列支。企业稳岗返还比例为上年度实际缴纳失业保险费的50%。\n2.防范欠薪。确保农民工工资按时发放，"
        "不发生因欠薪引发的事件。\n第三条 重大行政决策应当公开征求意见，期限不少于三十日。",
        number="石政发〔2020〕7号",
        type="意见",
        **place("石门县", "青河市", 2020),
    ),
    document(
        "river",
        "云岭区人民政府关于加强河长制工作的意见",
        "建立区、镇、村三级河长。\n对黑臭水体开展排查。\n项目\t内容\t责任单位\n1\t巡河\t水利局",
        number="云政发〔2021〕3号",
        type="意见",
        **place("云岭区", year=2021),
    ),
    document(
        "check",
        "云岭区市场监管领域双随机、一公开抽查办法",
        "双随机、一公开监管。重大行政决策程序按规定执行。\n附件：抽查事项清单",
        type="办法",
        **place("云岭区", year=2021),
    ),
    document(
        "dated",
        "石门县统计公报",
        "二〇一九年三月一日起，登记率按3.5%计算。",
        type="公报",
    ),
    document(
        "toilet", "城区公共厕所管理规定", "公共厕所应当免费开放。\n公共服务设施由主管部门管理。", type="规定"
    ),
]


@pytest.fixture(scope="module")
def gazettes(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return collection(tmp_path_factory.mktemp("search"), DOCUMENTS)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("一窗受理", ["window", "mention"]),
        ("一窗受理 帮办代办", ["window"]),
        ("一窗受理 AND 政务公开", ["mention"]),
        ("河长制 OR 双随机", ["check", "river"]),
        ("一窗受理 -政务公开", ["window"]),
        ("一窗受理 NOT 政务公开", ["window"]),
        ("雙隨機", ["check"]),
        ("双随机一公开", ["check"]),
        ("district:云岭区 year:2021", ["check", "river"]),
        ("区县：云岭区 year:2020..2021 河长制", ["river"]),
        ("district:云岭 type:意见", ["river"]),
        ("district:云岭区 district:石门县 一窗受理", ["window", "mention"]),
        ("标题:河长制", ["river"]),
        ("title:黑臭水体", []),
        ("city:青河市 type:意见", ["jobs"]),
        ("number:石政发〔2020〕7号", ["jobs"]),
        ("公共*", ["toilet"]),
        ("厕", ["toilet"]),
        ("云政办发〔2019〕7号", ["window", "mention"]),
        ("云政办发(2019)第7号", ["window", "mention"]),
        ("石政发2020 7", ["jobs"]),
        ("云政办发7号", ["window", "mention"]),
        ("云政办发〔2019〕7号 通知", ["window", "mention"]),
        ("人社局", ["window"]),
        ("公厕", ["toilet"]),
        ("农民工讨薪", ["jobs"]),
        ("稳岗返还的比例是多少？", ["jobs"]),
        ("双随即", ["check"]),
        ("双双随机", ["check"]),
        ("重大政行决策程序", ["check"]),
        ("一窗受理，帮办代办", ["window"]),
        ("关于“三级河长”怎样建立", ["river"]),
        ("重大行正决策程序", ["check"]),
        ("云岭区人民政府关于加强河长制工作的意见", ["river"]),
        ("云岭区人民政府办公室关于推行一窗受理、一次办好改革的通知", ["window"]),
        ("1,050", []),
        ("3,500元", []),
        ("2.5", []),
        ("50", ["jobs"]),
        ("二〇一九年三月一日", ["dated"]),
        ("2019年3月1日", ["dated"]),
        ("３．５％", ["dated"]),
        ("黑臭水体整治", ["river"]),
    ],
)
def test_what_comes_back_and_in_which_order(gazettes: Collection, query: str, expected: list[str]) -> None:
    assert gazettes.found(query) == expected


def test_documents_on_the_same_subject_follow_the_title(tmp_path: Path) -> None:
    subject = "电动自行车停放充电安全管理"
    title = f"云岭区人民政府关于加强{subject}的实施意见"
    found = collection(
        tmp_path,
        [
            document("own", title, f"{title}\n为{subject}，提出如下意见。\n二、加强电动自行车登记。"),
            document(
                "kin",
                "石门县电动自行车管理办法",
                "第一条 为了规范电动自行车停放、充电，加强安全管理，制定本办法。\n"
                "第二条 电动自行车停放充电安全实行属地管理。",
            ),
            document("other", "云岭区人民政府关于加强河道管理的实施意见", "加强河道管理，提出如下实施意见。"),
        ],
    )
    assert found.found(title) == ["own", "kin"]


def test_an_explanation_names_words_and_no_neighbouring_characters(gazettes: Collection) -> None:
    explanation = gazettes.search("缴纳费的比例是多少", explain=True).explanation
    assert explanation is not None
    assert "缴纳" in explanation["words"][0]["words"]
    assert explanation["synonyms"] == {}


def test_suggestions_never_cut_a_number_up(gazettes: Collection) -> None:
    assert not any(part in ("50", "500", "00元") for part in gazettes.search("3500元").suggestions)


def test_operators_mean_the_string_even_where_little_is_found(tmp_path: Path) -> None:
    texts = {"string": "农民工讨薪专线，举报受理。", "near": "农民工遇到欠薪可以讨薪，举报受理。"}
    found = collection(tmp_path, [document(name, "公告", text) for name, text in texts.items()])
    assert found.found("农民工讨薪") == ["string", "near"]
    assert found.found("农民工讨薪 AND 举报") == ["string"]


def test_seven_is_not_seventeen(gazettes: Collection) -> None:
    assert gazettes.found("石政发〔2020〕17号") == ["mention"]
    assert gazettes.found("石政发〔2020〕7号") == ["jobs"]


def test_synonyms_rank_below_and_can_be_switched_off(gazettes: Collection) -> None:
    answer = gazettes.search("公厕", explain=True)
    assert answer.explanation is not None
    assert answer.explanation["synonyms"]["公厕"] == ["公共厕所"]
    assert gazettes.found("公厕", exact=True) == []


def test_a_slip_is_mended_with_a_notice_and_a_query_that_finds_the_same(gazettes: Collection) -> None:
    answer = gazettes.search("双随即")
    assert "双随机" in answer.notices[0]
    assert answer.suggestions == ("双随机",)
    assert gazettes.found(answer.suggestions[0]) == gazettes.found("双随即")
    assert gazettes.found("双随即", exact=True) == []


def test_zero_results_name_what_is_to_blame_with_the_true_count_without_it(gazettes: Collection) -> None:
    answer = gazettes.search("一窗受理 year:2021")
    assert answer.hits == ()
    assert answer.notices[0] == "去掉筛选条件“年份:2021”就有 2 篇"
    assert answer.suggestions[0] == "一窗受理"
    answer = gazettes.search("河长制", filters={"city": ("青河市",)})
    assert any("青河市" in notice and "1 篇" in notice for notice in answer.notices)
    answer = gazettes.search("外星飞船")
    assert "外星飞船" in answer.notices[0]


@pytest.mark.parametrize(
    ("query", "filters", "notices"),
    [
        ("", {"year": ("2001",)}, ["没有一篇公文符合筛选条件“年份:2001”"]),
        (
            "",
            {"issuer": ("石门县政府办",)},
            ["没有一篇公文符合筛选条件“发文机关:石门县政府办”", "索引里相近的发文机关：石门县人民政府办公室"],
        ),
        (
            "机关:石门县政府办",
            {},
            ["没有一篇公文符合筛选条件“发文机关:石门县政府办”", "索引里相近的发文机关：石门县人民政府办公室"],
        ),
        ("一窗受理", {"year": ("2001",), "city": ("别处市",)}, ["去掉全部筛选条件就有 2 篇"]),
        ("外星飞船", {"year": ("2001",)}, ["没有一篇公文符合“外星飞船”、筛选条件“年份:2001”"]),
    ],
)
def test_filters_that_let_nothing_through_are_named_as_people_call_them(
    gazettes: Collection, query: str, filters: dict[str, tuple[str, ...]], notices: list[str]
) -> None:
    answer = gazettes.search(query, filters=filters)
    assert answer.hits == ()
    assert list(answer.notices) == notices


def test_a_latin_word_is_there_whole_or_not_at_all(gazettes: Collection) -> None:
    answer = gazettes.search("serch 一窗受理")
    assert "“serch”" in answer.notices[0]
    assert {hit.document.id for hit in answer.hits} <= set(gazettes.found("一窗受理"))
    assert gazettes.found("9999999999999") == []


def test_suggestions_for_nothing_found_do_find_something(gazettes: Collection) -> None:
    answer = gazettes.search("帮办待办服务站点 title:河长制")
    for suggestion in answer.suggestions:
        assert gazettes.found(suggestion)


def test_pages_are_windows_on_one_order(gazettes: Collection) -> None:
    whole = gazettes.found("通知 OR 意见 OR 管理")
    pages = [gazettes.search("通知 OR 意见 OR 管理", offset=at, limit=2) for at in range(0, len(whole), 2)]
    assert [hit.document.id for page in pages for hit in page.hits] == whole
    assert [hit.rank for page in pages for hit in page.hits] == list(range(1, len(whole) + 1))
    assert {page.total for page in pages} == {len(whole)}


@pytest.mark.parametrize(
    "query", ["一窗受理", "一窗受理 营商环境", "稳岗返还的比例是多少", "云政办发7号", "公厕"]
)
def test_scores_fall_with_rank_and_are_the_sum_of_their_parts(gazettes: Collection, query: str) -> None:
    answer = gazettes.search(query, explain=True)
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)
    assert answer.explanation is not None
    for told in answer.explanation["scores"]:
        assert sum(told["parts"].values()) == pytest.approx(told["score"], abs=1e-4)


def test_newest_and_oldest_go_by_date(gazettes: Collection) -> None:
    newest = gazettes.found("营商环境", sort="newest")
    assert newest == ["mention", "window"]
    assert gazettes.found("营商环境", sort="oldest") == newest[::-1]


def test_facets_count_all_hits_not_the_page(gazettes: Collection) -> None:
    answer = gazettes.search("district:云岭区", facets=True, limit=1)
    assert dict(answer.facets["type"]) == {"通知": 1, "意见": 1, "办法": 1}
    assert sum(count for _, count in answer.facets["year"]) == answer.total == 3


def test_filters_beside_the_query_mean_or_within_and_and_between(gazettes: Collection) -> None:
    given = {"district": ("云岭区", "石门县"), "type": ("意见",)}
    assert set(gazettes.found("", filters=given)) == {"jobs", "river"}
    with pytest.raises(UsageError):
        gazettes.search("通知", filters={"colour": ("red",)})


def test_a_query_that_takes_too_long_is_cut_off_with_a_message(
    gazettes: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_app.search.TIME_LIMIT", -1.0)
    with pytest.raises(SlowQueryError, match="已停止"):
        gazettes.search("通知")


@pytest.mark.parametrize("query", ["", "  ", "，。", "(", "year:x"])
def test_malformed_queries_are_errors_with_a_place(gazettes: Collection, query: str) -> None:
    with pytest.raises(QueryError):
        gazettes.search(query)


def test_the_same_question_gives_the_same_answer(gazettes: Collection) -> None:
    first, second = (response_as_json(gazettes.search("营商环境", explain=True)) for _ in range(2))
    del first["took_ms"], second["took_ms"]
    assert first == second


@settings(max_examples=250, deadline=None)
@given(FUZZ, st.booleans())
def test_any_string_is_answered_or_refused_with_a_place(
    gazettes: Collection, typed: str, exact: bool
) -> None:
    try:
        answer = search(SearchRequest(typed, exact=exact, explain=True), gazettes.generation)
    except UsageError:
        return
    assert answer.total >= len(answer.hits)
    for hit in answer.hits:
        assert 1 <= len(hit.snippets) <= 3
        for snippet in hit.snippets:
            assert snippet.text
            assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.highlights)


def test_documents_that_ocr_misread_come_after_those_it_did_not(tmp_path: Path) -> None:
    misread = collection(
        tmp_path,
        [
            document("clean", "甲", "严格审批动土作业。周政办字〔2018〕109号"),
            document("misread", "乙", "严格审批动士作业。严格审批动士作业。周故办字〔2018〕109号"),
            document("other", "丙", "严格审批动火作业。"),
        ],
    )
    assert misread.found("动土作业") == ["clean", "misread"]
    assert misread.found("动土作业", exact=True) == ["clean"]
    assert set(misread.found("周政办字〔2018〕109号")) == {"clean", "misread"}
    answer = misread.search("动土作业", explain=True)
    assert answer.explanation is not None
    assert answer.explanation["misprints"] == {"动土作业": ["动士作业"]}


def test_a_word_beside_another_that_nothing_holds_brings_back_documents_that_say_what_they_lack(
    gazettes: Collection,
) -> None:
    response = gazettes.search("一窗受理 火星移民")
    assert [hit.document.id for hit in response.hits] == ["window", "mention"]
    assert response.partial == response.total == 2
    assert {(hit.partial, hit.lacks) for hit in response.hits} == {(True, ("火星移民",))}
    assert "火星移民" in response.notices[0]


def test_documents_with_all_of_several_words_come_first_then_those_with_most(gazettes: Collection) -> None:
    response = gazettes.search("一窗受理 帮办代办 失业人员 火星", limit=20)
    assert response.hits[0].document.id == "window"
    assert response.hits[0].lacks == ("失业人员", "火星")
    for hit in gazettes.search("一窗受理 帮办代办 营商环境").hits:
        assert hit.partial == bool(hit.lacks)


def test_what_its_content_words_find_belongs_to_the_answer_of_a_question(gazettes: Collection) -> None:
    assert set(gazettes.found("一窗受理")) <= set(gazettes.found("什么是一窗受理"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("一窗首里", "一窗受理"),
        ("一创受理", "一窗受理"),
        ("营伤环竟", "营商环境"),
        ("临是生活补天", "临时生活补助"),
        ("临时升活补天", "临时生活补助"),
        ("农民公天资", "农民工工资"),
    ],
)
def test_two_wrong_characters_are_mended_and_searched_as_if_typed(
    gazettes: Collection, typed: str, meant: str
) -> None:
    response = gazettes.search(typed)
    assert response.suggestions == (meant,)
    assert [hit.document.id for hit in response.hits] == gazettes.found(meant)


def test_a_last_character_that_makes_a_known_pair_is_not_taken_for_wrong(gazettes: Collection) -> None:
    assert gazettes.search("农民工工作").suggestions != ("农民工工资",)


@pytest.mark.parametrize("known", ["一窗受理", "失业人员", "黑臭水体", "河长", "抽查"])
@pytest.mark.parametrize(
    "form", ["{} 火星", "火星 {}", "火星{}", "{}火星移民", "火星怎么{}", "{}的火星在哪里？", "火星，{}"]
)
def test_of_two_words_one_that_the_collection_holds_is_enough_to_find_something(
    gazettes: Collection, known: str, form: str
) -> None:
    assert gazettes.search(form.format(known)).total


def test_a_question_in_two_halves_is_answered_by_the_words_of_both(gazettes: Collection) -> None:
    response = gazettes.search("单位欠薪一直拖着不给，农民工工资应当怎样发放")
    assert response.hits[0].document.id == "jobs"


@pytest.mark.parametrize("form", ["{}的通知是什么", "{}是关于什么的？", "什么是{}", "请问{}讲了什么"])
def test_a_question_about_a_number_is_answered_as_the_number(gazettes: Collection, form: str) -> None:
    asked = gazettes.search(form.format("云政办发〔2019〕7号"))
    assert asked.hits[0].document.id == "window"
    assert not asked.partial


def test_a_pasted_letter_is_answered_by_its_most_specific_words(gazettes: Collection) -> None:
    letter = (
        "尊敬的领导：您好！我在厂里做了两年，老板一直欠薪，农民工工资没有按时发放。请问怎么办？谢谢！" * 6
    )
    response = gazettes.search(letter)
    assert response.hits[0].document.id == "jobs"
    assert response.notices


def test_what_only_looks_like_a_number_beside_words_is_text(gazettes: Collection) -> None:
    response = gazettes.search("公司发6560工资，欠薪事件防范")
    assert [hit.document.id for hit in response.hits][:1] == ["jobs"]
    assert any("公司发6560" in notice for notice in response.notices)
    assert gazettes.search("云政办发〔2019〕77号").total == 0


HELD = [
    "一窗受理",
    "营商环境",
    "帮办代办",
    "政务公开",
    "临时生活补助",
    "农民工工资",
    "失业保险",
    "征求意见",
    "河长",
    "黑臭水体",
    "水利局",
    "抽查",
    "保障措施",
]
FOREIGN = [
    "赠与",
    "儿媳",
    "离婚",
    "股东",
    "知情权",
    "火星",
    "鲸鱼",
    "咖啡馆",
    "篮球队",
    "太平洋",
    "借条",
    "遗嘱",
    "邻居",
    "装修",
    "航班",
]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(HELD), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(FOREIGN), max_size=3, unique=True),
    st.randoms(use_true_random=False),
    st.sampled_from([" ", "，", "、", "的", "", "和", "2021年7号 "]),
    st.sampled_from(["{}", "请问{}怎么办？", "{}有什么规定", "关于{}的通知", "{}。"]),
)
def test_no_query_of_two_content_words_of_which_one_is_held_comes_back_empty(
    gazettes: Collection, held: list[str], foreign: list[str], chance: Random, between: str, form: str
) -> None:
    words = [*held, *foreign]
    chance.shuffle(words)
    query = form.format(between.join(words))
    assert gazettes.search(query).hits, query


def test_quotation_marks_in_a_pasted_passage_are_no_condition(gazettes: Collection) -> None:
    passage = "据“某某论坛”消息，有“工友”反映老板欠薪，农民工工资没有按时发放，希望“有关部门”尽快处理。"
    response = gazettes.search(passage)
    assert response.hits[0].document.id == "jobs"
    assert response.notices
    assert gazettes.search('"某某论坛" 农民工工资').total == 0


def test_a_short_word_that_stands_nowhere_is_not_turned_into_another_beside_words_that_do(
    gazettes: Collection,
) -> None:
    response = gazettes.search("失业人员 窗日")
    assert not any("窗口" in notice for notice in response.notices)
    assert response.hits[0].lacks == ("窗日",)
