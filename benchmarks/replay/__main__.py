"""`python -m benchmarks.replay`: long lives of loans, replayed whole, in one process.

A loan of ten years with 120 instalments, a new rate, a pause, 15 fees and some payments late, from
its first event to the last. Processor time, best of many rounds. No other package that we know
replays a loan with backdated events, so a line has no peer beside it; the waterfall, which only
shares the payments over a plan that stands, is there to compare with.
"""

import os
import platform
import random
import time
from collections.abc import Callable

from benchmarks.replay.lives import CONTRACT, ON, ten_years
from grodd.engines.life import Event, Life, live
from grodd.engines.life import Payment as LifePayment
from grodd.engines.waterfall import OwedRow, Payment, State, allocate

ROUNDS = 20
PAYMENTS = (182, 1_000)


def milliseconds(run: Callable[[], object]) -> float:
    """The best of some rounds, in processor time."""
    spent: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return 1_000 * min(spent)


def agrees(events: tuple[Event, ...], life: Life) -> bool:
    """Told in another order it is the same life, and every payment is somewhere."""
    mixed = list(events)
    random.Random(1).shuffle(mixed)
    came = sum(event.amount for event in events if isinstance(event, LifePayment))
    used = sum(share.amount for share in life.shares)
    return live(CONTRACT, mixed, ON) == life and used + life.kept == came


def shared(events: tuple[Event, ...], life: Life) -> Callable[[], object]:
    """The same payments over the plan at the end, by the waterfall alone."""
    rows = [
        OwedRow(row.start, row.due, row.owed[3], row.owed[2], fee=row.owed[0]) for row in life.rows
    ]
    paid = [Payment(e.key, e.day, e.amount) for e in events if isinstance(e, LifePayment)]
    rules = {State.ORDINARY: CONTRACT.rules[State.ORDINARY]}
    return lambda: allocate(rows, paid, rules, until=ON)


def main() -> int:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"{python} on {platform.machine()}, {os.cpu_count()} cores, one used")
    print("| a life of 120 instalments | events | ms | µs an event |")
    print("|---|--:|--:|--:|")
    whole = True
    for payments in PAYMENTS:
        events = ten_years(1, payments)
        life = live(CONTRACT, events, ON)
        whole = whole and agrees(events, life)
        lines = (
            ("replayed", lambda events=events: live(CONTRACT, events, ON)),
            (
                "with every share and posting",
                lambda events=events: _written(live(CONTRACT, events, ON)),
            ),
            ("its payments shared over a plan", shared(events, life)),
        )
        for name, run in lines:
            spent = milliseconds(run)
            each = 1_000 * spent / len(events)
            print(f"| {name} | {len(events)} | {spent:.2f} | {each:.1f} |", flush=True)
    print("Told in another order the lives are the same" if whole else "The lives DIFFER")
    return 0 if whole else 1


def _written(life: Life) -> int:
    return len(life.shares) + len(life.postings)


if __name__ == "__main__":
    raise SystemExit(main())
