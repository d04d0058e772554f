"""Answers as gzip (RFC 1952) for those who take it: texts over a kilobyte, and what is streamed, piece by piece.

flask-compress would bring brotli and zstandard along; zlib is at hand.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from flask import Response, request

_TEXTS = ("text/", "application/json", "application/x-ndjson", "application/atom+xml", "image/svg+xml")
_SMALLEST = 1_024
_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 5


def compressed(response: Response) -> Response:
    """``response``, compressed where that helps and the visitor takes it."""
    if not (response.content_type or "").startswith(_TEXTS) or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"] or request.method == "HEAD":
        return response
    if response.is_streamed:
        response.response = _pieces(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    elif len(response.get_data()) >= _SMALLEST:
        response.set_data(b"".join(_pieces([response.get_data()])))
    else:
        return response
    response.headers["Content-Encoding"] = "gzip"
    return response


def _pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for piece in content:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
