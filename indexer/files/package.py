"""Documents that are zip packages of XML parts (docx, ofd): their parts, within bounds and without entity
tricks."""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree

from indexer.errors import ExtractError
from indexer.files.archives import Member, Refused, list_members, read_member
from indexer.files.decode import decode

MAX_XML_BYTES = 48 << 20
"""Size of one part. The text of a whole issue (300,000 characters in small runs) is about 15 MB."""

MAX_TAGS = 1_000_000
"""Tags, opening and closing ones, in all parts of one document: a parsed one takes some 150 bytes and 5 µs. A whole
issue in small runs has 300,000."""

MAX_TOTAL_BYTES = 160 << 20
"""Size of all parts of one document that are read."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


class Package:
    """The parts of one document, by their names without regard to case; each is read when it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        listed = list_members(data)
        for member in listed:
            if isinstance(member, Refused) and member.name.lower().endswith(".xml"):
                raise ExtractError(member.reason)
        self._members = {member.name.lower(): member for member in listed if isinstance(member, Member)}
        self._left = MAX_TOTAL_BYTES
        self._tags = MAX_TAGS

    def names(self) -> list[str]:
        """The names of all parts, in lower case, sorted."""
        return sorted(self._members)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def xml(self, name: str) -> ElementTree.Element:
        """The root element of the part ``name``; ExtractError where it is missing, damaged or beyond a
        bound."""
        member = self._members.get(name.lower())
        if member is None:
            raise ExtractError(f"文件已损坏：缺少 {posixpath.basename(name)[:60]}")
        self._left -= member.size
        if member.size > MAX_XML_BYTES or self._left < 0:
            raise ExtractError("文件内容超过上限，没有读")
        text = _decoded(read_member(self._data, member))
        self._tags -= text.count("<")
        if self._tags < 0:
            raise ExtractError("文件内容超过上限，没有读")
        return parse_xml(text)

    def optional_xml(self, name: str) -> ElementTree.Element | None:
        """As :meth:`xml`, but None for a part that is missing."""
        return self.xml(name) if name in self else None


def parse_xml(text: str) -> ElementTree.Element:
    """The root element of an XML document that declares no entities; ExtractError for anything else.

    It takes decoded text, so that no declared encoding can hide a document type declaration from the check.
    """
    if "\0" in text:
        raise ExtractError("文件已损坏：XML 不完整")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ExtractError("文件里有 DOCTYPE 声明，为安全起见没有读")
    try:
        return ElementTree.fromstring(text)  # noqa: S314 - no DTD gets here
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ExtractError("文件已损坏：XML 不完整") from error


def _decoded(data: bytes) -> str:
    head = data[:200].decode("latin-1")
    declared = _DECLARED.search(head)
    encoding = "utf-8"
    if declared and declared.group(1).lower() in {"gb2312", "gbk", "gb18030"}:
        encoding = "gb18030"
    try:
        # A NUL is half a character of UTF-16, which the XML parser would find out after our check.
        text = decode(data).text if b"\0" in data else data.decode(encoding)
    except ValueError:
        text = decode(data).text
    return _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)


def resolve(base: str, target: str) -> str:
    """The name of the part that ``target`` means within the part ``base``.

    >>> resolve("Doc_0/Document.xml", "Pages/Page_0/Content.xml"), resolve("Doc_0/Document.xml", "/OFD.xml")
    ('Doc_0/Pages/Page_0/Content.xml', 'OFD.xml')
    """
    target = target.strip().replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
    return posixpath.normpath("/" + joined).lstrip("/")


def local_name(element: ElementTree.Element) -> str:
    """The name of an element without its namespace: writers of both formats use several."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
