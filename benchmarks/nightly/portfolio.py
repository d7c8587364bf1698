"""A fund with as many loans that are being repaid as are wanted, made with COPY."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from grodd.agreements.models import (
    Agreement,
    Loan,
    LoanEvent,
    LoanPosition,
    PlanVersion,
    ScheduleLine,
)
from grodd.agreements.positions import figures
from grodd.agreements.replaying import contract_of
from grodd.applications.models import Application
from grodd.base import bulk, clock
from grodd.base.audit import SYSTEM, Stamp
from grodd.engines.life import Draw, Life, live
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Account
from grodd.ledger.posting_many import Draft, post_many
from grodd.ledger.queries import account_for
from tests.agreements.signing import Desk

PART = 10_000
PRINCIPALS = (1_200_000, 2_400_000, 750_000, 5_000_000)


@dataclass(frozen=True)
class Shape:
    """What loans of one kind have in common: everything but their names."""

    loan: Loan
    life: Life


def fill(desk: Desk, count: int, *, paid_on: date, due_days: list[int], months: int = 12) -> None:
    """Add loans that were paid out on one day; the first instalments are due the month after.

    Args:
        desk: Whose books.
        count: How many.
        paid_on: The day all of them were paid out.
        due_days: Days of the month on which they are due, shared evenly.
        months: How many instalments each has.
    """
    shapes = [
        _shape(desk, paid_on, day, principal, months)
        for day in due_days
        for principal in PRINCIPALS
    ]
    desk.fill(sum(PRINCIPALS) * (count // len(PRINCIPALS) + 1))
    first = Loan.objects.count()
    everyone = iter(range(first, first + count))
    while numbers := list(islice(everyone, PART)):
        with transaction.atomic():
            _add(desk, numbers, shapes, clock.at_hour(paid_on, 9))
    if bulk.is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _shape(desk: Desk, paid_on: date, day: int, principal: int, months: int) -> Shape:
    first = date(paid_on.year + paid_on.month // 12, paid_on.month % 12 + 1, day)
    loan = Loan(
        principal_minor=principal,
        currency="SEK",
        annual_rate_bp=400 if principal % 2_400_000 else 650,
        late_points_bp=800,
        schedule_kind="annuity" if principal > 1_200_000 else "straight",
        instalments=months,
        disburse_on=paid_on,
        first_due_on=first,
        state=Loan.State.REPAYING,
        disbursed_on=paid_on,
    )
    loan.agreement = Agreement(scope=desk.round.programme.scope)
    life = live(contract_of(loan, paid_on), [Draw("order:0", paid_on, principal)], paid_on)
    return Shape(loan, life)


class _Table:
    """Rows of one model: what they share from a prototype, what differs given for each."""

    def __init__(self, prototype: models.Model, *differs: str) -> None:
        fields = {
            field.column: field
            for field in prototype._meta.concrete_fields  # noqa: SLF001 - a documented name
            if not field.primary_key or field.column in differs
        }
        self.model = type(prototype)
        self.columns = list(fields)
        self.shared = [
            None if name in differs else _plain(field, prototype) for name, field in fields.items()
        ]
        self.places = [self.columns.index(name) for name in differs]

    def insert(self, rows: Iterator[tuple[Any, ...]]) -> None:
        def whole() -> Iterator[bulk.Row]:
            for values in rows:
                row = list(self.shared)
                for place, value in zip(self.places, values, strict=True):
                    row[place] = value
                yield tuple(row)

        bulk.insert(self.model, [str(name) for name in self.columns], whole())


def _plain(field: Any, row: models.Model) -> bulk.Value:
    value = field.value_from_object(row)
    if value is None or isinstance(value, str):
        return value
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    if isinstance(value, bool):
        return bulk.flag(value)
    if isinstance(value, datetime):
        return bulk.moment(value)
    return value.isoformat() if isinstance(value, date) else int(value)


def _add(desk: Desk, numbers: list[int], shapes: list[Shape], at: datetime) -> None:
    count = len(numbers)
    mine = [shapes[number % len(shapes)] for number in numbers]
    one = Application.objects.first() or desk.approved()
    one.matter = one.case = None
    ids = {model: bulk.ids_for(model, count) for model in (Application, Agreement, Loan, Account)}
    scope, book_id = desk.round.programme.scope, desk.treasury.book_id
    officer = desk.world.bo
    _Table(one, "id", "number").insert(
        zip(ids[Application], (n + 1_000_000 for n in numbers), strict=True)
    )
    agreement = Agreement(
        scope=scope, recipient=desk.world.amina, title="Bageri",
        content={"parties": {"provider": "Fond", "recipient": "A"}},
        content_sha256="0" * 64, language="sv", state=Agreement.State.ACCEPTED, offered_by=officer,
        offered_at=at, accepted_at=at,
    )  # fmt: skip
    _Table(agreement, "id", "application_id").insert(
        zip(ids[Agreement], ids[Application], strict=True)
    )
    account = Account(book_id=book_id, name="Lån", kind="asset", currency="SEK")
    _Table(account, "id", "number").insert(
        (pk, f"1682-{number}") for pk, number in zip(ids[Account], numbers, strict=True)
    )
    _loans(numbers, mine, ids)
    _events(mine, ids[Loan], officer.pk, at)
    bank = account_for(book_id, Purpose.BANK).pk
    drafts = [
        Draft(
            f"paid:{pk}", f"L{number} paid out", ((receivable, bank, shape.loan.principal_minor),)
        )
        for pk, number, receivable, shape in zip(
            ids[Loan], numbers, ids[Account], mine, strict=True
        )
    ]
    stamp = Stamp(at, SYSTEM, desk.space.pk)
    post_many(book_id=book_id, booked_on=clock.day_of(at), drafts=drafts, stamp=stamp)


def _loans(numbers: list[int], mine: list[Shape], ids: dict[Any, list[int]]) -> None:
    varying = ("principal_minor", "annual_rate_bp", "schedule_kind", "first_due_on")
    table = _Table(mine[0].loan, "id", "agreement_id", "reference", "receivable_id", *varying)
    field_of = Loan._meta.get_field  # noqa: SLF001 - a documented name
    table.insert(
        (pk, agreement_id, f"L{number}", receivable,
         *(_plain(field_of(name), shape.loan) for name in varying))
        for pk, agreement_id, number, receivable, shape in zip(
            ids[Loan], ids[Agreement], numbers, ids[Account], mine, strict=True)
    )  # fmt: skip


def _events(mine: list[Shape], loans: list[int], officer_id: int, at: datetime) -> None:
    day = clock.day_of(at)
    pairs = list(zip(loans, mine, strict=True))
    draw = LoanEvent(kind="draw", day=day, key="order:0", recorded_by_id=officer_id, recorded_at=at)
    _Table(draw, "loan_id", "amount_minor").insert(
        (pk, shape.loan.principal_minor) for pk, shape in pairs
    )
    _Table(PlanVersion(number=1, made_at=at), "loan_id").insert((pk,) for pk, _ in pairs)
    columns = (
        "loan_id", "version", "number", "starts_on", "due_on", "principal_minor",
        "interest_minor", "fee_minor", "late_interest_minor", "balance_after_minor",
    )  # fmt: skip
    plans = {
        id(shape): [
            (1, row.number, row.start.isoformat(), row.due.isoformat(), row.owed[3], row.owed[2],
             row.owed[0], row.owed[1], row.balance_after)
            for row in shape.life.rows
        ]
        for shape in mine
    }  # fmt: skip
    bulk.insert(
        ScheduleLine, columns, ((pk, *row) for pk, shape in pairs for row in plans[id(shape)])
    )
    standing = {id(shape): LoanPosition(**figures(shape.life, day)) for shape in mine}
    known = LoanPosition._meta.concrete_fields  # noqa: SLF001 - a documented name
    fields = [field for field in known if not field.primary_key]
    plain = {
        key: [_plain(field, position) for field in fields] for key, position in standing.items()
    }
    bulk.insert(
        LoanPosition,
        ["loan_id", *(str(field.column) for field in fields)],
        ((pk, *plain[id(shape)]) for pk, shape in pairs),
    )
