"""Nights that are killed, and nights that are shared: in processes of their own.

``python -m tests.servicing.killing killed 50 1`` prints what differs after fifty kills from one
clean run; ``shared`` lets two workers do one night; ``meanwhile`` lets somebody pay between two
steps of it. The database is that of the settings: a file,
or on PostgreSQL the name that copies are named after.
"""

import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from benchmarks.nightly.portfolio import fill  # noqa: E402
from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from grodd.agreements.models import Allocation, Loan, LoanBooking, LoanPosition  # noqa: E402
from grodd.agreements.usecases.terminate_loan import terminate_loan  # noqa: E402
from grodd.base import clock  # noqa: E402
from grodd.base.models import DatedRule, OutboxMessage  # noqa: E402
from grodd.engines.life import Ahead  # noqa: E402
from grodd.ledger.checking import check_book  # noqa: E402
from grodd.ledger.models import Account, Book, Transfer, Voucher  # noqa: E402
from grodd.processes.nightly.planning import nights_until  # noqa: E402
from grodd.processes.nightly.working import work_on  # noqa: E402
from grodd.processes.record_repayment import record_repayment  # noqa: E402
from grodd.servicing.models import MonthEnd, Night, NightStep, PortfolioDay  # noqa: E402
from tests.agreements.signing import Desk, reference_rates, sek  # noqa: E402
from tests.database import install_guards  # noqa: E402
from tests.world import World  # noqa: E402

BEFORE, LAST = date(2026, 4, 28), date(2026, 4, 30)
LOANS, EACH = 40, 9
NAME = settings.DATABASES["default"]["NAME"]
ON_POSTGRESQL = connection.vendor == "postgresql"


def prepare() -> Desk:
    """Forty loans on the eve of the last two days of a month; one keeps money, one is called in."""
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    install_guards()
    clock.stand_at(clock.at_hour(date(2026, 3, 2), 9))
    reference_rates()
    rule = {"country": "SE", "key": "termination_notice_days", "source": "Test"}
    DatedRule.objects.create(valid_from=date(2026, 1, 1), value=14, **rule)
    desk = Desk(World(), bank_minor=1)
    fill(desk, LOANS, paid_on=date(2026, 3, 2), due_days=[14, 25, 29, 30], months=6)
    clock.stand_at(clock.at_hour(date(2026, 4, 14), 9))
    keeps, called, *_ = Loan.objects.filter(first_due_on__day=29).order_by("pk")
    record_repayment(
        by=desk.bo, loan_id=keeps.pk, received=sek(300_000), value_date=date(2026, 4, 14),
        bank_reference="B1", at=clock.now(), ahead=Ahead.KEEP,
    )  # fmt: skip
    terminate_loan(
        by=desk.bo, loan_id=called.pk, due_on=LAST, reason="Konkurs", for_arrears=False,
        at=clock.now(),
    )  # fmt: skip
    night(BEFORE)
    connection.close()
    return desk


def night(day: date, after: Callable[[NightStep], object] = lambda _step: None) -> int:
    """Nights up to a day in small steps; how many steps were done here."""
    done: list[NightStep] = []
    at = clock.at_hour(LAST, 5)

    def progress(_night: Night, step: NightStep) -> None:
        done.append(step)
        after(step)

    for each in nights_until(day, at=at, loans_each=EACH):
        work_on(each, progress)
    return len(done)


def books(*, in_order: bool = True) -> dict[str, list[Any]]:
    """All that a night may write, without the keys that the database gives."""
    sealed = ("number", "chain_number", "recorded_at", "previous_hash", "hash") if in_order else ()
    mine = ("voucher__key", "line", "debit__number", "credit__number", "amount_minor")
    rows = {
        "vouchers": Voucher.objects.values_list("key", "text", "booked_on", *sealed),
        "transfers": Transfer.objects.values_list(*mine),
        "accounts": Account.objects.values_list(
            "number", "debits_posted_minor", "credits_posted_minor"),
        "bookings": LoanBooking.objects.values_list("loan", "name", "day", "voucher__key"),
        "allocations": Allocation.objects.values_list(
            "event__key", "number", "component", "amount_minor"),
        "positions": LoanPosition.objects.values_list(),
        "states": Loan.objects.values_list("pk", "state", "schedule_version"),
        "outbox": OutboxMessage.objects.values_list("event", "recipient", "template", "state"),
        "months": MonthEnd.objects.values_list(
            "day", "loan", "principal_minor", "accrued_minor", "late_minor", "provision_minor"),
        "days": PortfolioDay.objects.values_list(
            "day", "from_days", "loans", "principal_minor", "provision_minor"),
        "nights": [(str(one.day), json.dumps(one.counts, sort_keys=True), bool(one.finished_at))
                   for one in Night.objects.all()],
    }  # fmt: skip
    found = {name: sorted(map(str, each)) for name, each in rows.items()}
    found["faults"] = [str(fault) for book in Book.objects.all() for fault in check_book(book)]
    return found


@contextmanager
def copy() -> Iterator[None]:
    """A copy of the prepared database, in which the settings stand meanwhile."""
    name = f"{NAME}_copy"
    if ON_POSTGRESQL:
        admin(f'CREATE DATABASE "{name}" TEMPLATE "{NAME}"')
    else:
        shutil.copy(NAME, name)
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = NAME
        if ON_POSTGRESQL:
            admin(f'DROP DATABASE "{name}" WITH (FORCE)')
        for path in Path(str(name)).parent.glob(f"{Path(str(name)).name}*"):
            path.unlink()


def admin(sql: str) -> None:
    """Say something to the server, outside every database of ours."""
    connection.close()
    here = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "postgres"
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = here


def apart(act: Callable[[], object]) -> int:
    """Do it in a child; its process."""
    connection.close()
    child = os.fork()
    if child:
        return child
    try:
        act()
        connection.close()
    finally:
        sys.stdout.flush()
        os._exit(0)


def until_statement(number: int) -> None:
    """A night that dies, as by ``kill -9``, when it is about to say a statement."""
    said = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal said
        said += 1
        if said == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    with connection.execute_wrapper(count):
        night(LAST)


def statements() -> int:
    """How many statements a night says."""
    said = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal said
        said += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        night(LAST)
    return said


def killed(points: int, seed: int) -> dict[str, Any]:
    """What differs after kills at random points, most at statements and the rest by the clock."""
    chance = random.Random(seed)  # noqa: S311 - it must come out the same again
    prepare()
    with copy():
        began = time.monotonic()
        count = statements()
        seconds = time.monotonic() - began
        clean = books()
    differs, died = [], 0
    for point in range(points):
        number = chance.randint(1, count)
        with copy():
            if point % 4:
                child = apart(partial(until_statement, number))
            else:
                child = apart(lambda: night(LAST))
                time.sleep(chance.uniform(0, seconds))
                os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            died += os.WIFSIGNALED(status)
            night(LAST)
            found = books()
        differs += [(point, number, name) for name in clean if found[name] != clean[name]]
    told = {name: len(rows) for name, rows in clean.items()}
    return {"differs": differs, "died": died, "statements": count, "clean": told}


def shared() -> dict[str, Any]:
    """What differs when two workers do a night together, and how many steps each of them did."""
    prepare()
    with copy():
        night(LAST)
        clean = books(in_order=False)
    with copy():
        read, write = os.pipe()
        children = [apart(lambda: os.write(write, f"{night(LAST)}\n".encode())) for _ in range(2)]
        for child in children:
            os.waitpid(child, 0)
        steps = [int(line) for line in os.read(read, 100).split()]
        found = books(in_order=False)
        planned = NightStep.objects.filter(night__day__gt=BEFORE).count()
    differs = [name for name in clean if found[name] != clean[name]]
    return {"differs": differs, "steps": steps, "planned": planned}


def meanwhile() -> dict[str, Any]:
    """What differs when the instalments of two steps are paid between steps, and not before."""
    desk = prepare()
    paid = list(Loan.objects.filter(first_due_on__day__in=(29, 30)).order_by("pk")[2:])
    connection.close()

    def pay() -> None:
        for loan in paid:
            record_repayment(
                by=desk.bo, loan_id=loan.pk, bank_reference=f"M{loan.pk}", at=clock.now(),
                received=sek(loan.position.next_due_minor), value_date=date(2026, 4, 14),
            )  # fmt: skip
        connection.close()

    def pay_once(step: NightStep) -> None:
        if step.name == "due" and not Allocation.objects.filter(event__key__contains="M").exists():
            other = threading.Thread(target=pay)
            other.start()
            other.join()

    with copy():
        pay()
        night(LAST)
        clean = books(in_order=False)
    with copy():
        night(LAST, pay_once)
        found = books(in_order=False)
    differs = [name for name in clean if found[name] != clean[name]]
    return {"differs": differs, "paid": len(paid), "allocations": len(clean["allocations"])}


if __name__ == "__main__":
    command, *words = sys.argv[1:]
    told = {"shared": shared, "meanwhile": meanwhile}
    result = killed(*map(int, words)) if command == "killed" else told[command]()
    sys.stdout.write(f"{json.dumps(result)}\n")
