import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from grodd.applications.models import Application
from grodd.assessment.refusals import ReasonNeeded, ReviewsMissing
from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound, Refusal
from grodd.base.lifecycle import StepNotOpen
from grodd.base.models import OutboxMessage
from grodd.decisions.models import FastTrack, Matter, Minutes, Recusal, Vote
from grodd.decisions.refusals import (
    AboveDelegation,
    AnswerNeeded,
    BelowQuorum,
    ChairTaken,
    CirculationGoesOn,
    CirculationOver,
    ClosingTimeNeeded,
    MatterDecided,
    MatterNotDecided,
    MattersUndecided,
    MeetingClosed,
    MeetingNotOpen,
    MeetingStillOpen,
    NoBody,
    NoDelegation,
    NoSeat,
    NotPresent,
    NotTheChair,
    Recused,
    SeatHeld,
)
from grodd.decisions.terms import Terms
from grodd.decisions.usecases.close_meeting import close_meeting
from grodd.decisions.usecases.delegate import delegate
from grodd.decisions.usecases.end_seat import end_seat
from grodd.decisions.usecases.give_seat import give_seat
from grodd.decisions.usecases.open_meeting import open_meeting
from grodd.decisions.usecases.plan_meeting import plan_meeting
from grodd.decisions.usecases.set_agenda import set_agenda
from grodd.decisions.usecases.write_minutes import write_minutes
from grodd.processes.decide_fast_track import decide_fast_track
from grodd.processes.decide_matter import decide_matter
from grodd.processes.declare_conflict import declare_conflict
from grodd.processes.propose_decision import propose_decision
from grodd.processes.release_decision import release_decision
from grodd.processes.screen_application import screen_application
from grodd.processes.step_out import step_out
from grodd.programmes.models import Programme
from grodd.programmes.refusals import BudgetExceeded
from tests.processes.deciding import Stage
from tests.programmes.making import sek
from tests.threads import at_once
from tests.world import World

NO = Terms(reasons="Too early.", next_step="Talk to your adviser and apply in the autumn.")


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def decide(stage: Stage, matter: Matter, terms: Terms | None = None) -> Matter:
    return decide_matter(
        by=stage.chair, matter_id=matter.pk, terms=terms or Terms(), at=clock.now()
    )


def phase_of(matter: Matter) -> str:
    return Application.objects.select_related("phase").get(matter=matter).phase.key


def test_a_yes_promises_the_money_moves_it_on_and_says_nothing_yet(stage: Stage) -> None:
    matter = stage.proposed()
    stage.meeting(matter)
    stage.vote(matter, stage.world.carin, "yes")
    stage.vote(matter, stage.world.kalle, "no")
    stage.vote(matter, stage.world.chair, "yes")
    before = OutboxMessage.objects.count()
    decided = decide(stage, matter, Terms(amount=sek(20_000), conditions="Start small."))
    stage.round.refresh_from_db()
    assert (decided.outcome, phase_of(matter)) == ("approved", "agreement")
    assert stage.round.committed_minor == sek(20_000).minor
    assert OutboxMessage.objects.count() == before


def test_the_longest_name_of_an_idea_fits_on_the_agenda(stage: Stage) -> None:
    assert stage.proposed("x" * 200).title.startswith("x" * 200)


def test_a_tie_falls_as_the_chair_votes(stage: Stage) -> None:
    matter = stage.proposed()
    stage.meeting(matter)
    stage.vote(matter, stage.world.carin, "yes")
    stage.vote(matter, stage.world.chair, "no")
    assert decide(stage, matter, NO).outcome == "rejected"
    assert phase_of(matter) == "declined"


def test_a_no_without_reasons_and_a_next_step_is_refused(stage: Stage) -> None:
    matter = stage.proposed()
    stage.meeting(matter)
    stage.vote(matter, stage.world.carin, "no")
    with pytest.raises(AnswerNeeded):
        decide(stage, matter, replace(NO, next_step=" "))
    matter.refresh_from_db()
    assert matter.decided_at is None


def test_sending_back_opens_the_assessment_again_and_a_new_proposal_is_a_new_matter(
    stage: Stage,
) -> None:
    matter = stage.proposed()
    stage.meeting(matter)
    decide_matter(by=stage.chair, matter_id=matter.pk, terms=NO, at=clock.now(), send_back=True)
    application = Application.objects.get(matter=matter)
    again = propose_decision(
        by=stage.petra, application_id=application.pk, proposal="Again", amount=sek(10_000),
        hours=0, at=clock.now(),
    )  # fmt: skip
    assert again.pk != matter.pk
    assert phase_of(again) == "decision"


def test_a_vote_is_changed_until_the_decision_and_never_after(stage: Stage) -> None:
    matter = stage.proposed()
    stage.meeting(matter)
    stage.vote(matter, stage.world.carin, "no")
    stage.vote(matter, stage.world.carin, "yes")
    assert decide(stage, matter).outcome == "approved"
    with pytest.raises(MatterDecided):
        stage.vote(matter, stage.world.carin, "no")
    with pytest.raises(MatterDecided):
        decide(stage, matter)
    assert Vote.objects.get(matter=matter).choice == "yes"


def test_a_conflict_blocks_reading_voting_and_quorum_and_stands_in_the_minutes(
    stage: Stage,
) -> None:
    application = stage.passed()
    stage.reviewed(application, stage.world.rolf)
    carin = stage.world.asker(stage.world.carin)
    assert application.case_id is not None
    declare_conflict(
        by=carin, case_id=application.case_id, person_id=carin.person_id, reason="My sister.",
        at=clock.now(),
    )  # fmt: skip
    matter = propose_decision(
        by=stage.petra, application_id=application.pk, proposal="", amount=sek(30_000), hours=0,
        at=clock.now(),
    )  # fmt: skip
    meeting = stage.meeting(matter)
    with pytest.raises(Recused):
        stage.vote(matter, stage.world.carin, "yes")
    open_meeting(
        by=stage.chair, meeting_id=meeting.pk, seat_ids=[stage.seats[1].pk], at=clock.now()
    )
    with pytest.raises(BelowQuorum) as refused:
        decide(stage, matter, NO)
    assert refused.value.facts["recused"] == 1
    everyone = [seat.pk for seat in stage.seats]
    open_meeting(by=stage.chair, meeting_id=meeting.pk, seat_ids=everyone, at=clock.now())
    stage.vote(matter, stage.world.chair, "yes")
    decide(stage, matter)
    close_meeting(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
    minutes = write_minutes(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
    recused = minutes.content["matters"][0]["recused"]
    assert {"name": "Carin", "reason": "My sister."} in recused
    assert "Amina" in {one["name"] for one in recused}


def test_stepping_out_drops_the_vote_and_closes_the_case_too(stage: Stage) -> None:
    matter = stage.proposed()
    stage.meeting(matter)
    stage.vote(matter, stage.world.kalle, "yes")
    kalle = stage.world.asker(stage.world.kalle)
    with pytest.raises(ReasonNeeded):
        step_out(by=kalle, matter_id=matter.pk, reason="", at=clock.now())
    step_out(by=kalle, matter_id=matter.pk, reason="We share a boat.", at=clock.now())
    assert not Vote.objects.filter(matter=matter).exists()
    assert Recusal.objects.filter(matter=matter, person=stage.world.kalle).exists()
    application = Application.objects.get(matter=matter)
    assert application.case is not None
    assert application.case.conflicts.filter(person=stage.world.kalle).exists()


def test_letters_leave_once_in_the_readers_language_when_released(stage: Stage) -> None:
    stage.world.amina.language = "fi"
    stage.world.amina.save()
    matter = stage.proposed()
    with pytest.raises(MatterNotDecided):
        release_decision(by=stage.petra, matter_id=matter.pk, at=clock.now())
    stage.meeting(matter)
    stage.vote(matter, stage.world.carin, "no")
    decide(stage, matter, NO)
    with pytest.raises(NotAllowed):
        release_decision(by=stage.chair, matter_id=matter.pk, at=clock.now())
    for _ in range(2):
        release_decision(by=stage.petra, matter_id=matter.pk, at=clock.now())
    told = OutboxMessage.objects.get(event=f"decision_released:{matter.pk}")
    assert told.recipient == stage.world.amina.audit_key
    assert told.facts["language"] == "fi"
    assert "Too early." in told.facts["body"]
    assert NO.next_step in told.facts["body"]
    assert "{{" not in told.facts["body"]


def test_only_those_who_may_and_are_there_vote(stage: Stage) -> None:
    matter = stage.proposed()
    with pytest.raises(MeetingNotOpen):
        stage.vote(matter, stage.world.carin, "yes")
    with pytest.raises(MeetingNotOpen):
        decide(stage, matter)
    meeting = stage.meeting(matter)
    with pytest.raises(NoSeat):
        stage.vote(matter, stage.world.petra, "yes")
    with pytest.raises(NotFound):
        stage.vote(matter, stage.world.dana, "yes")
    open_meeting(
        by=stage.chair, meeting_id=meeting.pk, seat_ids=[stage.seats[0].pk], at=clock.now()
    )
    with pytest.raises(NotPresent):
        stage.vote(matter, stage.world.carin, "yes")
    with pytest.raises(NotTheChair):
        decide_matter(
            by=stage.world.asker(stage.world.carin), matter_id=matter.pk, terms=NO, at=clock.now()
        )


def test_a_seat_counts_while_it_lasts_and_there_is_one_chair(stage: Stage) -> None:
    carin_seat = stage.seats[1]
    give: Callable[..., object] = give_seat
    more = {"by": stage.petra, "body_id": stage.body.pk, "valid_from": clock.today(),
            "at": clock.now()}  # fmt: skip
    with pytest.raises(SeatHeld):
        give(person_id=stage.world.carin.pk, is_chair=False, **more)
    with pytest.raises(ChairTaken):
        give(person_id=stage.world.petra.pk, is_chair=True, **more)
    matter = stage.proposed()
    stage.meeting(matter)
    end_seat(by=stage.petra, seat_id=carin_seat.pk, last_day=clock.today(), at=clock.now())
    stage.vote(matter, stage.world.carin, "yes")
    clock.stand_at(clock.now() + timedelta(days=1))
    with pytest.raises(NoSeat):
        stage.vote(matter, stage.world.carin, "no")


def test_a_circulation_ends_when_all_have_answered_or_the_time_is_out(stage: Stage) -> None:
    matter, late = stage.proposed(), stage.proposed("Late")
    stage.meeting(matter, late, circulation=True)
    stage.vote(matter, stage.world.carin, "yes")
    with pytest.raises(CirculationGoesOn):
        decide(stage, matter)
    stage.vote(matter, stage.world.kalle, "yes")
    stage.vote(matter, stage.world.chair, "abstain")
    assert decide(stage, matter).way == "circulation"
    stage.vote(late, stage.world.carin, "yes")
    clock.stand_at(clock.now() + timedelta(days=8))
    with pytest.raises(CirculationOver):
        stage.vote(late, stage.world.kalle, "yes")
    with pytest.raises(BelowQuorum):
        decide(stage, late)
    with pytest.raises(ClosingTimeNeeded):
        plan_meeting(
            by=stage.chair, body_id=stage.body.pk, kind="circulation", starts_at=clock.now(),
            at=clock.now(),
        )  # fmt: skip


def test_one_person_decides_alone_under_the_limit_and_it_is_logged(stage: Stage) -> None:
    small, large = stage.proposed("Small", sek(10_000)), stage.proposed("Large", sek(40_000))
    fast: Callable[..., Matter] = decide_fast_track
    said = {"approve": True, "terms": Terms(reasons="Small and clear."), "at": clock.now()}
    with pytest.raises(NoDelegation):
        fast(by=stage.petra, matter_id=small.pk, **said)
    delegate(
        by=stage.chair, body_id=stage.body.pk, person_id=stage.world.petra.pk,
        limit=sek(20_000), hours_max=60, valid_from=clock.today(), at=clock.now(),
    )  # fmt: skip
    with pytest.raises(AboveDelegation):
        fast(by=stage.petra, matter_id=large.pk, **said)
    with pytest.raises(AnswerNeeded):
        fast(by=stage.petra, matter_id=small.pk, **(said | {"terms": Terms()}))
    fast(by=stage.petra, matter_id=small.pk, **said)
    assert phase_of(small) == "agreement"
    assert FastTrack.objects.get().reasons == "Small and clear."
    with pytest.raises(MatterDecided):
        fast(by=stage.petra, matter_id=small.pk, **said)
    with pytest.raises(DatabaseError), transaction.atomic():
        FastTrack.objects.update(reasons="Other.")


def test_minutes_are_signed_by_the_chair_and_never_change(stage: Stage) -> None:
    matter = stage.proposed()
    meeting = stage.meeting(matter)
    with pytest.raises(MeetingStillOpen):
        write_minutes(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
    with pytest.raises(MattersUndecided):
        close_meeting(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
    stage.vote(matter, stage.world.carin, "yes")
    decide(stage, matter)
    close_meeting(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
    with pytest.raises(MeetingClosed):
        open_meeting(by=stage.chair, meeting_id=meeting.pk, seat_ids=[], at=clock.now())
    with pytest.raises(NotTheChair):
        write_minutes(by=stage.petra, meeting_id=meeting.pk, at=clock.now())
    first = write_minutes(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
    again = write_minutes(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
    assert first.pk == again.pk
    kept = Minutes.objects.get().content
    written = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert first.content_sha256 == hashlib.sha256(written.encode()).hexdigest()
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.update(content={})


def test_a_meeting_that_never_began_is_not_closed_and_a_closed_one_takes_nothing_up(
    stage: Stage,
) -> None:
    at = clock.now()
    planned = plan_meeting(
        by=stage.chair, body_id=stage.body.pk, kind="meeting", starts_at=at, at=at
    )
    with pytest.raises(MeetingNotOpen):
        close_meeting(by=stage.chair, meeting_id=planned.pk, at=at)
    done = stage.meeting()
    close_meeting(by=stage.chair, meeting_id=done.pk, at=at)
    with pytest.raises(MeetingClosed):
        set_agenda(by=stage.chair, matter_id=stage.proposed().pk, meeting_id=done.pk, at=at)


def test_what_is_not_assessed_is_not_proposed(stage: Stage) -> None:
    application = stage.passed()
    propose: Callable[..., Matter] = propose_decision
    said = {"by": stage.petra, "application_id": application.pk, "proposal": "", "hours": 0,
            "amount": sek(1_000), "at": clock.now()}  # fmt: skip
    with pytest.raises(ReviewsMissing):
        propose(**said)
    stage.reviewed(application, stage.world.rolf)
    Programme.objects.update(body=None)
    with pytest.raises(NoBody):
        propose(**said)
    application.refresh_from_db()
    assert application.phase.key == "assessment"


def test_screening_says_why_and_what_next(stage: Stage) -> None:
    application = stage.submitted()
    screen: Callable[..., Application] = screen_application
    said = {"by": stage.petra, "application_id": application.pk, "at": clock.now()}
    with pytest.raises(ReasonNeeded):
        screen(outcome="returned", reasons=" ", next_step="", **said)
    with pytest.raises(ReasonNeeded):
        screen(outcome="rejected", reasons="Not ours.", next_step="", **said)
    screen(outcome="returned", reasons="The budget is missing.", next_step="", **said)
    application.refresh_from_db()
    assert application.phase.key == "draft"
    told = OutboxMessage.objects.get(event__startswith="screened:")
    assert "The budget is missing." in told.facts["body"]
    with pytest.raises(StepNotOpen):
        screen(outcome="passed", reasons="", next_step="", **said)


def test_a_decision_above_the_budget_is_not_made_at_all(stage: Stage) -> None:
    first, second = stage.proposed("One", sek(60_000)), stage.proposed("Two", sek(60_000))
    stage.meeting(first, second)
    for matter in (first, second):
        stage.vote(matter, stage.world.carin, "yes")
    decide(stage, first)
    with pytest.raises(BudgetExceeded), transaction.atomic():
        decide(stage, second)
    second.refresh_from_db()
    assert (second.outcome, phase_of(second)) == ("", "decision")


def together(*acts: Callable[[], str]) -> list[str]:
    return sorted(one.code if isinstance(one, Refusal) else str(one) for one in at_once(*acts))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_do_not_both_get_the_last_of_the_money() -> None:
    stage = Stage(World())
    first, second = stage.proposed("One", sek(60_000)), stage.proposed("Two", sek(60_000))
    stage.meeting(first, second)
    for matter in (first, second):
        stage.vote(matter, stage.world.carin, "yes")
    answers = together(lambda: decide(stage, first).outcome, lambda: decide(stage, second).outcome)
    assert answers == ["approved", "budget_exceeded"]
    stage.round.refresh_from_db()
    assert stage.round.committed_minor == sek(60_000).minor
    assert Matter.objects.filter(decided_at__isnull=True).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_votes_at_the_moment_of_decision_come_before_it_or_not_at_all() -> None:
    stage = Stage(World())
    matter = stage.proposed()
    stage.meeting(matter)
    stage.vote(matter, stage.world.chair, "yes")

    def vote(name: str) -> Callable[[], str]:
        def act() -> str:
            stage.vote(matter, getattr(stage.world, name), "no")
            return "voted"

        return act

    answers = together(vote("carin"), vote("kalle"), lambda: decide(stage, matter, NO).outcome)
    matter.refresh_from_db()
    against = Vote.objects.filter(matter=matter, choice="no").count()
    assert answers.count("voted") == against
    assert answers.count("matter_decided") == 2 - against
    assert matter.outcome == ("rejected" if against == 2 else "approved")
