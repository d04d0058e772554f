"""``python -m deploy.opensearch [NODES [RELEASE]]``: nodes to try gsearch with, on ports 9200 and up, until Ctrl-C."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from deploy.opensearch.jdk import MissingError
from deploy.opensearch.nodes import cluster

FOLDER = Path(".opensearch")
FIRST_PORT = 9200


def main() -> int:
    """Exit code 0 where they were stopped, 3 where this machine lacks something."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    release = sys.argv[2] if len(sys.argv) > 2 else None
    started = time.monotonic()
    try:
        with cluster(FOLDER / (release or "data"), count, first_port=FIRST_PORT, release=release) as nodes:
            print(f"OpenSearch 已就绪（{count} 个节点，用时 {time.monotonic() - started:.0f} 秒）")
            print(f"  gsearch build data --engine opensearch --hosts {','.join(nodes.hosts)}")
            print(f"数据在 {FOLDER}/，按 Ctrl-C 停止", flush=True)
            with suppress(KeyboardInterrupt):
                threading.Event().wait()
    except MissingError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 3
    return 0


sys.exit(main())
