"""Requests per address are bounded, the memory for addresses too, and this machine itself is let through."""

from __future__ import annotations

from search_app.web.limits import Limits, RateLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_let_through_and_then_the_rate_holds() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(requests_per_minute=60, burst=3), clock)
    assert [limiter.seconds_to_wait("203.0.113.7") for _ in range(3)] == [0, 0, 0]
    assert 0 < limiter.seconds_to_wait("203.0.113.7") <= 1
    clock.now += 1
    assert limiter.seconds_to_wait("203.0.113.7") == 0
    assert limiter.seconds_to_wait("203.0.113.7") > 0


def test_one_address_does_not_use_up_anothers_share() -> None:
    limiter = RateLimiter(Limits(requests_per_minute=1, burst=1), Clock())
    assert limiter.seconds_to_wait("203.0.113.7") == 0
    assert limiter.seconds_to_wait("203.0.113.7") > 0
    assert limiter.seconds_to_wait("203.0.113.8") == 0


def test_loopback_and_a_bound_of_zero_are_not_limited() -> None:
    limiter = RateLimiter(Limits(requests_per_minute=1, burst=1), Clock())
    assert not any(limiter.seconds_to_wait(address) for address in ["127.0.0.1", "::1"] * 5)
    unlimited = RateLimiter(Limits(requests_per_minute=0), Clock())
    assert not any(unlimited.seconds_to_wait("203.0.113.7") for _ in range(1000))


def test_an_address_that_was_forgotten_begins_anew() -> None:
    limiter = RateLimiter(Limits(requests_per_minute=1, burst=1, most_addresses=2), Clock())
    for address in ("203.0.113.1", "203.0.113.2", "203.0.113.3"):
        assert limiter.seconds_to_wait(address) == 0
    assert limiter.seconds_to_wait("203.0.113.1") == 0
    assert limiter.seconds_to_wait("203.0.113.3") > 0
