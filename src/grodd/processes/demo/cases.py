"""One case of the demo, from the first words to the decision."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import override

from grodd.applications.models import Application
from grodd.applications.usecases.save_draft import save_draft
from grodd.applications.usecases.start_application import start_application
from grodd.assessment.models import Assignment
from grodd.assessment.usecases.assign_reviewer import assign_reviewer
from grodd.assessment.usecases.confirm_no_conflict import confirm_no_conflict
from grodd.assessment.usecases.submit_review import submit_review
from grodd.base import clock
from grodd.decisions.models import Matter
from grodd.decisions.terms import Terms
from grodd.processes.decide_fast_track import decide_fast_track
from grodd.processes.declare_conflict import declare_conflict
from grodd.processes.demo.servicing import Servicing
from grodd.processes.demo.stage import Action, Proposed, Space
from grodd.processes.propose_decision import propose_decision
from grodd.processes.release_decision import release_decision
from grodd.processes.screen_application import screen_application
from grodd.processes.submit_application import submit_application
from grodd.processes.withdraw_application import withdraw_application

TURNED_AWAY = {"returned", "rejected"}
DAYS_TO_REVIEW = 10


class Case:
    """An application and everyone who handles it. Each step plans the next."""

    def __init__(self, space: Space, told: dict[str, Any], number: int) -> None:
        """Plan its first step."""
        self.space, self.told, self.number = space, told, number
        self.owner: str = told["owner"]
        self.application_id = 0
        self._plan(told["ago"] + 1, 8, self.write)

    def _plan(self, ago: int, hour: int, action: Action) -> None:
        timeline = self.space.timeline
        timeline.plan(timeline.days_ago(ago, hour=hour, minute=self.number), action)

    @property
    def application(self) -> Application:
        """As it stands now."""
        rows = Application.objects.select_related("case__criteria_set", "round__frame")
        return rows.get(pk=self.application_id)

    @property
    def case_id(self) -> int:
        """Its assessment."""
        case_id = self.application.case_id
        assert case_id is not None, self.told
        return case_id

    def write(self, at: datetime) -> None:
        """Begin, and save what there is."""
        by = self.space.asker(self.owner, at)
        language = self.told.get("language", "sv")
        started = start_application(
            round_id=self.space.rounds[self.told["round"]].pk, language=language, by=by, at=at
        )
        self.application_id = started.pk
        later = at + timedelta(minutes=15)
        save_draft(
            application_id=started.pk,
            version=0,
            answers=_answers(self.told),
            by=self.space.asker(self.owner, at),
            at=later,
        )
        if self.told["to"] != "draft":
            self._plan(self.told["ago"], 9, self.submit)

    def submit(self, at: datetime) -> None:
        """Hand it in, in the language of its owner."""
        with override(self.space.people[self.owner].language):
            submit_application(
                application_id=self.application_id, by=self.space.asker(self.owner, at), at=at
            )
        ago, to = self.told["ago"], self.told["to"]
        if to == "withdrawn":
            self._plan(ago - 1, 15, self.withdraw)
        elif to != "screening":
            self._plan(ago - 1, 10, self.screen)

    def withdraw(self, at: datetime) -> None:
        """Think again."""
        withdraw_application(
            application_id=self.application_id,
            by=self.space.asker(self.owner, at),
            at=at,
            reason=self.told["reasons"],
        )

    def screen(self, at: datetime) -> None:
        """The first look."""
        to = self.told["to"]
        away = to in TURNED_AWAY
        screen_application(
            by=self.space.asker("petra", at),
            application_id=self.application_id,
            outcome=to if away else "passed",
            reasons=self.told["reasons"] if away else "",
            next_step=self.told.get("next_step", "") if away else "",
            at=at,
        )
        if not away:
            self._plan(self.told["ago"] - 2, 11, self.assign)

    def assign(self, at: datetime) -> None:
        """Hand it to two who have no interest of their own in it."""
        conflict = self.told.get("conflict")
        if conflict:
            person = self.space.people[conflict["who"]]
            declare_conflict(
                by=self.space.asker("petra", at),
                case_id=self.case_id,
                person_id=person.pk,
                reason=conflict["reason"],
                at=at,
            )
        who = ["rolf", "siv" if self.number % 4 == 1 else "riitta"]
        if conflict and conflict["who"] in who:
            who[who.index(conflict["who"])] = "siv"
        for turn, key in enumerate(who):
            row = assign_reviewer(
                by=self.space.asker("petra", at),
                case_id=self.case_id,
                reviewer_id=self.space.people[key].pk,
                at=at,
                due_on=clock.day_of(at) + timedelta(days=DAYS_TO_REVIEW),
            )
            if turn < len(self.told.get("scores", ())):
                self._plan_review(key, row, turn)
        if "proposal" in self.told:
            self._plan(self.told["ago"] - 6, 14, self.propose)

    def _plan_review(self, key: str, row: Assignment, turn: int) -> None:
        def review(at: datetime) -> None:
            by = self.space.asker(key, at)
            confirm_no_conflict(by=by, assignment_id=row.pk, at=at)
            criteria_set = self.application.round.criteria_set
            assert criteria_set is not None, self.told
            keys = criteria_set.criteria.values_list("key", flat=True)
            submit_review(
                by=by,
                assignment_id=row.pk,
                scores=dict(zip(keys, self.told["scores"][turn], strict=True)),
                comment=self.told["words"][turn],
                at=at + timedelta(minutes=20),
            )

        self._plan(self.told["ago"] - 4 - turn, 10, review)

    def propose(self, at: datetime) -> None:
        """Put it before the committee, or decide it on the fast track."""
        application = self.application
        assert application.amount_minor is not None, self.told
        matter = propose_decision(
            by=self.space.asker("petra", at),
            application_id=application.pk,
            proposal=self.told["proposal"],
            amount=self.space.money(self.told["amount"]),
            hours=application.hours or 0,
            at=at,
        )
        if self.told["meeting"] == "fast":
            self._decide_alone(matter, at + timedelta(hours=1))
            return
        waiting = self.space.agendas.setdefault(self.told["meeting"], [])
        waiting.append(Proposed(matter, self.told, self.go_on))

    def _decide_alone(self, matter: Matter, at: datetime) -> None:
        petra = self.space.asker("petra", at)
        terms = Terms(reasons=self.told["reasons"])
        decide_fast_track(by=petra, matter_id=matter.pk, approve=True, terms=terms, at=at)
        release_decision(by=petra, matter_id=matter.pk, at=at)
        self.go_on(at)

    def go_on(self, at: datetime) -> None:
        """After a yes comes an agreement, unless the demo leaves that to the visitor."""
        if self.told["to"] not in {"declined", "approved"}:
            Servicing(self.space, self.told, self.application_id).plan(after=at)


def _answers(told: dict[str, Any]) -> dict[str, Any]:
    """The answers by question, shaped as ``applications.answers`` says."""
    amount, hours, months = (told.get(key) for key in ("amount", "hours", "months"))
    return {
        "title": told["title"] or None,
        "summary": told["summary"] or None,
        "theme": told["theme"],
        "amount": None if amount is None else amount * 100,
        "hours": None if hours is None else str(hours),
        "months": None if months is None else str(months),
        **{key: value or None for key, value in told["answers"].items()},
    }
