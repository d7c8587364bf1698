"""What follows a yes in the demo: agreement, payment, use, repayment, check-ins, result, lesson."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from grodd.agreements.models import Acceptance, Agreement, Award, Loan
from grodd.agreements.servicing import lines_of
from grodd.agreements.terms import AwardTerms, LoanTerms
from grodd.base import clock, files
from grodd.base.models import StoredFile
from grodd.engines.calendar import MONTHLY, Rhythm
from grodd.engines.money import Money
from grodd.followup.models import CheckIn, Project
from grodd.followup.queries import theme_of
from grodd.followup.usecases.record_check_in import Word, record_check_in
from grodd.followup.usecases.report_result import AMOUNTS, Beyond, report_result
from grodd.followup.usecases.set_goals import Aim, set_goals
from grodd.followup.usecases.start_project import start_project
from grodd.library.usecases.write_lesson import Words
from grodd.payments.payees import Payee
from grodd.processes.accept_agreement import accept_agreement
from grodd.processes.approve_payment import approve_payment
from grodd.processes.complete_project import complete_project
from grodd.processes.demo.caring import Caring
from grodd.processes.demo.claiming import Claiming
from grodd.processes.demo.meetings import Sitting
from grodd.processes.demo.stage import Action, Proposed, Space
from grodd.processes.make_agreement import make_agreement
from grodd.processes.open_gate import open_gate
from grodd.processes.order_disbursement import order_disbursement
from grodd.processes.order_instalment import order_instalment
from grodd.processes.record_repayment import record_repayment
from grodd.processes.record_spending import Use, record_spending
from grodd.processes.return_unused import return_unused
from grodd.processes.write_project_lesson import write_project_lesson

IBAN = "SE45 5000 0000 0583 9825 7466"
"""The number that the register of IBANs prints as its Swedish example."""

GATES = {"stopped": "stop", "scaled": "scale"}
DAYS_TO_MEETING = 5


class Servicing:
    """One agreement and what comes of it. Each step plans the next."""

    def __init__(self, space: Space, told: dict[str, Any], application_id: int) -> None:
        """Nothing is planned yet."""
        self.space, self.told, self.application_id = space, told, application_id
        self.agreement_id = 0
        self.project_id = 0

    def plan(self, *, after: datetime) -> None:
        """The agreement is written the day after the letter."""
        self._later(after, 1, self.offer)

    def _later(self, at: datetime, days: int, action: Action, hour: int = 10) -> None:
        day = clock.day_of(at) + timedelta(days=days)
        self._on(day, action, hour)

    def _on(self, day: date, action: Action, hour: int = 10) -> None:
        minutes = timedelta(minutes=self.application_id % 60)
        self.space.timeline.plan(clock.at_hour(day, hour) + minutes, action)

    @property
    def owner(self) -> str:
        """Whose it is: a key in the cast."""
        return str(self.told["owner"])

    def offer(self, at: datetime) -> None:
        """The programme manager writes the agreement."""
        day, loan = clock.day_of(at), self.told.get("loan")
        terms: AwardTerms | LoanTerms = AwardTerms(
            months=self.told["months"],
            starts_on=day + timedelta(days=2),
            instalments=self.told.get("instalments", 1),
        )
        if loan:
            paid = day + timedelta(days=4)
            rhythm = Rhythm.read(loan.get("rhythm", MONTHLY.code))
            terms = LoanTerms(
                instalments=rhythm.within(loan["months"]),
                disburse_on=paid,
                first_due_on=rhythm.after(paid, 1),
                rhythm=rhythm,
                grace=loan.get("grace", 0),
                mainly_for_business=True,
            )
        made = make_agreement(
            by=self.space.asker("petra", at), application_id=self.application_id, terms=terms, at=at
        )
        self.agreement_id = made.pk
        if self.told["to"] != "offered":
            self._later(at, 1, self.accept)

    def accept(self, at: datetime) -> None:
        """The one who applied says yes; the programme does so the next day."""
        self._say_yes(self.owner, Acceptance.Party.RECIPIENT, at)
        self._later(at, 1, self.begin)

    def _say_yes(self, key: str, party: Acceptance.Party, at: datetime) -> Agreement:
        agreement = Agreement.objects.get(pk=self.agreement_id)
        return accept_agreement(
            by=self.space.asker(key, at),
            agreement_id=agreement.pk,
            party=party,
            content_sha256=agreement.content_sha256,
            at=at,
        )

    def begin(self, at: datetime) -> None:
        """The second yes starts the project; the money is ordered."""
        agreement = self._say_yes("petra", Acceptance.Party.PROVIDER, at)
        frame = agreement.application.round.frame
        assert frame is not None, agreement
        project = start_project(
            agreement_id=agreement.pk,
            starts_on=clock.day_of(at),
            months=self.told["months"],
            check_in_every_days=frame.check_in_every_days,
            by=self.space.asker("petra", at),
            at=at,
        )
        self.project_id = project.pk
        if "goals" in self.told:
            self._later(at, 0, self.aim, hour=15)
        self._later(at, 1, self.order)
        for entry in self.told.get("spending", ()):
            self._later(at, entry["after"], self._spend(entry), hour=14)

    def aim(self, at: datetime) -> None:
        """Say what to reach, and what would make us stop."""
        project = Project.objects.get(pk=self.project_id)
        set_goals(
            project_id=project.pk,
            aims=[
                Aim(
                    one["text"],
                    one["measure"],
                    one["unit"],
                    Decimal(one["baseline"]),
                    Decimal(one["target"]),
                    project.ends_on,
                )
                for one in self.told["goals"]
            ],
            stop_criteria=self.told["stop"],
            by=self.space.asker(self.owner, at),
            at=at,
        )
        for number, word in enumerate(self.told["check_ins"], start=1):
            row = project.check_ins.filter(number=number).first()
            if row is not None:
                self._on(row.due_on, self._check_in(row, word), hour=16)

    def order(self, at: datetime) -> None:
        """Ask for the first payment; another person pays it the next day."""
        due_on = clock.day_of(at) + timedelta(days=1)
        payee = Payee(self.space.people[self.owner].name, IBAN)
        loan = Loan.objects.filter(agreement_id=self.agreement_id).first()
        if loan is not None:
            made = order_disbursement(
                by=self.space.asker("bo", at), loan_id=loan.pk, payee=payee, due_on=due_on, at=at
            )
        else:
            award = Award.objects.get(agreement_id=self.agreement_id)
            done = CheckIn.objects.filter(project_id=self.project_id, done_at__isnull=False)
            made = order_instalment(
                by=self.space.asker("petra", at),
                instalment_id=award.instalments.get(number=done.count() + 1).pk,
                payee=payee,
                due_on=due_on,
                at=at,
            )
        if self.told["to"] != "ordered":
            self._later(at, 1, lambda then: self.pay(made.pk, then), hour=9)

    def pay(self, order_id: int, at: datetime) -> None:
        """A second person pays. A loan begins to be repaid."""
        approve_payment(
            by=self.space.asker("finn", at), order_id=order_id, paid_on=clock.day_of(at), at=at
        )
        loan = Loan.objects.filter(agreement_id=self.agreement_id).first()
        if loan is None:
            return
        claiming = Claiming(self.space, loan, owner=self.owner, later=self._later)
        claiming.plan(self.told["loan"], paid_at=at)
        for line in lines_of(loan)[: self.told["loan"]["paid"]]:
            owed = line.principal_minor + line.interest_minor + line.fee_minor
            if owed:
                self._on(line.due_on, self._repay(loan, line.number, owed), hour=12)
        if care := self.told["loan"].get("care"):
            Caring(self.space, loan, care).plan(after=at)
        if self.told["to"] == "completed":
            self._on(lines_of(loan)[-1].due_on + timedelta(days=2), self.complete)

    def _repay(self, loan: Loan, number: int, minor: int) -> Action:
        def repay(at: datetime) -> None:
            record_repayment(
                by=self.space.asker("bo", at),
                loan_id=loan.pk,
                received=Money(minor, loan.currency),
                value_date=clock.day_of(at),
                bank_reference=f"BG{clock.day_of(at):%y%m%d}-{loan.pk}-{number}",
                at=at,
            )

        return repay

    def _spend(self, told: dict[str, Any]) -> Action:
        def spend(at: datetime) -> None:
            award = Award.objects.get(agreement_id=self.agreement_id)
            amount = self.space.money(told["amount"])
            above = amount.minor > award.receipt_above_minor
            record_spending(
                by=self.space.asker(self.owner, at),
                award_id=award.pk,
                use=Use(
                    key=f"demo:{award.pk}:{told['after']}",
                    spent_on=clock.day_of(at),
                    text=told["text"],
                    amount=amount,
                    hours=told["hours"],
                    receipt=self._receipt(told, at) if above else None,
                ),
                at=at,
            )

        return spend

    def _receipt(self, told: dict[str, Any], at: datetime) -> StoredFile:
        words = f"Kvitto (exempel)\n{told['text']}\n{told['amount']} kr\n{clock.day_of(at)}\n"
        return files.store(
            [words.encode()],
            name="kvitto.txt",
            content_type="text/plain",
            stored_by=self.space.people[self.owner].audit_key,
            at=at,
            space=self.space.organisation.pk,
        )

    def _check_in(self, row: CheckIn, told: dict[str, Any]) -> Action:
        def check_in(at: datetime) -> None:
            goals = Project.objects.get(pk=self.project_id).goals.order_by("pk")
            values = {
                goal.pk: Decimal(value) for goal, value in zip(goals, told["values"], strict=True)
            }
            record_check_in(
                check_in_id=row.pk,
                word=Word(
                    status=told["status"],
                    learnt=told["learnt"],
                    help_wanted=told.get("help", ""),
                    spent_minor=self.space.money(told["spent"]).minor,
                    hours=told["hours"],
                    values=values,
                ),
                by=self.space.asker(self.owner, at),
                at=at,
            )
            self._after_check_in(row.number, at)

        return check_in

    def _after_check_in(self, number: int, at: datetime) -> None:
        """The next part of an award, or the end."""
        if number < self.told.get("instalments", 1):
            self._later(at, 1, self.order)
        last = number == len(self.told["check_ins"])
        if last and self.told["to"] == "completed" and "loan" not in self.told:
            self._later(at, 20, self.complete)
        elif last and self.told["to"] in GATES:
            self._later(at, 3, self.ask)

    def ask(self, at: datetime) -> None:
        """Whoever runs it asks the committee to stop it, or to scale it up."""
        gate = open_gate(
            project_id=self.project_id,
            proposed=GATES[self.told["to"]],
            why=self.told["why"],
            by=self.space.asker(self.owner, at),
            at=at,
        )
        key = f"gate:{gate.pk}"
        told = {"reasons": self.told["why"]}
        self.space.agendas[key] = [Proposed(gate.matter, told, self._after_gate)]
        ago = (self.space.timeline.day - clock.day_of(at)).days - DAYS_TO_MEETING
        Sitting(self.space, {"key": key, "ago": ago, "place": "Stora rummet"})

    def _after_gate(self, at: datetime) -> None:
        """Unused money comes back, the result is told, and the lesson is kept."""
        if "returned" in self.told:
            self._later(at, 2, self.give_back)
        self._later(at, 5, self.look_back)

    def give_back(self, at: datetime) -> None:
        """Book what was not used."""
        award = Award.objects.get(agreement_id=self.agreement_id)
        return_unused(
            by=self.space.asker("bo", at),
            award_id=award.pk,
            returned=self.space.money(self.told["returned"]),
            value_date=clock.day_of(at),
            bank_reference=f"BG{clock.day_of(at):%y%m%d}-{award.pk}",
            at=at,
        )

    def look_back(self, at: datetime) -> None:
        """What came of it, after a gate has ended it."""
        if "result" in self.told:
            self._report(at)
        self._learn(at + timedelta(minutes=30))

    def complete(self, at: datetime) -> None:
        """Report the result, write the lesson, end the project."""
        self._report(at)
        self._learn(at + timedelta(minutes=30))
        complete_project(
            project_id=self.project_id,
            by=self.space.asker(self.owner, at),
            at=at + timedelta(minutes=40),
        )

    def _report(self, at: datetime) -> None:
        told = self.told["result"]
        projected, outcome = (
            {name: self.space.money(told[side].get(name, 0)).minor for name in AMOUNTS}
            for side in ("projected", "outcome")
        )
        report_result(
            project_id=self.project_id,
            projected=projected,
            outcome=outcome,
            measures=[
                Beyond(one["name"], one["unit"], Decimal(one["projected"]), Decimal(one["outcome"]))
                for one in told["measures"]
            ],
            summary=told["summary"],
            by=self.space.asker(self.owner, at),
            at=at,
        )

    def _learn(self, at: datetime) -> None:
        language = self.told.get("language", "sv")
        project = Project.objects.get(pk=self.project_id)
        write_project_lesson(
            project_id=self.project_id,
            words=Words(
                outcome=self.told["to"],
                theme=theme_of(project, language),
                language=language,
                **self.told["lesson"],
            ),
            share=True,
            names_author=True,
            by=self.space.asker(self.owner, at),
            at=at,
        )
