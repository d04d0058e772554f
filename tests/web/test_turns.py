"""One request computes at a time; long ones give way; nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from search_app.web.turns import PATIENCE, Turns


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


def order_of(slices: list[int]) -> list[int]:
    """In which order requests that wait get their turn; each is named by the slices that it has had."""
    turns, order = Turns(), []

    def waits(had: int) -> Callable[[], None]:
        def wait() -> None:
            turns._begin(had)
            order.append(had)
            turns._end()

        return wait

    turns._begin(0)
    threads = []
    for number, had in enumerate(slices, start=1):
        threads += started(waits(had))
        while len(turns._waiting) < number:
            pass
    turns._end()
    assert ended(threads)
    return order


def test_those_go_first_that_have_computed_least() -> None:
    assert order_of([3, 1, 0, 2]) == [0, 1, 2, 3]


def test_a_slow_request_is_not_starved_by_quick_ones() -> None:
    assert order_of([5, *[0] * 30]).index(5) == PATIENCE - 1


def test_a_request_that_fails_leaves_its_turn_to_the_next() -> None:
    turns = Turns()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns.turn():
            raise ZeroDivisionError
    with turns.turn() as give_way:
        give_way()  # nobody waits: it goes on at once
