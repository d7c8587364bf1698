"""Who sees agreements, and who acts on them."""

from typing import Any

from grodd.agreements.models import Security, Spending, TakeoverConsent
from grodd.agreements.usecases.add_security import Promise, add_security
from grodd.agreements.usecases.agree_to_takeover import agree_to_takeover
from grodd.agreements.usecases.charge_fee import Fee, charge_fee
from grodd.agreements.usecases.propose_takeover import propose_takeover
from grodd.agreements.usecases.send_interruption import send_interruption
from grodd.base import clock, files
from grodd.base.models import DatedRule
from grodd.processes.record_repayment import record_repayment
from grodd.processes.record_spending import Use, record_spending
from tests.agreements.signing import AWARD, LOAN, TODAY, Desk, sek
from tests.web.stage import ADVISERS, AUDITORS, EVERYONE, FINANCE, MANAGERS, Row, Stage

AMINA = frozenset({"amina"})
WORK = MANAGERS | FINANCE | ADVISERS | AUDITORS
SEE = AMINA | WORK
PAY = MANAGERS | FINANCE
BORROWERS = AMINA | {"otto"}
CONCERNED = BORROWERS | WORK


def spending(stage: Stage) -> Spending:
    use = Use(key="stage", spent_on=TODAY, text="Mjöl", amount=sek(1_000))
    desk: Desk = stage.company_desk
    return record_spending(by=desk.amina, award_id=stage.paid_award.pk, use=use, at=clock.now())


def repayment(stage: Stage) -> Any:
    desk: Desk = stage.fund_desk
    return record_repayment(
        by=desk.bo, loan_id=stage.paid_loan.pk, received=sek(100), value_date=TODAY,
        bank_reference="stage", at=clock.now(),
    )  # fmt: skip


def noted(stage: Stage) -> Any:
    """A fee on the loan that was paid out."""
    desk: Desk = stage.fund_desk
    DatedRule.objects.get_or_create(
        country="SE",
        key=Fee.REMINDER.value,
        valid_from=TODAY,
        defaults={"value": 6_000, "source": "Test"},
    )
    return charge_fee(
        by=desk.bo, loan_id=stage.paid_loan.pk, fee=Fee.REMINDER, day=TODAY, at=clock.now()
    )


def secured(stage: Stage) -> Any:
    """A surety of the loan that was paid out."""
    desk: Desk = stage.fund_desk
    promise = Promise("stage", Security.Kind.OWN_DEBT, "Bo", TODAY)
    return add_security(by=desk.bo, loan_id=stage.paid_loan.pk, promise=promise, at=clock.now())


def taken_over(stage: Stage) -> Any:
    """A takeover of the loan that was paid out, by Otto, that waits for its answers."""
    desk: Desk = stage.fund_desk
    return propose_takeover(
        by=desk.petra, loan_id=stage.paid_loan.pk, email="otto@example.org", keeps=(),
        reason="Flytt", at=clock.now(),
    )  # fmt: skip


def signed_paper(stage: Stage) -> Any:
    """The key of a paper that the old borrower signed by hand."""
    desk: Desk = stage.fund_desk
    paper = files.store(
        [b"%PDF-1.7"], name="ja.pdf", content_type="application/pdf", stored_by="x",
        at=clock.now(),
    )  # fmt: skip
    agree_to_takeover(
        by=desk.bo, takeover_id=stage.takeover.pk, party=TakeoverConsent.Party.OLD,
        content_sha256=stage.takeover.content_sha256, at=clock.now(), paper=paper,
    )  # fmt: skip
    return paper.key


def written_to(stage: Stage) -> Any:
    """A letter to the borrower of the loan that was paid out."""
    desk: Desk = stage.fund_desk
    DatedRule.objects.get_or_create(
        country="SE", key="limitation_years", valid_from=TODAY,
        defaults={"value": 10, "source": "Test"},
    )  # fmt: skip
    return send_interruption(by=desk.petra, loan_id=stage.paid_loan.pk, at=clock.now())


def what(slug: str) -> Any:
    return lambda stage: {"loan_id": stage.paid_loan.pk, "what": slug}


def one(name: str, made: str, at: str = "pk") -> Any:
    return lambda stage: {name: getattr(getattr(stage, made), at)}


def second_part(stage: Stage) -> Any:
    return stage.paid_award.instalments.get(number=2)


BUILDERS = {
    "company_desk": lambda stage: Desk(stage.world, "company"),
    "offered_agreement": lambda stage: stage.fund_desk.offered(LOAN),
    "approved_application": lambda stage: stage.company_desk.approved(),
    "paid_loan": lambda stage: stage.fund_desk.loan(),
    "signed_loan": lambda stage: stage.fund_desk.signed(LOAN).loan,
    "paid_award": lambda stage: stage.company_desk.award(AWARD),
    "award_part": second_part,
    "award_spending": spending,
    "loan_repayment": repayment,
    "loan_fee": noted,
    "loan_surety": secured,
    "takeover": taken_over,
    "interruption": written_to,
}
TAKEOVER = one("takeover_id", "takeover")
ID = one("agreement_id", "offered_agreement")
YES = {"party": "provider", "sha256": "0" * 64}
ROWS = [
    Row("agreements:list", may=EVERYONE),
    Row("agreements:make", kwargs=one("application_id", "approved_application"), may=MANAGERS),
    Row("agreements:detail", kwargs=ID, may=SEE, where="fund"),
    Row("agreements:pdf", kwargs=ID, may=SEE, where="fund"),
    Row("agreements:accept", kwargs=ID, may=PAY, sees=AMINA | ADVISERS | AUDITORS, post=YES,
        where="fund", passed={302, 409}),
    Row("agreements:cancel", kwargs=ID, may=AMINA | MANAGERS, sees=FINANCE | ADVISERS | AUDITORS,
        where="fund"),
    Row("agreements:paper", kwargs=ID, may=PAY, sees=AMINA | ADVISERS | AUDITORS, post={},
        where="fund"),
    Row("agreements:spend", kwargs=one("award_id", "paid_award"), may=AMINA | PAY,
        sees=ADVISERS | AUDITORS),
    Row("agreements:return", kwargs=one("award_id", "paid_award"), may=FINANCE,
        sees=AMINA | MANAGERS | ADVISERS | AUDITORS),
    Row("agreements:pay_part", kwargs=one("instalment_id", "award_part"), may=PAY,
        sees=AMINA | ADVISERS | AUDITORS),
    Row("agreements:take_back", kwargs=one("spending_id", "award_spending"), may=AMINA | PAY,
        sees=ADVISERS | AUDITORS, post={}, passed={302, 409}),
    Row("agreements:repayments", kwargs=one("loan_id", "paid_loan"), may=SEE, where="fund"),
    Row("agreements:early", kwargs=one("loan_id", "paid_loan"), may=SEE, where="fund"),
    Row("agreements:plan", may=SEE, where="fund",
        kwargs=lambda stage: {"loan_id": stage.paid_loan.pk, "number": 1}),
    Row("agreements:table", may=SEE, where="fund",
        kwargs=lambda stage: {"loan_id": stage.paid_loan.pk, "what": "plan"}),
    Row("agreements:documents", kwargs=one("loan_id", "paid_loan"), may=SEE, where="fund"),
    Row("agreements:document", may=SEE, where="fund",
        kwargs=lambda stage: {"loan_id": stage.paid_loan.pk, "kind": "statement"}),
    Row("agreements:change", kwargs=what("pause"), may=PAY, sees=AMINA | ADVISERS | AUDITORS,
        where="fund"),
    Row("agreements:change", kwargs=what("rhythm"), may=PAY, sees=AMINA | ADVISERS | AUDITORS,
        where="fund"),
    Row("agreements:act", kwargs=what("waive"), may=PAY, sees=AMINA | ADVISERS | AUDITORS,
        where="fund"),
    Row("agreements:act", kwargs=what("ease"), may=PAY, sees=AMINA | ADVISERS | AUDITORS,
        where="fund"),
    Row("agreements:give_back", kwargs=one("loan_id", "paid_loan"), may=PAY,
        sees=AMINA | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:add_security", kwargs=one("loan_id", "paid_loan"), may=PAY,
        sees=AMINA | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:release", kwargs=one("security_id", "loan_surety"), may=PAY,
        sees=AMINA | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:undo_event", kwargs=one("event_id", "loan_fee"), may=PAY,
        sees=AMINA | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:pay_loan", kwargs=one("loan_id", "signed_loan"), may=PAY,
        sees=AMINA | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:reverse", kwargs=one("repayment_id", "loan_repayment"), may=FINANCE,
        sees=AMINA | MANAGERS | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:propose_takeover", kwargs=one("loan_id", "paid_loan"), may=MANAGERS,
        sees=AMINA | FINANCE | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:takeover", kwargs=TAKEOVER, may=CONCERNED, where="fund"),
    Row("agreements:takeover_pdf", kwargs=TAKEOVER, may=CONCERNED, where="fund"),
    Row("agreements:agree_to_takeover", kwargs=TAKEOVER, may=AMINA, sees=CONCERNED - AMINA,
        where="fund", passed={302, 409},
        post=lambda stage: {"party": "old", "sha256": stage.takeover.content_sha256}),
    Row("agreements:takeover_paper", kwargs=TAKEOVER, may=PAY, sees=CONCERNED - PAY, post={},
        where="fund"),
    Row("agreements:cancel_takeover", kwargs=TAKEOVER, may=BORROWERS | MANAGERS,
        sees=CONCERNED - BORROWERS - MANAGERS, where="fund"),
    Row("agreements:takeover_file", may=CONCERNED, where="fund",
        kwargs=lambda stage: {"takeover_id": stage.takeover.pk, "key": signed_paper(stage)}),
    Row("agreements:lapsing", may=WORK, where="fund"),
    Row("agreements:interrupt", kwargs=one("loan_id", "paid_loan"), may=PAY,
        sees=AMINA | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:send_interruption", kwargs=one("loan_id", "paid_loan"), may=PAY,
        sees=AMINA | ADVISERS | AUDITORS, where="fund", post={}, passed={302, 409}),
    Row("agreements:letter", kwargs=one("interruption_id", "interruption"), may=SEE, where="fund"),
    Row("agreements:take_back_interruption", kwargs=one("interruption_id", "interruption"),
        may=PAY, sees=AMINA | ADVISERS | AUDITORS, where="fund"),
    Row("agreements:file", may=SEE, where="fund",
        kwargs=lambda stage: {"agreement_id": stage.offered_agreement.pk,
                              "key": stage.fund_desk.paper(stage.offered_agreement)}),
]  # fmt: skip
