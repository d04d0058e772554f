"""Runs one function over many jobs on all cores, in order, and survives what a job can do to its process."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType, TracebackType
from typing import Generic, TypeVar

from indexer.orphans import end_with_parent

Job = TypeVar("Job")
Result = TypeVar("Result")

_WAITING_PER_WORKER = 4
"""Jobs handed out ahead of the one waited for: enough to keep a worker busy behind one long file."""


class CrashedError(Exception):
    """The process that worked on a job died: killed by the system, out of memory, a fault in a library."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Job, Result]):
    """A job with its result, or with the error that it ended in."""

    job: Job
    result: Result | None
    error: BaseException | None


def run(
    call: Callable[[Job], Result], jobs: Iterable[Job], *, processes: int, apart: bool = False
) -> Iterator[Done[Job, Result]]:
    """``call`` over ``jobs``, yielded in their order; with one process, in this one unless ``apart``.

    Errors are values: one job's fault never ends the others. A job that kills its process comes back with
    CrashedError. Ends all work at once when the iterator is closed or this process dies.
    """
    if processes <= 1 and not apart:
        yield from (_here(call, job) for job in jobs)
        return
    waiting = iter(jobs)
    while True:
        with _pool(max(1, processes)) as executor:
            broken = yield from _through(executor, call, waiting, processes * _WAITING_PER_WORKER)
        if not broken:
            return
        yield from (_alone(call, job) for job in broken)


def _here(call: Callable[[Job], Result], job: Job) -> Done[Job, Result]:
    caught = _Caught()
    result = None
    with caught:
        result = call(job)
    return Done(job, result, caught.error)


class _Caught:
    """Makes an error in its block a value; what ends the program (Ctrl-C, SIGTERM) goes on."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


def _through(
    executor: Executor, call: Callable[[Job], Result], jobs: Iterator[Job], width: int
) -> Generator[Done[Job, Result], None, list[Job]]:
    """Yields what is done, in order; returns the jobs that were under way when a process died."""
    pending = deque((job, _submitted(executor, call, job)) for job in islice(jobs, width))
    while pending:
        job, future = pending.popleft()
        if isinstance(future.exception(), BrokenProcessPool):
            return [job, *(other for other, _ in pending)]
        yield _done(job, future)
        pending.extend((job, _submitted(executor, call, job)) for job in islice(jobs, 1))
    return []


def _submitted(executor: Executor, call: Callable[[Job], Result], job: Job) -> Future[Result]:
    try:
        return executor.submit(call, job)
    except BrokenProcessPool as error:
        future: Future[Result] = Future()
        future.set_exception(error)
        return future


def _alone(call: Callable[[Job], Result], job: Job) -> Done[Job, Result]:
    """One job in a process of its own, so that a crash is known to be its fault."""
    with _pool(1) as executor:
        done = _done(job, _submitted(executor, call, job))
    if isinstance(done.error, BrokenProcessPool):
        return Done(
            job, None, CrashedError("处理这个文件的进程崩溃了（可能是内存不足，或文件触发了程序库的故障）")
        )
    return done


def _done(job: Job, future: Future[Result]) -> Done[Job, Result]:
    """Waits for ``future``."""
    error = future.exception()
    return Done(job, None if error is not None else future.result(), error)


class _Worker(SpawnProcess):
    """A process that does not run its parent's main program again, as multiprocessing would have it.

    No job needs that; and a script that builds an index at its top level would start builds without end.
    """

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class _Context(SpawnContext):
    Process = _Worker


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes that end when this block is left, at once, or when this process dies in any way."""
    context = _Context()
    theirs, ours = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(theirs, os.getpid()))
    try:
        yield executor
    finally:
        ours.close()
        executor.shutdown(wait=True, cancel_futures=True)
        theirs.close()


def _begin(parent: Connection, pid: int) -> None:
    """A worker's first act: leave Ctrl-C to the parent, and see to it that it ends with that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(pid)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Connection) -> None:
    try:
        parent.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)
