"""One request computes at a time; long ones give way; nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from search_app.web.turns import Turns


def started(*steps: Callable[[], None]) -> list[threading.Thread]:
    threads = [threading.Thread(target=step, daemon=True) for step in steps]
    for thread in threads:
        thread.start()
    return threads


def ended(threads: list[threading.Thread]) -> bool:
    for thread in threads:
        thread.join(20)
    return not any(thread.is_alive() for thread in threads)


def test_no_two_compute_at_once_and_all_get_their_turn() -> None:
    turns, busy, most, done = Turns(slice_=0), [], [], []

    def request() -> None:
        for _ in range(50):
            with turns.turn() as give_way:
                busy.append(1)
                most.append(len(busy))
                busy.pop()
                give_way()
        done.append(1)

    assert ended(started(*[request] * 8))
    assert max(most) == 1
    assert len(done) == 8


def test_a_long_request_lets_those_in_between_that_came_meanwhile() -> None:
    turns, order = Turns(slice_=0), []
    begun, waiting = threading.Event(), threading.Event()

    def long() -> None:
        with turns.turn() as give_way:
            order.append("long begins")
            begun.set()
            waiting.wait(20)
            while not turns._waiting:
                pass
            give_way()
            order.append("long ends")

    def quick() -> None:
        begun.wait(20)
        waiting.set()
        with turns.turn():
            order.append("quick")

    assert ended(started(long, quick))
    assert order == ["long begins", "quick", "long ends"]


def test_a_request_that_fails_leaves_its_turn_to_the_next() -> None:
    turns = Turns()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns.turn():
            raise ZeroDivisionError
    with turns.turn() as give_way:
        give_way()  # nobody waits: it goes on at once
