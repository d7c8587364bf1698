"""At the end of a month: interest that ran and is not due, and late interest that is not paid.

It is income of the month in which it ran, also where it was paid ahead: what was paid waits on the
account for what is due until its day. On the first day of the next month it is taken back,
because by then each instalment brings its own, whole, on its due day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db import transaction
from django.db.models import Sum

from grodd.agreements.voucher_words import language_of, ran, taken_back
from grodd.base.errors import Refusal
from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.entry import Move
from grodd.ledger.models import Account, Voucher
from grodd.ledger.queries import accounts_by_purpose, first_open_day
from grodd.ledger.usecases.post_voucher import post_voucher
from grodd.ledger.usecases.reverse_voucher import reverse_voucher
from grodd.payments.models import Treasury
from grodd.processes.nightly.steps import Done, Task
from grodd.servicing.models import MonthEnd

PURPOSES = (Purpose.ACCRUED, Purpose.INTEREST, Purpose.LATE_INTEREST)
ONE_DAY = timedelta(days=1)


class Product(NamedTuple):
    """What ran on the loans of one kind of plan and rate (unit: minor units)."""

    name: str
    interest: int
    late: int


class Sums(NamedTuple):
    """What ran in one programme and currency."""

    organisation_id: int
    scope_id: int
    scope_key: str
    currency: str
    products: tuple[Product, ...]


def accrue(task: Task) -> Done:
    """One voucher for each programme and currency, with a line for each of its products."""
    done = Done()
    books = _books()
    for sums in _sums(task.day):
        try:
            with transaction.atomic():
                _accrue(books[sums.organisation_id], sums, task)
        except Refusal as refusal:
            done.refuse(sums.organisation_id, refusal, reference=sums.scope_key)
        else:
            done.counts[sums.organisation_id] += 1
    return done


def take_back_accrual(task: Task) -> Done:
    """Reverse what was accrued at the end of last month, on the first day of this one."""
    done = Done()
    first = task.day.replace(day=1)
    keys = {_key(sums, first - ONE_DAY): sums.organisation_id for sums in _sums(first - ONE_DAY)}
    standing = Voucher.objects.filter(key__in=keys, reversed_by__isnull=True)
    for voucher in standing.order_by("pk"):
        organisation_id = keys[voucher.key]
        try:
            reverse_voucher(
                voucher_id=voucher.pk,
                key=f"{voucher.key}:back",
                booked_on=first_open_day(voucher.book_id, first),
                text=taken_back(language_of(organisation_id), voucher.text),
                stamp=task.stamp(organisation_id),
            )
        except Refusal as refusal:
            done.refuse(organisation_id, refusal, reference=voucher.key)
        else:
            done.counts[organisation_id] += 1
    return done


def _sums(day: date) -> Iterator[Sums]:
    scope = "loan__agreement__scope"
    whose = (f"{scope}__organisation_id", f"{scope}_id", f"{scope}__key", "loan__currency")
    kind = ("loan__schedule_kind", "loan__annual_rate_bp")
    rows = (
        MonthEnd.objects.filter(day=day)
        .order_by()
        .values_list(*whose, *kind)
        .annotate(Sum("accrued_minor"), Sum("late_minor"))
    )
    for (space, scope_id, key, currency), its in groupby(
        sorted(rows), key=itemgetter(slice(len(whose)))
    ):
        products = tuple(
            Product(f"{plan}-{rate_bp}", interest, late)
            for *_, plan, rate_bp, interest, late in its
            if interest or late
        )
        if products:
            yield Sums(space, scope_id, key, currency, products)


def _books() -> dict[int, int]:
    return dict(Treasury.objects.values_list("organisation_id", "book_id"))


def _sides(accrued: Account, income: Account, minor: int) -> tuple[Account, Account]:
    """Debit and credit; the other way where more was earned on its due day than had run."""
    return (accrued, income) if minor > 0 else (income, accrued)


def _key(sums: Sums, day: date) -> str:
    return f"accrued:{sums.scope_id}:{sums.currency}:{day.isoformat()}"


def _accrue(book_id: int, sums: Sums, task: Task) -> None:
    accounts = accounts_by_purpose(book_id, PURPOSES)
    moves = [
        Move(*sides, Money(abs(minor), sums.currency), {"scope": sums.scope_id, "product": name})
        for name, interest, late in sums.products
        for sides, minor in (
            (_sides(accounts[Purpose.ACCRUED], accounts[purpose], minor), minor)
            for purpose, minor in ((Purpose.INTEREST, interest), (Purpose.LATE_INTEREST, late))
            if minor
        )
    ]
    post_voucher(
        book_id=book_id,
        key=_key(sums, task.day),
        booked_on=task.day,
        text=ran(language_of(sums.organisation_id), sums.scope_key),
        moves=moves,
        stamp=task.stamp(sums.organisation_id),
    )
