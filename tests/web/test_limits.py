"""Token buckets: so often at once, so often over time, and no client remembered for ever."""

import pytest

from ivr.web.limits import MOST_CLIENTS, Buckets, Limit, Rate, client


def test_so_many_at_once_and_then_one_after_another() -> None:
    """After the burst each use waits for its share of the time."""
    limit = Limit(Rate(2, 10), Rate(100, 10))
    assert [limit.take("a", 0) for _ in range(3)] == [0, 0, 5]
    assert limit.take("a", 4) == pytest.approx(1)
    assert [limit.take("a", 5), limit.take("a", 5)] == [0, 5]
    assert limit.take("b", 5) == 0


def test_all_clients_together_are_limited_too() -> None:
    """Many addresses are no way around the limit."""
    limit = Limit(Rate(2, 10), Rate(3, 30))
    assert [limit.take(name, 0) for name in "abcd"] == [0, 0, 0, 10]


def test_what_is_refused_does_not_count() -> None:
    """Who keeps trying waits no longer for it."""
    limit = Limit(Rate(1, 10), Rate(100, 10))
    limit.take("a", 0)
    waits = [limit.take("a", second) for second in range(1, 10)]
    assert waits == pytest.approx(list(range(9, 0, -1)))
    assert limit.take("a", 10) == 0


def test_a_clock_that_is_set_back_gives_nothing() -> None:
    """Time before the last use counts as none."""
    limit = Limit(Rate(1, 10), Rate(100, 10))
    limit.take("a", 100)
    assert limit.take("a", 50) == 10


def test_only_so_many_clients_are_remembered() -> None:
    """The one that was seen longest ago is forgotten first."""
    buckets = Buckets(Rate(1, 10))
    for number in range(MOST_CLIENTS + 1):
        buckets.take(str(number), 0)
    assert buckets.wait("0", 0) == 0
    assert buckets.wait("1", 0) == 10


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.114.7", "", "203.0.114.7"),
        ("8.8.8.8", "9.9.9.9", "8.8.8.8"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "9.9.9.9", "9.9.9.9"),
        ("10.0.0.3", "1.1.1.1, 9.9.9.9", "9.9.9.9"),
        ("10.0.0.3", "junk", "10.0.0.3"),
        ("2606:4700::1", "", "2606:4700::/64"),
        ("::1", "2606:4700::2", "2606:4700::/64"),
        ("", "", "None"),
        ("", "9.9.9.9", "9.9.9.9"),
        ("::ffff:8.8.8.8", "9.9.9.9", "8.8.8.8"),
        ("::ffff:127.0.0.1", "9.9.9.9", "9.9.9.9"),
        ("127.0.0.1", "::ffff:9.9.9.9", "9.9.9.9"),
        ("127.0.0.1", "9.9.9.9:4711", "9.9.9.9"),
        ("127.0.0.1", "[2606:4700::2]:4711", "2606:4700::/64"),
        ("127.0.0.1", "[2606:4700::2]", "2606:4700::/64"),
        ("fe80::1%eth0", "", "fe80::/64"),
    ],
)
def test_whose_request_it_is(peer: str, forwarded: str, expected: str) -> None:
    """A proxy of our own is believed for the last address only; IPv6 counts by site."""
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client(environ) == expected
