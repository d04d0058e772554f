"""A hand-made SearchResponse, composed for the tests: wide characters, a table row, hostile text."""

from __future__ import annotations

from indexer.models import Document, Gazette, Source, Text
from search_app.response import Hit, SearchResponse, Snippet

TITLE = "云岭区人民政府办公室关于印发云岭区“双随机、一公开”监管工作实施方案的通知"

DOCUMENT = Document(
    id="0a1b2c3d4e5f",
    title=TITLE,
    number="云政办发〔2018〕45号",
    issuer="云岭区人民政府办公室",
    type="通知",
    instrument="实施方案",
    written_on="2018-09-12",
    district="云岭区",
    year=2018,
    gazette=Gazette("云岭区人民政府公报", 2018, 3, 12),
    page=15,
    cites=("国发〔2015〕58号", "云政发〔2017〕3号"),
    attachments=("随机抽查事项清单",),
    source=Source("yunling-2018-3.txt", 113, 190),
    text=Text("各街道办事处，区直各部门：\n全面推行“双随机、一公开”监管。\n序号\t事项\t责任单位"),
)

HOSTILE = Document(
    id="f0e1d2c3b4a5",
    title='=HYPERLINK("http://example.invalid","点我")\x1b[2J\u202e</mark>',
    number="+1号",
    issuer="@机关",
    warnings=("-2 行", "第 3 行"),
    source=Source("第二.txt", 7, 9),
)


def sample_response() -> SearchResponse:
    """Two hits of seven: an ordinary document and one whose text was written to do harm."""
    text = "全面推行“双随机、一公开”监管，抽查结果及时向社会公布。"
    row = "3\t双随机抽查\t市场监管局"
    snippets = (
        Snippet(text, ((5, 12),), 120, "三、重点工作"),
        Snippet(row, ((2, 5),), 131, "三、重点工作"),
    )
    first = Hit(1, 12.25, DOCUMENT, snippets, ((TITLE.index("双随机"), TITLE.index("双随机") + 7),))
    second = Hit(2, 3.5, HOSTILE, (Snippet("\tcmd|' /C calc'!A0", ((1, 4),), 8, None),))
    return SearchResponse(
        query="双随机",
        total=7,
        took_ms=4.1,
        generation="89abcdef0123",
        offset=0,
        limit=2,
        hits=(first, second),
        facets={"district": (("云岭区", 4), ("海州区", 3)), "year": (("2018", 7),)},
    )
