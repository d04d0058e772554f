"""Power loss, replayed: what an index folder may hold after the machine went off in the middle of a build.

``recorded`` notes what a program does to a folder: names made, moved and removed, and what was synced with which
content. ``left_after`` gives the trees that a file system may show after a crash behind the n-th operation. Nothing
counts as kept but what POSIX promises: a file's content once the file was synced, a name once its folder was. What
ALICE and CrashMonkey do with block devices and traces is done here with Python's own audit events; what other processes
write, and what SQLite writes and nobody syncs again, is never synced to this observer, thus always lost.
"""

from __future__ import annotations

import os
import random
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(eq=False)
class Node:
    """A file or folder. ``kept`` is a file's content as last synced (b"" for none); of a folder's ``names`` those in
    ``kept_names`` are synced.
    """

    kept: bytes = b""
    is_folder: bool = False
    names: dict[str, Node] = field(default_factory=dict)
    kept_names: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """``kind`` is create, touch, mkdir, rename, remove or sync; ``content`` is a synced file's, None for a folder."""

    kind: str
    path: str
    other: str = ""
    content: bytes | None = None


_CREATING = os.O_WRONLY | os.O_RDWR
_recording: list[tuple[str, list[Operation]]] = []


@contextmanager
def recorded(folder: Path) -> Iterator[list[Operation]]:
    """What this process does below ``folder`` within the block."""
    if not getattr(sys, "_gsearch_recorder", False):
        sys.addaudithook(_hook)
        sys._gsearch_recorder = True  # type: ignore[attr-defined]
    operations: list[Operation] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if path.startswith(str(folder)):
            is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
            operations.append(Operation("sync", path, content=None if is_folder else Path(path).read_bytes()))

    os.fsync = fsync
    _recording.append((str(folder), operations))
    try:
        yield operations
    finally:
        _recording.pop()
        os.fsync = real


def left_after(before: Node, root: str, operations: list[Operation], seed: int) -> Iterator[Node]:
    """The folder ``root``, once ``before``, after a crash behind all ``operations``: with nothing that was not synced;
    with every name, but contents only as synced; and with the names of some folders, as ``seed`` draws them.
    """
    now = _copy(before)
    for operation in operations:
        _apply(now, root, operation)
    draw = random.Random(seed)
    yield _surviving(now, lambda: False)
    yield _surviving(now, lambda: True)
    yield _surviving(now, lambda: draw.random() < 0.5)


def tree_of(folder: Path) -> Node:
    """``folder`` as it lies there, all of it synced."""
    if not folder.is_dir():
        return Node(kept=folder.read_bytes())
    names = {path.name: tree_of(path) for path in folder.iterdir()}
    return Node(is_folder=True, names=names, kept_names=dict(names))


def write_tree(node: Node, folder: Path) -> None:
    """Lays a tree down at ``folder``, which must not be there."""
    if not node.is_folder:
        folder.write_bytes(node.kept)
        return
    folder.mkdir(mode=0o700)
    for name, child in node.names.items():
        write_tree(child, folder / name)


def _surviving(node: Node, newest: Any) -> Node:
    if not node.is_folder:
        return node
    names = node.names if newest() else node.kept_names
    return Node(is_folder=True, names={name: _surviving(child, newest) for name, child in names.items()})


def _copy(node: Node) -> Node:
    names = {name: _copy(child) for name, child in node.names.items()}
    return Node(node.kept, node.is_folder, names, {name: names[name] for name in node.kept_names})


def _apply(root: Node, base: str, operation: Operation) -> None:
    parent, name = _parent(root, base, operation.path)
    if operation.kind == "sync":
        _sync(parent.names.get(name) if name else root, operation.content)
    elif operation.kind == "create":
        parent.names.setdefault(name, Node()).kept = b""
    elif operation.kind == "touch":
        parent.names.setdefault(name, Node())
    elif operation.kind == "mkdir":
        parent.names.setdefault(name, Node(is_folder=True))
    elif operation.kind == "remove":
        parent.names.pop(name, None)
    elif operation.kind == "rename":
        target, other = _parent(root, base, operation.other)
        target.names[other] = parent.names.pop(name, None) or Node()


def _sync(node: Node | None, content: bytes | None) -> None:
    if node is None:
        return
    if content is None:
        node.kept_names = dict(node.names)
    else:
        node.kept = content


def _parent(root: Node, base: str, path: str) -> tuple[Node, str]:
    """The folder that ``path`` stands in, and its name there; "" for the root itself."""
    *folders, name = os.path.relpath(path, base).split(os.sep)
    node = root
    for each in folders:
        node = node.names.setdefault(each, Node(is_folder=True))
    return node, "" if name == "." else name


_KINDS = {"os.mkdir": "mkdir", "os.remove": "remove", "os.rmdir": "remove", "os.rename": "rename"}


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if not _recording:
        return
    folder, operations = _recording[-1]
    if event == "open" and isinstance(given[2], int) and given[2] & _CREATING:
        _note(operations, folder, "create", given[0], None)
    elif event == "sqlite3.connect":
        _note(operations, folder, "touch", given[0], None)
    elif event in _KINDS:
        if event == "os.rename":
            _note(operations, folder, "rename", given[0], None, given[1])
        else:
            _note(operations, folder, _KINDS[event], given[0], given[-1])


def _note(
    operations: list[Operation], folder: str, kind: str, path: Any, beside: Any, other: Any = ""
) -> None:
    if not isinstance(path, str | bytes | os.PathLike):
        return
    name = os.fsdecode(path)
    if not os.path.isabs(name) and isinstance(beside, int) and beside >= 0:  # rmtree goes by descriptors
        name = os.path.join(os.readlink(f"/proc/self/fd/{beside}"), name)
    if name.startswith(folder + os.sep):
        operations.append(Operation(kind, name, os.fsdecode(other)))
