"""Small documents of every format, put together by hand for tests: docx, ofd, pdf and zip archives as
bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def zipped(members: Mapping[str, bytes | str] | Sequence[tuple[str, bytes | str]]) -> bytes:
    """A deflated zip archive of ``members``; a list may name one twice."""
    pairs = members.items() if isinstance(members, Mapping) else members
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def zipped_with_raw_name(raw_name: bytes, content: bytes) -> bytes:
    """An archive whose one member has a name in any encoding, as programs without the UTF-8 flag write it."""
    placeholder = "X" * len(raw_name)
    return zipped({placeholder: content}).replace(placeholder.encode(), raw_name)


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document with that content of ``w:body``, and other parts as ``{"footnotes": inner xml}``."""
    members = {"word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>"}
    for name, inner in (parts or {}).items():
        members[f"word/{name}.xml"] = f"<w:root {W}>{inner}</w:root>"
    return zipped({"[Content_Types].xml": "<Types/>", **members})


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text_object(x: float, y: float, text: str, size: float = 5) -> str:
    """One line of text whose top left corner is at ``x``, ``y`` millimetres."""
    steps = f"g {len(text) - 1} {size}" if len(text) > 1 else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} {size * len(text)} {size}" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(*pages: str) -> bytes:
    """An OFD document with the text objects of each page."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    members = {
        "OFD.xml": f"<ofd:OFD {OFD}>{root}</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {OFD}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(members)


def pdf(*pages: Sequence[str], password: str | None = None) -> bytes:
    """A PDF with those lines on its pages, in a font that readers bring along; no lines, no text layer."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    encryption = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(stream, encrypt=encryption, invariant=True)
    for lines in pages:
        canvas.setFont("STSong-Light", 14)
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 24 * number, line)
        canvas.rect(72, 40, 200, 10)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def bare_pdf(content: bytes, form: bytes = b"", media: str = "0 0 600 800") -> bytes:
    """A PDF put together by hand: one page with that content stream, packed, and a form ``/F`` it may draw."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R "
        b"/Resources << /XObject << /F 5 0 R >> >> >>" % media.encode(),
        _packed_stream(b"", content),
        _packed_stream(b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] ", form),
    ]
    data, places = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 6\n" + places + trailer


def _packed_stream(entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< %s/Length %d /Filter /FlateDecode >> stream\n" % (entries, len(packed))
    return head + packed + b"\nendstream"
