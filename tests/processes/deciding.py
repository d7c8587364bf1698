"""An application on its way to a decision, for tests of assessment and decisions."""

from datetime import timedelta

from grodd.applications.models import Application
from grodd.assessment.models import Assignment
from grodd.assessment.usecases.assign_reviewer import assign_reviewer
from grodd.assessment.usecases.confirm_no_conflict import confirm_no_conflict
from grodd.assessment.usecases.open_case import open_case
from grodd.assessment.usecases.submit_review import submit_review
from grodd.base import clock
from grodd.decisions.models import Matter, Meeting
from grodd.decisions.usecases.cast_vote import cast_vote
from grodd.decisions.usecases.give_seat import give_seat
from grodd.decisions.usecases.open_meeting import open_meeting
from grodd.decisions.usecases.plan_meeting import plan_meeting
from grodd.decisions.usecases.set_agenda import set_agenda
from grodd.engines.money import Money
from grodd.people.models import Person
from grodd.processes.propose_decision import propose_decision
from grodd.processes.screen_application import screen_application
from grodd.programmes.models import Round
from tests.programmes.making import make_programme, make_round, sek
from tests.world import World


class Stage:
    """A round of 100 000 kr with a body of three: Chair, Carin and Kalle."""

    def __init__(self, world: World, *, reviews_needed: int = 1, is_blind: bool = True) -> None:
        self.world = world
        self.programme = make_programme(world)
        self.round: Round = make_round(
            world,
            self.programme,
            budget=sek(100_000),
            reviews_needed=reviews_needed,
            is_blind=is_blind,
        )
        assert self.programme.body is not None
        self.body = self.programme.body
        self.petra = world.asker(world.petra)
        self.chair = world.asker(world.chair)
        self.seats = [
            give_seat(
                by=self.petra,
                body_id=self.body.pk,
                person_id=person.pk,
                is_chair=person is world.chair,
                valid_from=clock.today(),
                at=clock.now(),
            )
            for person in (world.chair, world.carin, world.kalle)
        ]

    def submitted(self, title: str = "Compost", amount: Money | None = None) -> Application:
        """An application of Amina's in screening."""
        assert self.round.lifecycle is not None
        at = clock.now()
        case = open_case(
            scope_id=self.programme.scope_id,
            criteria_set_id=self.round.criteria_set_id,
            title=title,
            is_blind=self.round.is_blind,
            reviews_needed=self.round.reviews_needed,
            at=at,
        )
        return Application.objects.create(
            round=self.round,
            number=Application.objects.count() + 1,
            phase=self.round.lifecycle.phases.get(key="screening"),
            owner=self.world.amina,
            title=title,
            amount_minor=(amount or sek(30_000)).minor,
            currency="SEK",
            hours=40,
            months=3,
            created_at=at,
            updated_at=at,
            submitted_at=at,
            case=case,
        )

    def passed(self, title: str = "Compost", amount: Money | None = None) -> Application:
        """One that passed the first look."""
        application = self.submitted(title, amount)
        return screen_application(
            by=self.petra,
            application_id=application.pk,
            outcome="passed",
            reasons="",
            next_step="",
            at=clock.now(),
        )

    def assigned(self, application: Application, person: Person) -> Assignment:
        """``person`` reviews it and has no interest of their own."""
        assert application.case_id is not None
        row = assign_reviewer(
            by=self.petra, case_id=application.case_id, reviewer_id=person.pk, at=clock.now()
        )
        return confirm_no_conflict(
            by=self.world.asker(person), assignment_id=row.pk, at=clock.now()
        )

    def scores(self, value: int) -> dict[str, int]:
        """The same score on every criterion."""
        assert self.round.criteria_set is not None
        keys = self.round.criteria_set.criteria.values_list("key", flat=True)
        return dict.fromkeys(keys, value)

    def reviewed(self, application: Application, person: Person, value: int = 4) -> None:
        """``person`` hands in a review."""
        row = self.assigned(application, person)
        submit_review(
            by=self.world.asker(person),
            assignment_id=row.pk,
            scores=self.scores(value),
            comment="Clear and small.",
            at=clock.now(),
        )

    def proposed(self, title: str = "Compost", amount: Money | None = None) -> Matter:
        """A matter before the body."""
        application = self.passed(title, amount)
        self.reviewed(application, self.world.rolf)
        return propose_decision(
            by=self.petra,
            application_id=application.pk,
            proposal="Give what is asked for.",
            amount=amount or sek(30_000),
            hours=40,
            at=clock.now(),
        )

    def meeting(self, *matters: Matter, circulation: bool = False) -> Meeting:
        """An open meeting with everyone present, or a circulation of a week."""
        at = clock.now()
        made = plan_meeting(
            by=self.chair,
            body_id=self.body.pk,
            kind="circulation" if circulation else "meeting",
            starts_at=at,
            ends_at=at + timedelta(days=7) if circulation else None,
            at=at,
        )
        for matter in matters:
            set_agenda(by=self.chair, matter_id=matter.pk, meeting_id=made.pk, at=at)
        if not circulation:
            everyone = [seat.pk for seat in self.seats]
            open_meeting(by=self.chair, meeting_id=made.pk, seat_ids=everyone, at=at)
        return made

    def vote(self, matter: Matter, person: Person, choice: str) -> None:
        """One vote."""
        by = self.world.asker(person)
        cast_vote(by=by, matter_id=matter.pk, choice=choice, at=clock.now())
