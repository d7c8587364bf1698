"""Acts that meet at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from grodd.base.errors import Refusal


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all acts at the same moment; what each gave, or the refusal it met."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait()
        try:
            return act()
        except Refusal as no:
            return no
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def kinds(answers: list[object]) -> list[str]:
    """What kinds of answers there were, in the order of the alphabet."""
    return sorted(type(each).__name__ for each in answers)
