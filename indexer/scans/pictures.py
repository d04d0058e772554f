"""The picture of one page: rendered from a PDF, or a frame of an image file; bounded in size whatever the file says."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from indexer.errors import ExtractError

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200
LONGEST_SIDE = 4_800
"""Pixels of a page's longer side: A2 at 200 dpi. Larger pages are rendered, larger pictures read, at this."""

MAX_PIXELS = 200_000_000
"""Pixels of an image file that is decoded at all: A0 at 300 dpi has 140 million."""

_TRUE_DPI = range(100, 1_300)
"""Resolutions that a scanner states; 72 and 96 are what programs write that know none."""

MAX_FRAMES = 5_000

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
"""All that is decoded, whatever else Pillow could."""


SHOWN_WIDTH, SHOWN_QUALITY = 1_240, 70
"""Of a page's picture as people look at it: pixels, and JPEG's measure (some 200 kB of A4)."""


class Pictures(Protocol):
    """A file of pages, open."""

    def page(self, index: int) -> Image:
        """The picture of a page (from 0) in RGB, upright, about 200 dpi. Raises ExtractError."""


def opened(data: bytes) -> Pictures:
    """The pages of a PDF or an image file. Raises ExtractError where it is damaged."""
    return _Pdf(data) if b"%PDF-" in data[:1024] else _Frames(data)


def as_jpeg(picture: Image) -> bytes:
    """A page's picture for people to look at."""
    height = max(1, round(picture.height * SHOWN_WIDTH / picture.width))
    shown = picture.resize((SHOWN_WIDTH, height)) if picture.width > SHOWN_WIDTH else picture
    stream = io.BytesIO()
    shown.save(stream, "JPEG", quality=SHOWN_QUALITY, optimize=True)
    return stream.getvalue()


def frames(data: bytes) -> int:
    """How many pictures an image file holds. Raises ExtractError where it is damaged or beyond the bounds."""
    with _image_faults(), _decoded(data) as image:
        count = int(getattr(image, "n_frames", 1))
        if image.width * image.height > MAX_PIXELS or count > MAX_FRAMES:
            raise ExtractError(f"图片超过上限（{MAX_PIXELS:,} 像素，{MAX_FRAMES} 页）")
        return count if image.format == "TIFF" else 1


class _Pdf:
    def __init__(self, data: bytes) -> None:
        import pypdfium2

        with _pdf_faults():
            self._document = pypdfium2.PdfDocument(data)

    def page(self, index: int) -> Image:
        with _pdf_faults():
            page = self._document[index]
            scale = min(DPI / 72, LONGEST_SIDE / max(1.0, *page.get_size()))
            bitmap = page.render(scale=scale)
            picture: Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
            page.close()
        return picture


class _Frames:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def page(self, index: int) -> Image:
        import PIL.ImageOps

        with _image_faults(), _decoded(self._data) as image:
            image.seek(index)
            if image.width * image.height > MAX_PIXELS:
                raise ExtractError(f"图片超过上限（{MAX_PIXELS:,} 像素）")
            scale = _scale(image)
            upright = PIL.ImageOps.exif_transpose(image)
            picture = _in_colour(upright)
            size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
            return picture if scale == 1 else picture.resize(size)


def _decoded(data: bytes) -> Image:
    import PIL.Image
    import PIL.TiffImagePlugin  # Pillow looks for it only where all formats are allowed

    return PIL.Image.open(io.BytesIO(data), formats=_FORMATS)


def _scale(image: Image) -> float:
    """What brings a picture to 200 dpi, where it says truly what it has and that is more; to the bound in any case."""
    stated = image.info.get("dpi", (0, 0))
    dpi = round(float(stated[0])) if isinstance(stated, tuple) and stated else 0
    wanted = DPI / dpi if dpi in _TRUE_DPI and dpi > DPI else 1.0
    return min(wanted, LONGEST_SIDE / max(image.size))


def _in_colour(image: Image) -> Image:
    """In RGB; what is transparent is paper, 16 bits of grey are brought to 8."""
    import PIL.Image

    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        return PIL.Image.alpha_composite(PIL.Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return image.convert("RGB")


@contextmanager
def _pdf_faults() -> Iterator[None]:
    import pypdfium2

    try:
        yield
    except pypdfium2.PdfiumError as error:
        raise ExtractError("PDF 的这一页画不出来") from error


@contextmanager
def _image_faults() -> Iterator[None]:
    """What Pillow raises on damaged files, by its documentation and by fuzzing, as one error; it warns of nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        EOFError,
        KeyError,
        IndexError,
        struct.error,
    ) as error:
        raise ExtractError("图片已损坏，读不出来") from error
    except _bomb() as error:
        raise ExtractError(f"图片超过上限（{MAX_PIXELS:,} 像素）") from error


def _bomb() -> type[Exception]:
    from PIL.Image import DecompressionBombError

    return DecompressionBombError
