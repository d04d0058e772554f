"""Citations state what the document states, and nothing else."""

from __future__ import annotations

import pytest

from indexer.models import Document, Gazette
from search_app.documents.citing import citation, gbt7714, reference

FULL = Gazette("云岭区人民政府公报", 2019, 3, 9, "2019-09-30")


@pytest.mark.parametrize(
    ("gazette", "page", "expected"),
    [
        (FULL, 3, "《云岭区人民政府公报》2019年第3期（总第9期）第3页"),
        (FULL, None, "《云岭区人民政府公报》2019年第3期（总第9期）"),
        (Gazette("云岭区人民政府公报", None, 3), 8, "《云岭区人民政府公报》第3期第8页"),
        (Gazette(serial_number=9), None, "总第9期"),
        (Gazette(), 3, None),
        (None, 3, None),
    ],
)
def test_the_place_of_publication(gazette: Gazette | None, page: int | None, expected: str | None) -> None:
    assert citation(Document("1", "关于开会的通知", gazette=gazette, page=page)) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            Document("1", "关于防汛的通知", issuer="云岭区人民政府", gazette=FULL, page=3),
            "云岭区人民政府. 关于防汛的通知[J]. 云岭区人民政府公报, 2019(3): 3.",
        ),
        (
            Document("1", "关于防汛的通知", gazette=Gazette("云岭区人民政府公报"), page=None),
            "关于防汛的通知[J]. 云岭区人民政府公报.",
        ),
        (
            Document("1", "关于防汛的通知", number="云政发〔2019〕7号", year=2019),
            "关于防汛的通知: 云政发〔2019〕7号[Z]. 2019.",
        ),
        (Document("1", "关于防汛的通知"), "关于防汛的通知[Z]."),
    ],
)
def test_the_reference_after_gbt_7714(document: Document, expected: str) -> None:
    assert gbt7714(document) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            Document("1", "关于防汛的通知", number="云政发〔2019〕7号"),
            "《关于防汛的通知》（云政发〔2019〕7号）",
        ),
        (Document("1", "关于印发《防汛办法》的通知"), "《关于印发〈防汛办法〉的通知》"),
        (Document("1", "", number="云政发〔2019〕7号"), None),
    ],
)
def test_one_document_names_another_by_title_and_number(document: Document, expected: str | None) -> None:
    assert reference(document) == expected


def test_what_has_no_title_is_not_cited() -> None:
    assert gbt7714(Document("1", "", gazette=FULL)) is None


def test_a_gazette_title_with_its_marks_is_not_marked_twice() -> None:
    marked = Document("1", "关于防汛的通知", gazette=Gazette("《云岭区人民政府公报》", 2019, 3))
    assert citation(marked) == "《云岭区人民政府公报》2019年第3期"
    assert gbt7714(marked) == "关于防汛的通知[J]. 云岭区人民政府公报, 2019(3)."
