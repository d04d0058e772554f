"""For the search box of browsers: a description of this engine (OpenSearch 1.1) and suggestions as it wants them."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.generations import Generation
from search_app.suggestions import suggest
from search_app.web.parameters import read_query
from search_app.web.site import answer

blueprint = Blueprint("browser_search", __name__)

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"


@blueprint.get("/opensearch.xml")
def description() -> BaseResponse:
    host = request.host_url.rstrip("/")
    root = ElementTree.Element("OpenSearchDescription", {"xmlns": _NAMESPACE})
    for name, text in (
        ("ShortName", "政府公报检索"),
        ("Description", "检索政府公报全文"),
        ("InputEncoding", "UTF-8"),
    ):
        ElementTree.SubElement(root, name).text = text
    icon = ElementTree.SubElement(root, "Image", {"type": "image/svg+xml", "width": "16", "height": "16"})
    icon.text = f"{host}/static/icon.svg"
    for kind, template in (
        ("text/html", "/search?q={searchTerms}"),
        ("application/atom+xml", "/feed?q={searchTerms}"),
        ("application/x-suggestions+json", "/opensearch/suggestions?q={searchTerms}"),
    ):
        ElementTree.SubElement(root, "Url", {"type": kind, "method": "get", "template": host + template})
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, content_type="application/opensearchdescription+xml; charset=utf-8")


@blueprint.get("/opensearch/suggestions")
def suggestions() -> BaseResponse:
    """``[typed, [suggestion, …]]`` (OpenSearch Suggestions 1.1)."""
    typed = read_query(request.args.to_dict(flat=False))

    def make(generation: Generation) -> Response:
        said = json.dumps([typed, list(suggest(typed, generation))], ensure_ascii=False)
        return Response(said, content_type="application/x-suggestions+json; charset=utf-8")

    return answer(make)
