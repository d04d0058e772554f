"""What the OpenSearch engine has to be told: where it is, how an index is laid out there, and who asks."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from indexer.errors import UsageError, reason

HOSTS = "GSEARCH_HOSTS"
CREDENTIALS = "GSEARCH_CREDENTIALS"
USER, PASSWORD, API_KEY = "GSEARCH_USER", "GSEARCH_PASSWORD", "GSEARCH_API_KEY"

DEFAULT_TIMEOUT = 3.0
"""Seconds that one attempt to get an answer may take: what a frozen node costs."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks: a user with a password, or an API key as the cluster gave it out. Shown to nobody."""

    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """``hosts`` are URLs; ``ca`` is a file of certificates to trust beside the system's; ``timeout`` is in seconds.

    ``replicas`` are at most so many copies beside the first: fewer where there are fewer nodes.
    """

    hosts: tuple[str, ...]
    credentials: Credentials = Credentials()
    ca: Path | None = None
    timeout: float = DEFAULT_TIMEOUT
    shards: int = 1
    replicas: int = 1


def read_options(given: Mapping[str, str], environ: Mapping[str, str] | None = None) -> Options:
    """``given`` as on the command line or in a manifest, with what the surroundings say. Raises UsageError.

    ``GSEARCH_HOSTS`` wins over ``hosts``: a cluster moves, its indexes keep their names. Credentials come from
    the surroundings alone (``GSEARCH_API_KEY``, ``GSEARCH_USER`` with ``GSEARCH_PASSWORD``, or a JSON file named by
    ``GSEARCH_CREDENTIALS`` or the option ``credentials``), so that no manifest or process list holds them.
    """
    environ = os.environ if environ is None else environ
    hosts = environ.get(HOSTS) or given.get("hosts", "")
    return Options(
        hosts=tuple(_host(each.strip()) for each in hosts.split(",") if each.strip()) or _refuse_no_hosts(),
        credentials=_credentials(environ, given.get("credentials", "")),
        ca=Path(given["ca"]) if given.get("ca") else None,
        timeout=_number(given, "timeout", DEFAULT_TIMEOUT, least=0.1),
        shards=int(_number(given, "shards", 1, least=1)),
        replicas=int(_number(given, "replicas", 1, least=0)),
    )


def _refuse_no_hosts() -> tuple[str, ...]:
    raise UsageError(f"没有指明 OpenSearch 的地址；请用 --hosts https://主机:9200 或环境变量 {HOSTS}")


def _host(text: str) -> str:
    """A host's URL with scheme and port. Raises UsageError."""
    parts = urlsplit(text if "://" in text else f"http://{text}")
    if parts.username or parts.password:
        raise UsageError(
            f"OpenSearch 地址里不要写用户名和密码；请用环境变量 {USER}、{PASSWORD}，或 {CREDENTIALS} 指明的文件"
        )
    try:
        port = parts.port or (443 if parts.scheme == "https" else 9200)
    except ValueError:
        port = 0
    if parts.scheme not in ("http", "https") or not parts.hostname or not port:
        raise UsageError(f"“{text}”不是 OpenSearch 的地址；应为 https://主机:9200 这样的形式，多个用逗号分开")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{name}:{port}{parts.path.rstrip('/')}"


def _credentials(environ: Mapping[str, str], named: str) -> Credentials:
    """Those of the environment itself, else those of the file it names, else of the file ``named``."""
    own = Credentials(environ.get(USER, ""), environ.get(PASSWORD, ""), environ.get(API_KEY, ""))
    if own != Credentials():
        return own
    file = environ.get(CREDENTIALS) or named
    return _from_file(Path(file)) if file else own


def _from_file(path: Path) -> Credentials:
    """Raises UsageError, which shows nothing of the content."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        known = {name: content.get(name, "") for name in ("user", "password", "api_key")}
    except OSError as error:
        raise UsageError(f"凭据文件 {path} 读不了（{reason(error)}）") from None
    except (ValueError, AttributeError):
        raise UsageError(f'凭据文件 {path} 应为 {{"user": …, "password": …}} 或 {{"api_key": …}}') from None
    if set(content) - set(known) or not all(isinstance(value, str) for value in known.values()):
        raise UsageError(f"凭据文件 {path} 里只能有 user、password、api_key，值都是字符串")
    return Credentials(**known)


def _number(given: Mapping[str, str], name: str, default: float, *, least: float) -> float:
    text = given.get(name, "")
    try:
        number = float(text) if text else float(default)
    except ValueError:
        number = least - 1
    if not least <= number < 10_000:
        raise UsageError(f"--{name} 应为不小于 {least:g} 的数，而不是“{text}”")
    return number
