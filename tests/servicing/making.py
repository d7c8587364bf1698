"""A portfolio of many loans, written in bulk: what lists need, without what only one loan needs."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from grodd.agreements.models import (
    Agreement,
    Allocation,
    Loan,
    LoanEvent,
    LoanPosition,
    PlanVersion,
    ScheduleLine,
)
from grodd.applications.models import Application
from grodd.base import clock
from grodd.engines.calendar import add_months
from grodd.people.models import Organisation, Person, Scope
from grodd.programmes.models import Round
from grodd.servicing.models import (
    AgeingClass,
    LoanCard,
    LoanNote,
    MonthEnd,
    PortfolioDay,
    Promise,
    ServicingRule,
)

CLASSES = ((0, 100, 1_000), (1, 500, 1_000), (31, 1_000, 2_500), (61, 2_500, 5_000),
           (91, 5_000, 7_500), (181, 10_000, 10_000))  # fmt: skip
REGIONS = ("Norrbotten", "Västerbotten", "Åland", "Österbotten", "")
WORDS = (
    "Bageri",
    "Cykelverkstad",
    "Skogsväg",
    "Ullspinneri",
    "Humle",
    "Honung",
    "Kafé",
    "Vävstuga",
)
DAYS_LATE = (0, 0, 0, 0, 0, 0, 0, 5, 20, 45, 75, 120, 200)
BATCH = 2_000


def classes_of(organisation: Organisation) -> None:
    """The classes and the rule of a lender."""
    ServicingRule.objects.create(organisation=organisation)
    AgeingClass.objects.bulk_create(
        AgeingClass(
            organisation=organisation, from_days=days, name={}, provision_bp=usual,
            restructured_bp=eased,
        )
        for days, usual, eased in CLASSES
    )  # fmt: skip


@dataclass
class Made:
    """The rows of one loan."""

    loan: Loan
    position: LoanPosition
    lines: list[ScheduleLine]
    late: int


class Portfolio:
    """Loans in a round, in all classes, with cards, notes, promises, payments and month ends."""

    def __init__(self, held: Round, advisers: list[Person], *, on: date, seed: int = 1) -> None:
        """Nothing is written yet."""
        self.held, self.advisers, self.on = held, advisers, on
        self.scope: Scope = held.programme.scope
        self.chance = random.Random(seed)  # noqa: S311 - a made-up portfolio
        self.at: datetime = clock.at_hour(on, 8)

    def write(self, count: int, *, months: int = 24, history: int = 12) -> list[Loan]:
        """Write so many loans with ``history`` month ends."""
        agreements = self._agreements(count)
        made = [self._loan(number, one, months) for number, one in enumerate(agreements)]
        Loan.objects.bulk_create((one.loan for one in made), BATCH)
        LoanPosition.objects.bulk_create((one.position for one in made), BATCH)
        ScheduleLine.objects.bulk_create((line for one in made for line in one.lines), BATCH)
        PlanVersion.objects.bulk_create((self._version(one) for one in made), BATCH)
        self._pay(made)
        self._care(made)
        self._month_ends(made, history)
        return [one.loan for one in made]

    def _agreements(self, count: int) -> list[Agreement]:
        owners = [
            Person(email=f"b{n}@example.org", name=f"Låntagare {n}", phone=f"070-{n:07d}")
            for n in range(max(1, count // 3))
        ]
        for one in owners:
            one.set_unusable_password()
        Person.objects.bulk_create(owners, BATCH)
        first = Application.objects.count() + 1
        phase = self.held.lifecycle.phases.first() if self.held.lifecycle else None
        applications = Application.objects.bulk_create(
            (
                Application(
                    round=self.held, number=first + n, phase=phase,
                    owner=self.chance.choice(owners), title=f"{self.chance.choice(WORDS)} {n}",
                    months=24, created_at=self.at, updated_at=self.at, language="sv",
                    currency="SEK",
                )
                for n in range(count)
            ),
            BATCH,
        )  # fmt: skip
        return Agreement.objects.bulk_create(
            (
                Agreement(
                    application=one, recipient_id=one.owner_id, scope=self.scope,
                    title=one.title, content={},
                    content_sha256="0" * 64, language="sv", state=Agreement.State.ACCEPTED,
                    offered_by=self.advisers[0], offered_at=self.at, accepted_at=self.at,
                )
                for one in applications
            ),
            BATCH,
        )  # fmt: skip

    def _loan(self, number: int, agreement: Agreement, months: int) -> Made:
        age, late = self.chance.randrange(1, months), self.chance.choice(DAYS_LATE)
        oldest = self.on - timedelta(late) if late else None
        # The instalment days of a late loan follow from the day that it is late since.
        next_due = self.on + timedelta(self.chance.randrange(1, 29))
        if oldest:
            ahead = next(n for n in range(1, 99) if add_months(oldest, n) > self.on)
            next_due = add_months(oldest, ahead)
        due = [add_months(next_due, n - age) for n in range(months)]
        part = self.chance.randrange(100, 400) * 1_000
        loan = Loan(
            agreement=agreement, reference=f"L{number:07d}", principal_minor=part * months,
            currency="SEK", annual_rate_bp=self.chance.choice((350, 450)),
            schedule_kind="straight", instalments=months, disburse_on=add_months(due[0], -1),
            first_due_on=due[0], state=Loan.State.REPAYING, disbursed_on=add_months(due[0], -1),
        )  # fmt: skip
        lines = [
            ScheduleLine(
                loan=loan, number=n + 1, starts_on=add_months(day, -1), due_on=day,
                principal_minor=part, interest_minor=part // 100,
                balance_after_minor=part * (months - n - 1),
            )
            for n, day in enumerate(due)
        ]  # fmt: skip
        unpaid = sum(1 for day in due if oldest and oldest <= day <= self.on)
        position = LoanPosition(
            loan=loan, day=self.on, principal_minor=part * (months - age + unpaid),
            due_principal_minor=part * unpaid, due_other_minor=part // 100 * unpaid,
            oldest_due_on=oldest, next_number=age + 1, next_due_on=next_due,
            next_due_minor=part + part // 100, is_restructured=self.chance.random() < 0.03,
        )  # fmt: skip
        return Made(loan, position, lines, late)

    def _version(self, one: Made) -> PlanVersion:
        made_at = clock.at_hour(one.lines[0].starts_on, 9)
        return PlanVersion(loan=one.loan, number=1, made_at=made_at)

    def _pay(self, made: list[Made]) -> None:
        paid = [
            (one, line)
            for one in made
            for line in one.lines
            if line.due_on <= self.on
            and not (one.position.oldest_due_on and line.due_on >= one.position.oldest_due_on)
        ]
        events = LoanEvent.objects.bulk_create(
            (
                LoanEvent(
                    loan=one.loan, kind=LoanEvent.Kind.PAYMENT, day=line.due_on,
                    key=f"payment:{line.number}",
                    amount_minor=line.principal_minor + line.interest_minor,
                    recorded_by=self.advisers[0], recorded_at=self.at,
                )
                for one, line in paid
            ),
            BATCH,
        )  # fmt: skip
        Allocation.objects.bulk_create(
            (
                Allocation(event=event, number=line.number, component=kind, amount_minor=minor)
                for event, (_, line) in zip(events, paid, strict=True)
                for kind, minor in (
                    ("principal", line.principal_minor), ("interest", line.interest_minor),
                )
                if minor
            ),
            BATCH,
        )  # fmt: skip

    def _care(self, made: list[Made]) -> None:
        who = [*self.advisers, None]
        LoanCard.objects.bulk_create(
            (
                LoanCard(
                    loan=one.loan, adviser=who[n % len(who)], region=REGIONS[n % len(REGIONS)],
                    review_on=self.on + timedelta(n % 90) if n % 4 == 0 else None,
                )
                for n, one in enumerate(made)
            ),
            BATCH,
        )  # fmt: skip
        shared: dict[str, Any] = {"recorded_by": self.advisers[0], "recorded_at": self.at}
        Promise.objects.bulk_create(
            (
                Promise(
                    loan=one.loan, amount_minor=10_000, pay_on=self.on - timedelta(n % 5),
                    promised_on=self.on - timedelta(10), key="p", **shared,
                )
                for n, one in enumerate(made)
                if one.late and n % 2
            ),
            BATCH,
        )  # fmt: skip
        LoanNote.objects.bulk_create(
            (
                LoanNote(
                    loan=one.loan, text="Ringde och fick svar.", key="n",
                    written_by=self.advisers[0], written_at=self.at,
                )
                for n, one in enumerate(made)
                if one.late or n % 3 == 0
            ),
            BATCH,
        )  # fmt: skip

    def _month_ends(self, made: list[Made], history: int) -> None:
        first = self.on.replace(day=1)
        days = [add_months(first, -back) - timedelta(1) for back in range(history)]
        for day in days:
            running = [one for one in made if (one.loan.disbursed_on or day) <= day]
            rows = [self._month_end(one, day) for one in running]
            MonthEnd.objects.bulk_create(rows, BATCH)
            PortfolioDay.objects.bulk_create(self._portfolio_day(rows, day))

    def _month_end(self, one: Made, day: date) -> MonthEnd:
        late = max(0, one.late - (self.on - day).days)
        left = sum(line.principal_minor for line in one.lines if line.due_on > day)
        return MonthEnd(
            day=day, loan=one.loan, state=one.loan.state, principal_minor=left,
            overdue_minor=1_000 if late else 0, days_late=late, accrued_minor=500,
            provision_minor=left // 100, is_restructured=one.position.is_restructured,
        )  # fmt: skip

    def _portfolio_day(self, rows: list[MonthEnd], day: date) -> list[PortfolioDay]:
        sums: dict[tuple[int, bool], list[int]] = {}
        for row in rows:
            of = max(days for days, *_ in CLASSES if days <= row.days_late)
            line = sums.setdefault((of, row.is_restructured), [0, 0, 0, 0])
            for place, minor in enumerate(
                (1, row.principal_minor, row.overdue_minor, row.provision_minor)
            ):
                line[place] += minor
        return [
            PortfolioDay(
                day=day, scope=self.scope, currency="SEK", from_days=of, is_restructured=eased,
                loans=line[0], principal_minor=line[1], overdue_minor=line[2],
                provision_minor=line[3],
            )
            for (of, eased), line in sums.items()
        ]  # fmt: skip
