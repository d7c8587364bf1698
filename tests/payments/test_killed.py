"""A process that is killed (-9) in the middle of paying leaves either nothing or everything."""

import os
import signal
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from grodd.agreements.models import Loan
from grodd.ledger.checking import check_book, check_triggers
from grodd.ledger.models import Voucher
from grodd.payments.models import Order
from tests.agreements.signing import LOAN, Desk
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
NOTHING, EVERYTHING, WRONG = 10, 11, 12
STATEMENTS_MAX = 80
inherited: list[Any] = []
"""The parent's connection: the child must neither use nor close it."""


def elsewhere(act: Callable[[], int], file: Path) -> int:
    """Run ``act`` in a process of its own, on the same database, and say how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = str(file)
        inherited.append(connection.connection)
        connection.connection = None
        os._exit(act())
    finally:
        os._exit(WRONG)


def killed_at(number: int) -> Callable[..., Any]:
    """A wrapper of every statement, that ends the process with -9 before statement ``number``."""
    seen = iter(range(1, STATEMENTS_MAX * 10))

    def run(execute: Callable[..., Any], *args: Any) -> Any:
        if next(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    return run


def state_of_the_books(desk: Desk, order: Order) -> int:
    """Whether the order is wholly paid, wholly not, or something between."""
    order = Order.objects.get(pk=order.pk)
    loan = Loan.objects.get(orders__order=order)
    vouchers = Voucher.objects.filter(key=f"order:{order.pk}").count()
    told = (order.state, loan.state, vouchers)
    if list(check_book(desk.treasury.book)) or list(check_triggers()):
        return WRONG
    return {("prepared", "signed", 0): NOTHING, ("paid", "repaying", 1): EVERYTHING}.get(
        told, WRONG
    )


def test_a_payment_killed_anywhere_is_whole_or_not_there(world: World, tmp_path: Path) -> None:
    desk = Desk(world)
    order = desk.ordered(desk.signed(LOAN).loan)
    file = tmp_path / "books.sqlite3"
    if connection.vendor == "sqlite":
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        copy.close()

    def pay(number: int) -> int:
        with connection.execute_wrapper(killed_at(number)):
            desk.approve(order)
        return 0

    ends = set()
    for number in range(1, STATEMENTS_MAX, 4):
        ended = elsewhere(partial(pay, number), file)
        found = elsewhere(lambda: state_of_the_books(desk, order), file)
        ends.add((ended, found))
        if ended == 0:
            break
    assert ends == {(-signal.SIGKILL, NOTHING), (0, EVERYTHING)}
