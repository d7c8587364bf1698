"""Two programmes from the first word to the lesson and the last krona, told as steps on pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from grodd.agreements.models import Agreement, AwardInstalment, Spending
from grodd.agreements.servicing import award_standing
from grodd.applications.models import Application
from grodd.assessment.models import Assignment
from grodd.base import clock
from grodd.decisions.models import Matter, Meeting, Seat
from grodd.followup.models import CheckIn, Goal, Project
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Book, Period
from grodd.ledger.queries import account_for
from grodd.payments.models import Order
from grodd.people.models import Organisation, Person
from grodd.programmes.models import Programme, Round
from tests.web.journeys.visitor import Typed, Visitor
from tests.world import World

FIRST_DUE = date(2026, 4, 2)
IBAN = "SE45 5000 0000 0583 9825 7466"
Enter = Callable[[Person, Organisation], Visitor]


@dataclass(frozen=True, slots=True)
class Told:
    """What differs between the two programmes."""

    where: str
    template: str
    chart: str
    name: str
    answers: Typed
    amount: str
    hours: str
    too_much: str
    agreed: Typed


INNOVATION = Told(
    where="company",
    template="internal_innovation",
    chart="company",
    name="Små idéer",
    answers={
        "title": "Lastcyklar",
        "summary": "Paket med cykel i centrum.",
        "theme": "green",
        "change": "Färre bilar i centrum.",
        "plan": "Hyr två cyklar och pröva i tre månader.",
        "amount": "20 000",
        "hours": "40",
        "months": "3",
    },
    amount="20 000",
    hours="40",
    too_much="900 000",
    agreed={"months": "3", "starts_on": "2026-03-02", "instalments": "2"},
)
MICROLOAN = Told(
    where="fund",
    template="fund_microloan",
    chart="fund",
    name="Mikrolån för byar",
    answers={
        "title": "Bageri",
        "summary": "Bröd av lokalt mjöl.",
        "theme": "food",
        "amount": "12 000",
        "months": "12",
    },
    amount="12 000",
    hours="0",
    too_much="900 000",
    agreed={
        "rhythm": "1 months",
        "instalments": "12",
        "grace": "0",
        "mainly_for_business": "business",
        "disburse_on": "2026-03-02",
        "first_due_on": "2026-04-02",
    },
)


class Story:
    """A case on its way, with everyone's screen."""

    def __init__(self, world: World, enter: Enter, told: Told) -> None:
        self.world, self.told = world, told
        self.space: Organisation = getattr(world, told.where)
        self._enter = enter
        self._screens: dict[str, Visitor] = {}

    def at(self, name: str) -> Visitor:
        """The screen of someone in the cast."""
        if name not in self._screens:
            self._screens[name] = self._enter(getattr(self.world, name), self.space)
        return self._screens[name]

    def a_programme_and_its_round(self) -> None:
        """Petra starts a programme from a template, seats its body and publishes a round."""
        petra = self.at("petra")
        petra.open("/programmes/start/")
        name = {f"name__{language}": self.told.name for language in ("sv", "fi", "en")}
        petra.send("", {"template": self.told.template, **name})
        self.programme = Programme.objects.get(name__sv=self.told.name)
        body = f"/decisions/bodies/{self.programme.body_id}/"
        for who in ("chair", "carin", "kalle"):
            petra.open(f"{body}seats/")
            seat = {"person": str(getattr(self.world, who).pk), "valid_from": "2026-03-02"}
            petra.send("", seat | ({"is_chair": "on"} if who == "chair" else {}))
        petra.open(f"/programmes/{self.programme.pk}/rounds/new/")
        plan = {
            "name__sv": "Våren", "description__sv": "Små pengar till goda idéer.",
            "opens_at": "2026-03-01T08:00", "closes_at": "2026-04-01T08:00",
            "budget": "100 000", "budget_hours": "200", "reviews_needed": "1",
        }  # fmt: skip
        petra.send("", plan)
        self.round = Round.objects.get(programme=self.programme)
        petra.open(f"/programmes/rounds/{self.round.pk}/")
        assert "Våren" in petra.send("/publish/")

    def an_application(self) -> None:
        """Amina writes and hands in; what is outside the frame is refused at its question.

        Strangers find nothing, and who comes after the round has closed comes too late.
        """
        amina, otto, petra = self.at("amina"), self.at("otto"), self.at("petra")
        self.round.refresh_from_db()
        assert "Våren" in amina.open("/rounds/")
        amina.open(f"/rounds/{self.round.key}/")
        amina.send(f"/applications/start/{self.round.pk}/")
        answers = dict(self.told.answers)
        amina.send(
            "/write/", answers | {"amount": self.told.too_much}, press="continue", status=422
        )
        amina.send("/write/", answers, press="continue")
        assert str(answers["title"]) in amina.send()
        self.application = Application.objects.get(round=self.round)
        self.at("dana").open(f"/applications/{self.application.pk}/", status=404)
        otto.open(f"/rounds/{self.round.key}/")
        petra.open(f"/programmes/rounds/{self.round.pk}/")
        petra.send("/close/")
        otto.send(f"/applications/start/{self.round.pk}/", status=409)

    def a_first_look_and_a_review(self) -> None:
        """Petra passes it on; Riitta is related and reads nothing; Rolf scores and hands in."""
        petra, rolf, riitta = self.at("petra"), self.at("rolf"), self.at("riitta")
        petra.open(f"/assessment/applications/{self.application.pk}/screen/")
        petra.send("", {"outcome": "passed"})
        for person in (self.world.riitta, self.world.rolf):
            petra.open(f"/assessment/applications/{self.application.pk}/assign/")
            petra.send("", {"person": str(person.pk)})
        related, free = Assignment.objects.filter(case__application=self.application).order_by("pk")
        riitta.open(f"/assessment/reviews/{related.pk}/")
        riitta.send("", {"answer": "yes", "reason": "Min syster"})
        riitta.open(f"/assessment/reviews/{related.pk}/", status=403)
        rolf.open(f"/assessment/reviews/{free.pk}/")
        assert rolf.address.endswith("/conflict/")
        rolf.send("", {"answer": "no"})
        assert self.round.criteria_set is not None
        criteria = self.round.criteria_set.criteria.values_list("key", flat=True)
        scores = {f"score_{key}": "4" for key in criteria}
        review = {**scores, "comment": "Litet och tydligt."}
        assert "Litet och tydligt." in rolf.send("", review, press="hand_in")

    def a_decision(self) -> None:
        """The committee votes in a meeting; the letter waits until Petra releases it."""
        petra, chair = self.at("petra"), self.at("chair")
        petra.open(f"/assessment/applications/{self.application.pk}/propose/")
        proposal = {"amount": self.told.amount, "proposal": "Pröva i liten skala."}
        petra.send("", proposal | ({"hours": self.told.hours} if self.told.hours != "0" else {}))
        matter = Matter.objects.get()
        chair.open(f"/decisions/bodies/{self.programme.body_id}/meetings/")
        chair.send("", {"kind": "meeting", "starts_at": "2026-03-02T09:00", "place": "Köket"})
        meeting = Meeting.objects.get()
        chair.open(f"/decisions/matters/{matter.pk}/")
        chair.send("/agenda/", {"meeting": str(meeting.pk)})
        chair.open(f"/decisions/meetings/{meeting.pk}/")
        seats = [str(seat.pk) for seat in Seat.objects.filter(body=meeting.body)]
        chair.send("/open/", {"seats": seats})
        for who in ("chair", "carin", "kalle"):
            case = f"/assessment/cases/{self.application.case_id}/"
            assert case in self.at(who).open(f"/decisions/matters/{matter.pk}/")
            self.at(who).send("/vote/", {"choice": "yes"})
        chair.open(f"/decisions/matters/{matter.pk}/decide/")
        chair.send("", {"reasons": "En god idé.", "conditions": "Berätta hur det går."})
        amina = self.at("amina")
        secret = amina.open(f"/applications/{self.application.pk}/")
        assert "En god idé." not in secret
        assert 'id="decision"' not in secret
        chair.open(f"/decisions/meetings/{meeting.pk}/")
        chair.send("/close/")
        chair.open(f"/decisions/meetings/{meeting.pk}/minutes/")
        chair.send()
        petra.open(f"/decisions/matters/{matter.pk}/")
        petra.send("/release/")
        assert "En god idé." in amina.open(f"/applications/{self.application.pk}/")

    def an_agreement_taken_back(self) -> None:
        """Petra writes a month too few, sees it, and takes it back; nobody can say yes to it."""
        petra, amina = self.at("petra"), self.at("amina")
        petra.open(f"/agreements/new/{self.application.pk}/")
        petra.send("", {**self.told.agreed, "instalments": "11"})
        wrong = Agreement.objects.get(application=self.application)
        petra.open(f"/agreements/{wrong.pk}/cancel/")
        assert "En månad" in petra.send("", {"reason": "En månad för lite.", "then": "again"})
        assert "/accept/" not in amina.open(f"/agreements/{wrong.pk}/")
        amina.open(f"/agreements/{wrong.pk}/cancel/", status=409)

    def an_agreement(self) -> None:
        """Petra writes it, both sides say yes to the same document."""
        petra, amina = self.at("petra"), self.at("amina")
        petra.open(f"/agreements/new/{self.application.pk}/")
        petra.send("", self.told.agreed)
        self.agreement = Agreement.objects.get(application=self.application, state="offered")
        for visitor in (amina, petra):
            visitor.open(f"/agreements/{self.agreement.pk}/")
            visitor.send("/accept/")
        self.project = Project.objects.get(agreement=self.agreement)

    def books_with_money(self) -> None:
        """Bo opens the books and notes the capital; nothing enters a month that he has closed."""
        bo = self.at("bo")
        bo.open("/books/")
        bo.send("/books/open/", {"chart": self.told.chart, "starts_on": "2026-01-01"})
        book = Book.objects.get()
        bo.open("/books/journal/new/")
        line = {
            "booked_on": "2026-03-02", "text": "Kapital", "amount": "100 000",
            "debit": str(account_for(book.pk, Purpose.BANK).pk),
            "credit": str(account_for(book.pk, Purpose.CAPITAL).pk),
        }  # fmt: skip
        assert "Kapital" in bo.send("", line)
        january = Period.objects.get(year__book=book, starts_on="2026-01-01")
        bo.open("/books/periods/")
        bo.send(f"/books/periods/{january.pk}/close/")
        bo.open("/books/journal/new/")
        bo.send("", line | {"booked_on": "2026-01-15"}, status=422)

    def rules_of_the_country(self) -> None:
        """Without rules nothing is offered; Ali brings them in, and a private loan is refused."""
        petra, ali = self.at("petra"), self.at("ali")
        offer = f"/agreements/new/{self.application.pk}/"
        petra.open(offer)
        petra.send("", self.told.agreed, status=422)
        ali.open("/organisation/rules/")
        assert "KKrL" in ali.send("/organisation/rules/known/")
        petra.open(offer)
        petra.send("", {**self.told.agreed, "mainly_for_business": "private"}, status=422)

    def a_payment(self, address: str) -> None:
        """Bo prepares, and may not approve his own; Finn does, and it stands in the books."""
        bo, finn = self.at("bo"), self.at("finn")
        bo.open(address)
        bo.send("", {"name": "Amina", "kind": "iban", "account": IBAN, "due_on": "2026-03-02"})
        order = Order.objects.order_by("-pk")[0]
        page = bo.open(f"/books/orders/{order.pk}/")
        assert "/approve/" not in page
        finn.open(f"/books/orders/{order.pk}/")
        finn.send("/approve/", {"paid_on": "2026-03-02"})
        order.refresh_from_db()
        assert order.state == Order.State.PAID

    def money_in_use(self) -> None:
        """Amina writes down what she used, never more than given, and takes a slip back."""
        amina, award = self.at("amina"), self.agreement.award
        amina.open(f"/agreements/awards/{award.pk}/spend/")
        used = {"spent_on": "2026-03-02", "text": "Lås till cyklarna"}
        amina.send("", used | {"amount": "30 000"}, status=422)
        amina.send("", used | {"text": "Fel rad", "amount": "40"})
        slip = Spending.objects.get(award=award)
        assert "Fel rad" in amina.send(f"/spending/{slip.pk}/take-back/")
        assert award_standing(award).used.minor == 0
        amina.open(f"/agreements/awards/{award.pk}/spend/")
        assert "Lås till cyklarna" in amina.send("", used | {"amount": "300"})

    def goals_and_a_check_in(self) -> None:
        """Amina says where she is going, and after a while how it goes."""
        amina = self.at("amina")
        amina.open(f"/projects/{self.project.pk}/goals/")
        amina.send("", {
            "text_1": "Fler paket med cykel", "measure_1": "Paket om dagen", "baseline_1": "0",
            "target_1": "40", "due_on_1": "2026-06-01", "stop_criteria": "Färre än tio om dagen",
        })  # fmt: skip
        goal = Goal.objects.get(project=self.project)
        first = CheckIn.objects.filter(project=self.project).order_by("number")[0]
        amina.open(f"/projects/check-ins/{first.pk}/")
        told = {"status": "on_track", "learnt": "Backarna är värst.", f"goal_{goal.pk}": "12"}
        amina.send("", told)
        assert "Backarna är värst." in self.at("petra").open(f"/projects/{self.project.pk}/")

    def a_result_and_a_lesson(self) -> None:
        """Amina tells what came of it, shares the lesson, and the project is completed."""
        amina = self.at("amina")
        amina.open(f"/projects/{self.project.pk}/result/")
        amina.send("", {"summary": "Fyrtio paket om dagen."})
        amina.open(f"/projects/{self.project.pk}/lesson/")
        amina.send("", {
            "title": "Lastcyklar slår bilar i centrum", "tried": "Två cyklar.",
            "expected": "Tjugo paket.", "happened": "Fyrtio paket.", "next_time": "Hyr först.",
            "language": "sv", "reach": "everyone",
        })  # fmt: skip
        amina.open(f"/projects/{self.project.pk}/")
        amina.send("/complete/")
        found = self.at("otto").open("/lessons/?q=lastcykel")
        assert "slår bilar i centrum" in found

    def a_repayment(self) -> None:
        """Bo books the first instalment: interest first, then the loan falls."""
        bo, loan = self.at("bo"), self.agreement.loan
        clock.stand_at(clock.at_hour(FIRST_DUE, 10))
        bo.open(f"/agreements/loans/{loan.pk}/")
        paid = {"value_date": "2026-04-02", "bank_reference": "B1"}
        bo.send("", paid | {"received": "900 000"}, status=422)
        bo.send("", paid | {"received": "1 040"})
        loan.refresh_from_db()
        assert loan.events.filter(kind="payment").count() == 1


def speak(world: World, language: str) -> None:
    """Everyone in the cast reads in one language."""
    Person.objects.update(language=language)
    for person in world.everyone().values():
        person.refresh_from_db()


def innovation(world: World, enter: Enter) -> Story:
    """An idea of Amina's, from the round to the lesson."""
    story = Story(world, enter, INNOVATION)
    story.a_programme_and_its_round()
    story.an_application()
    story.a_first_look_and_a_review()
    story.a_decision()
    story.books_with_money()
    story.an_agreement()
    part = AwardInstalment.objects.get(award__agreement=story.agreement, number=1)
    story.a_payment(f"/agreements/parts/{part.pk}/pay/")
    story.money_in_use()
    story.goals_and_a_check_in()
    story.a_result_and_a_lesson()
    return story


def microloan(world: World, enter: Enter) -> Story:
    """A loan of Amina's, from the round to the first krona back."""
    story = Story(world, enter, MICROLOAN)
    story.a_programme_and_its_round()
    story.an_application()
    story.a_first_look_and_a_review()
    story.a_decision()
    story.books_with_money()
    story.rules_of_the_country()
    story.an_agreement_taken_back()
    story.an_agreement()
    story.a_payment(f"/agreements/loans/{story.agreement.loan.pk}/pay/")
    story.a_repayment()
    return story
