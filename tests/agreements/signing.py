"""An approved application, its agreement, and a treasury with money."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from grodd.agreements.models import Agreement, Award, Loan
from grodd.agreements.queries import Party
from grodd.agreements.terms import AwardTerms, LoanTerms
from grodd.applications.models import Application
from grodd.base import clock, files, lending
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.models import DatedRule, Phase, PhaseKind
from grodd.decisions.models import Matter
from grodd.engines.money import Money
from grodd.ledger.charts import Chart, Purpose
from grodd.ledger.entry import Move
from grodd.ledger.models import Voucher
from grodd.ledger.queries import account_for
from grodd.ledger.usecases.post_voucher import post_voucher
from grodd.payments.models import Order, Treasury
from grodd.payments.payees import Payee
from grodd.payments.usecases.open_treasury import open_treasury
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.processes.accept_agreement import accept_agreement
from grodd.processes.approve_payment import approve_payment
from grodd.processes.cancel_agreement import cancel_agreement
from grodd.processes.make_agreement import make_agreement
from grodd.processes.order_disbursement import order_disbursement
from grodd.processes.order_instalment import order_instalment
from grodd.programmes.models import Round
from tests.programmes.making import make_programme, make_round
from tests.world import World

TODAY = date(2026, 3, 2)
PAYEE = Payee("Amina", "SE45 5000 0000 0583 9825 7466")
LOAN = LoanTerms(
    instalments=12, disburse_on=TODAY, first_due_on=date(2026, 4, 2), mainly_for_business=True
)
AWARD = AwardTerms(months=3, starts_on=TODAY, instalments=2)


def sek(minor: int) -> Money:
    return Money(minor, "SEK")


class Desk:
    """A space with books and a published round, and everyone's hands in it."""

    def __init__(self, world: World, where: str = "fund", *, bank_minor: int = 10_000_000) -> None:
        self.world = world
        self.space = getattr(world, where)
        self.round: Round = make_round(world, make_programme(world, where))
        chart = Chart.FUND if where == "fund" else Chart.COMPANY
        self.treasury: Treasury = open_treasury(
            by=self.bo,
            organisation_id=self.space.pk,
            chart=chart,
            starts_on=date(2026, 1, 1),
            at=clock.now(),
        )
        lending.bring_in("SE")
        if bank_minor:
            self.fill(bank_minor)

    def asker(self, person: Person) -> Asker:
        return self.world.asker(person, self.space)

    @property
    def bo(self) -> Asker:
        return self.asker(self.world.bo)

    @property
    def finn(self) -> Asker:
        return self.asker(self.world.finn)

    @property
    def petra(self) -> Asker:
        return self.asker(self.world.petra)

    @property
    def amina(self) -> Asker:
        return self.asker(self.world.amina)

    def fill(self, minor: int) -> None:
        book_id = self.treasury.book_id
        capital = account_for(book_id, Purpose.CAPITAL)
        post_voucher(
            book_id=book_id,
            key=f"capital:{minor}",
            booked_on=TODAY,
            text="Capital",
            moves=[Move(self.treasury.bank, capital, sek(minor))],
            stamp=Stamp(clock.now(), SYSTEM, self.space.pk),
        )

    def approved(self, *, minor: int = 1_200_000, hours: int = 40, **more: Any) -> Application:
        """Amina's application, as the committee left it."""
        body = self.round.programme.body
        assert body is not None
        scope = self.round.programme.scope
        matter = Matter.objects.create(
            scope=scope,
            body=body,
            kind="application",
            title="Bageri",
            opened_at=clock.now(),
            outcome=Matter.Outcome.APPROVED,
            decided_at=clock.now(),
            released_at=clock.now(),
            amount_decided_minor=minor,
            hours_decided=hours,
            conditions="Berätta för oss hur det går.",
        )
        given: dict[str, Any] = {"language": "sv", "currency": "SEK", **more}
        return Application.objects.create(
            round=self.round,
            number=Application.objects.count() + 1,
            phase=Phase.objects.get(lifecycle=self.round.lifecycle, kind=PhaseKind.AGREEMENT),
            owner=self.world.amina,
            title="Bageri",
            months=12,
            created_at=clock.now(),
            updated_at=clock.now(),
            matter=matter,
            **given,
        )

    def offered(self, terms: AwardTerms | LoanTerms, **more: Any) -> Agreement:
        return make_agreement(
            by=self.petra, application_id=self.approved(**more).pk, terms=terms, at=clock.now()
        )

    def accept(self, agreement: Agreement, by: Asker, party: Party) -> Agreement:
        return accept_agreement(
            by=by,
            agreement_id=agreement.pk,
            party=party,
            content_sha256=agreement.content_sha256,
            at=clock.now(),
        )

    def signed(self, terms: AwardTerms | LoanTerms, **more: Any) -> Agreement:
        agreement = self.offered(terms, **more)
        self.accept(agreement, self.amina, Party.RECIPIENT)
        self.accept(agreement, self.petra, Party.PROVIDER)
        return Agreement.objects.get(pk=agreement.pk)

    def take_back(self, agreement: Agreement, *, is_over: bool = False) -> Agreement:
        """Petra takes back what she offered."""
        return cancel_agreement(
            by=self.petra, agreement_id=agreement.pk, reason="Fel belopp", is_over=is_over,
            at=clock.now(),
        )  # fmt: skip

    def paper(self, agreement: Agreement) -> UUID:
        """The key of a paper that Amina signed by hand."""
        paper = files.store(
            [b"%PDF-1.7"], name="avtal.pdf", content_type="application/pdf", stored_by="x",
            at=clock.now(),
        )  # fmt: skip
        accept_agreement(
            by=self.petra,
            agreement_id=agreement.pk,
            party=Party.RECIPIENT,
            content_sha256=agreement.content_sha256,
            at=clock.now(),
            paper=paper,
        )
        return paper.key

    def ordered(self, loan: Loan, payee: Payee = PAYEE) -> Order:
        return order_disbursement(
            by=self.bo, loan_id=loan.pk, payee=payee, due_on=TODAY, at=clock.now()
        )

    def approve(self, order: Order, by: Asker | None = None, on: date = TODAY) -> Voucher:
        return approve_payment(by=by or self.finn, order_id=order.pk, paid_on=on, at=clock.now())

    def loan(self, terms: LoanTerms = LOAN, *, on: date = TODAY, **more: Any) -> Loan:
        """A loan of 12 000 kr that has been paid out."""
        loan = self.signed(terms, **more).loan
        self.approve(self.ordered(loan), on=on)
        return Loan.objects.get(pk=loan.pk)

    def award(self, terms: AwardTerms = AWARD, **more: Any) -> Award:
        """An award of 12 000 kr and 40 hours whose first part has been paid out."""
        award = self.signed(terms, **more).award
        first = award.instalments.get(number=1)
        order = order_instalment(
            by=self.bo, instalment_id=first.pk, payee=PAYEE, due_on=TODAY, at=clock.now()
        )
        self.approve(order)
        return award


def reference_rates() -> None:
    """Two half-years: 2 % and 3 %. With 8 points a late krona costs 10 and 11 % a year."""
    for day, value in ((date(2026, 1, 1), 200), (date(2026, 7, 1), 300)):
        DatedRule.objects.create(
            country="SE", key="reference_rate_bp", valid_from=day, value=value, source="Test"
        )


def noon(day: date) -> datetime:
    return clock.at_hour(day, 12)
