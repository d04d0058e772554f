"""Scans made in tests: composed text set in a Chinese font on pages, and these as PDF without a text layer or TIFF."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
)
SIMPLIFIED = 2
"""The face for simplified Chinese in Noto's collections."""

NOTICE = (
    "青溪县人民政府办公室",
    "关于印发防汛应急预案的通知",
    "青政办发〔2021〕15号",
    "各乡镇人民政府，县政府各部门：",
    "现将《青溪县防汛应急预案》印发给你们，",
    "请结合实际认真贯彻落实。",
    "青溪县人民政府办公室",
    "2021年3月15日",
)
REPLY = (
    "青溪县人民政府",
    "关于同意设立城东社区的批复",
    "青政函〔2021〕8号",
    "城关镇人民政府：",
    "你镇《关于设立城东社区的请示》收悉。经研究，",
    "同意设立城东社区，由你镇管理。",
    "青溪县人民政府",
    "2021年4月2日",
)


def fonts() -> list[Path]:
    """The Chinese fonts of this machine; a test that needs one is skipped without."""
    found = [path for path in FONTS if path.exists()]
    if not found:
        pytest.skip("needs a Chinese font (fonts-noto-cjk)")
    return found


def page(
    *columns: Sequence[str],
    head: Sequence[str] = (),
    size: tuple[int, int] = (1100, 800),
    pixels: int = 34,
    lead: int = 58,
    font: Path | None = None,
) -> Any:
    """A picture of a page: lines across its top, then columns beside each other."""
    from PIL import Image, ImageDraw, ImageFont

    path = font or fonts()[0]
    face = ImageFont.truetype(path, pixels, index=SIMPLIFIED if "Noto" in path.name else 0)
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(head):
        draw.text((size[0] / 2, 60 + lead * number), line, font=face, fill="black", anchor="ma")
    for place, lines in enumerate(columns):
        left = 80 + place * (size[0] - 80) // len(columns)
        for number, line in enumerate(lines):
            draw.text((left, 70 + lead * (len(head) + number)), line, font=face, fill="black")
    return picture


def askew(picture: Any, degrees: float) -> Any:
    """A page put on the glass a little askew."""
    return picture.rotate(degrees, expand=True, fillcolor="white", resample=3)


def grainy(picture: Any, spread: float = 40.0) -> Any:
    """A page with the noise of a scanner."""
    from PIL import Image

    noise = Image.effect_noise(picture.size, spread).convert("RGB")
    return Image.blend(picture, noise, 0.15)


def photograph() -> bytes:
    """A JPEG of nothing that is written: soft blots and grain, as of a cat on a carpet."""
    from PIL import Image, ImageFilter

    soft = Image.effect_noise((60, 45), 90).resize((900, 675)).filter(ImageFilter.GaussianBlur(4))
    return saved([soft.convert("RGB")], "JPEG")


def saved(pictures: Sequence[Any], kind: str) -> bytes:
    """Pictures as the pages of a PDF or TIFF, or one as a PNG or JPEG."""
    stream = io.BytesIO()
    first, *others = (picture.copy() for picture in pictures)
    more = {"save_all": True, "append_images": others} if others else {}
    resolution = {"resolution": 200} if kind == "PDF" else {}
    first.save(stream, kind, **more, **resolution)
    return stream.getvalue()


def lines_beside(text: str, length: int) -> Iterator[str]:
    """``text`` cut into lines of that many characters, as print does."""
    for start in range(0, len(text), length):
        yield text[start : start + length]
