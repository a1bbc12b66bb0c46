"""``make bench``: every number that the line promises, measured in one run."""

import signal
import sys
from statistics import median, quantiles

from bench import checking, loading, paper, step, turn
from bench.load import Slice

RATIO, STEP_MICROSECONDS, LOAD_SECONDS, MEGABYTES = 0.7, 20.0, 0.3, 140.0
CHECK_SECONDS, CHECK_GROWN_SECONDS = 3.0, 30.0
SCRIPT_SECONDS = 5.0
RATIO_KEPT = 0.6
"""The same while calls are noted down elsewhere."""

MOST_GROWTH = 1.5
"""What a state may cost in the largest book, against the smallest: more is not linear."""


def main() -> int:
    """Measure and print; 1 if a number is missed."""
    # So that what was started is ended then, too; Ctrl-C does so by itself.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    compared = turn.compare()
    missed = _turns(compared)
    print("\nstep(), in microseconds:")
    for name, microseconds in step.measure().items():
        print(f"  {name}: {microseconds:.1f} (at most {STEP_MICROSECONDS:.0f})")
        if microseconds > STEP_MICROSECONDS:
            missed.append(name)
    times = loading.measure()
    print("\nStarting, in seconds:")
    print(f"  loading the shipped book: {times.book:.3f} (below {LOAD_SECONDS})")
    print(f"  making its TwiML: {times.twiml:.3f}; importing: {times.imports:.3f}")
    print(f"  from process start to ready: {compared.ready_seconds:.2f}")
    if times.book >= LOAD_SECONDS:
        missed.append("loading")
    missed += _checking()
    seconds = paper.measure()
    print("\nThe script of the whole shipped book, in seconds:")
    print(f"  read, loaded and laid out: {seconds:.2f} (below {SCRIPT_SECONDS:.0f})")
    if seconds >= SCRIPT_SECONDS:
        missed.append("the script")
    print(f"\n{'missed: ' + ', '.join(missed) if missed else 'every number holds'}")
    return 1 if missed else 0


def _turns(compared: turn.Comparison) -> list[str]:
    """Tell how turns compare, end to end, and measure them with PostgreSQL; what is missed."""
    missed = []
    print("A signed menu turn against a bare Flask endpoint (gunicorn, one gthread worker):")
    print("(the bare endpoint goes through Flask; the line answers in front of it, decision 0006)")
    for name, slices in (("bare", compared.bare), ("line", compared.line)):
        print(f"  {name}  {_told(slices)}")
    low, _, high = quantiles(compared.ratios, n=4)
    print(f"  ratio {compared.ratio:.2f} (half of the slices {low:.2f} to {high:.2f};", end=" ")
    print(f"at least {RATIO})")
    print(f"  answers that were not a 200 with the right TwiML: {compared.bad}")
    with_postgresql = turn.compare_with_postgresql()
    if with_postgresql is None:
        print("  with PostgreSQL: not measured, since it is not installed")
    else:
        print(f"  ratio with PostgreSQL: {with_postgresql.ratio:.2f} (at least {RATIO_KEPT})")
        if with_postgresql.ratio < RATIO_KEPT:
            missed.append("the ratio with PostgreSQL")
    if compared.ratio < RATIO:
        missed.append("the ratio")
    if compared.bad:
        missed.append("answers")
    if compared.megabytes is None:
        print("  peak memory of the worker: this system does not tell")
    else:
        print(f"  peak memory of the worker: {compared.megabytes:.0f} MB (below {MEGABYTES:.0f})")
        if compared.megabytes >= MEGABYTES:
            missed.append("memory")
    return missed


def _checking() -> list[str]:
    shipped, grown = checking.measure()
    print("\nChecking, every call made, in seconds:")
    for name, found, most in (
        ("the shipped book", shipped, CHECK_SECONDS),
        *(("a generated book", found, CHECK_GROWN_SECONDS) for found in grown),
    ):
        print(
            f"  {name}: {found.seconds:.2f} (below {most:.0f}); {found.nodes:,} nodes, "
            f"{found.states:,} states, {found.transitions:,} transitions, "
            f"{found.microseconds_a_state:.0f} microseconds a state"
        )
    growth = grown[-1].microseconds_a_state / grown[0].microseconds_a_state
    print(
        f"  a state in the largest book against the smallest: {growth:.2f} (at most {MOST_GROWTH})"
    )
    missed = ["checking"] if shipped.seconds >= CHECK_SECONDS else []
    missed += ["checking 2,000 nodes"] if grown[-1].seconds >= CHECK_GROWN_SECONDS else []
    return missed + (["linear checking"] if growth > MOST_GROWTH else [])


def _told(slices: list[Slice]) -> str:
    latencies = sorted(latency for taken in slices for latency in taken.latencies)
    p50, p99 = (latencies[int(len(latencies) * share)] for share in (0.5, 0.99))
    rate = median(taken.rate for taken in slices)
    return f"{rate:7.0f} requests/s   p50 {p50:.2f} ms   p99 {p99:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())
