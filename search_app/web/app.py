"""The application factory: routes, headers, errors as pages or JSON, metrics, access log."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, g, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.wrappers import Response as BaseResponse

from indexer.errors import GsearchError, QueryError
from indexer.fields import LABELS
from search_app.documents import UNTITLED
from search_app.settings import Settings, from_environment
from search_app.web import api, browser_search, downloads, facsimile, pages, relations, stats
from search_app.web.compression import compressed
from search_app.web.limits import Limits, RateLimiter
from search_app.web.metrics import Metrics
from search_app.web.site import Site, site, version

access_log = logging.getLogger("gsearch.access")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_UNLIMITED = ("healthz", "metrics", "static")
_JSON_PATHS = ("/api/", "/healthz")


@dataclass(frozen=True, slots=True)
class Caret:
    """A query cut at the place that an error is about."""

    before: str
    at: str
    after: str


def create_app(
    settings: Settings | None = None, limits: Limits | None = None, *, shared: Path | None = None
) -> Flask:
    """The WSGI application over ``settings.index``, which need not exist yet; it only ever reads.

    Each request opens the generation that serves at that moment, so a rebuild needs no restart. ``shared`` is the
    folder in which several processes keep rate limits and metrics together.
    """
    settings = settings or from_environment()
    limits = limits or Limits()
    app = Flask("search_app", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = limits.largest_body
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 30 * 86400
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = True
    app.extensions["gsearch"] = Site(settings, limits, RateLimiter(limits, shared=shared), Metrics(shared))
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_error_handler(GsearchError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(downloads.blueprint)
    app.register_blueprint(relations.blueprint)
    app.register_blueprint(facsimile.blueprint)
    app.register_blueprint(stats.blueprint)
    app.register_blueprint(browser_search.blueprint)
    app.context_processor(lambda: {"version": version(), "untitled": UNTITLED, "field_names": LABELS})
    return app


def _begin() -> None:
    g.started = time.perf_counter()
    if (request.endpoint or "").rpartition(".")[2] in _UNLIMITED:
        return
    wait = site().limiter.seconds_to_wait(request.remote_addr)
    if wait:
        raise TooManyRequests("请求太频繁，请稍后再试", retry_after=max(1, round(wait)))


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-cache")
    _allow_reading(response)
    response = compressed(response)
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "(none)"
    site().metrics.observe(route, response.status_code, seconds)
    # Neither address nor query nor user agent: who searched for what is nobody's business.
    access_log.info("%s %s %d %.1fms", request.method, route, response.status_code, seconds * 1000)
    return response


def _allow_reading(response: Response) -> None:
    """Lets pages of the origin that the administrator named read the interface (Fetch standard, CORS)."""
    origin = site().settings.cors
    if origin and not _is_page():
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
        if origin != "*":
            response.vary.add("Origin")


def _refused(error: GsearchError) -> BaseResponse:
    position, caret = None, None
    if isinstance(error, QueryError) and error.query.strip() == request.args.get("q", "").strip():
        query, position = error.query, error.position
        caret = Caret(query[:position], query[position : position + 1] or "　", query[position + 1 :])
    # Where the index lies is the administrator's business, not the visitor's.
    index = str(site().settings.index)
    message = str(error).replace(f"{index} ", "索引目录").replace(index, "索引目录")
    return _answer(error.status, error.code, message, position=position, caret=caret)


def _http_error(error: HTTPException) -> BaseResponse:
    if error.response is not None or (error.code or 500) < 400:
        return BaseResponse.force_type(error.get_response())
    status = error.code or 500
    message = _MESSAGES.get(status) or error.description or error.name
    answer = _answer(status, error.name.lower().replace(" ", "_"), message)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


_MESSAGES = {
    404: "没有这个页面或这篇公文。它可能换了地址，或者已不在当前索引里。",
    405: "这个地址只能读取（GET）。",
    413: "请求太大。",
    500: "服务器出错了，已记入日志；请稍后再试。",
}
_HEADINGS = {
    400: "这样检索不了",
    404: "没有找到",
    405: "不支持的操作",
    413: "请求太大",
    429: "请求太频繁",
    503: "暂时不能检索",
}


def _answer(
    status: int, code: str, message: str, *, position: int | None = None, caret: Caret | None = None
) -> BaseResponse:
    """An error as JSON for programs, as a page with a way on for people."""
    if not _is_page():
        body = {"code": code, "message": message}
        answer = jsonify(body if position is None else {**body, "position": position})
    else:
        answer = Response(
            render_template(
                "message.html",
                heading=_HEADINGS.get(status, "出错了"),
                status=status,
                code=code,
                message=message,
                caret=caret,
                query=request.args.get("q", ""),
            )
        )
    answer.status_code = status
    if status == 503:
        answer.headers["Retry-After"] = "30"
    return answer


def _is_page() -> bool:
    return not request.path.startswith(_JSON_PATHS)
