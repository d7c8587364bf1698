"""A vote on a round's applications, from the first look to matters before the body."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django_q.models import OrmQ

from grodd import jobs
from grodd.applications.models import Application, CoOwner
from grodd.assessment.refusals import ReviewsMissing
from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import OutboxMessage
from grodd.decisions.models import Matter
from grodd.people.topics import Rhythm, Topic, Wish
from grodd.people.usecases.choose_messages import choose_messages
from grodd.processes.close_due_polls import close_due_polls
from grodd.processes.close_poll import close_poll
from grodd.processes.declare_conflict import declare_conflict
from grodd.processes.explain_poll import explain_poll
from grodd.processes.open_poll import open_poll
from grodd.processes.poll_round import poll_round
from grodd.processes.propose_outcome import propose_outcome
from grodd.processes.send_outbox import send_outbox
from grodd.processes.withdraw_application import withdraw_application
from grodd.programmes.models import Theme
from grodd.voting import queries
from grodd.voting.models import Explanation, Poll
from grodd.voting.refusals import NothingToDecide, OwnIdea, PollOpened
from grodd.voting.selection import selection_of
from tests.processes.deciding import Stage
from tests.programmes.making import sek
from tests.voting.making import voting
from tests.world import World


class Round:
    """Three applications of Amina's in assessment, in a round of 100 000 kr."""

    def __init__(self, world: World) -> None:
        self.world, self.stage = world, Stage(world)
        self.applications = [
            self.stage.passed("Compost", sek(50_000)),
            self.stage.passed("Cargo bike", sek(40_000)),
            self.stage.passed("Quiet room", sek(30_000)),
        ]

    def planned(self) -> Poll:
        return poll_round(by=self.stage.petra, round_id=self.stage.round.pk, at=clock.now())

    def opened(self) -> Poll:
        poll = self.planned()
        return open_poll(by=self.stage.petra, poll_id=poll.pk, at=clock.now())

    def closed(self) -> Poll:
        poll = self.opened()
        for person, numbers in (("otto", (1, 3)), ("rolf", (1,)), ("riitta", (3,))):
            voting(self.world, poll, getattr(self.world, person), *numbers)
        close_poll(by=self.stage.petra, poll_id=poll.pk, at=clock.now())
        return Poll.objects.get(pk=poll.pk)


@pytest.fixture
def held(world: World) -> Round:
    return Round(world)


def test_what_passed_the_first_look_is_put_to_the_vote(world: World, held: Round) -> None:
    assert held.applications[0].case_id is not None
    declare_conflict(
        by=held.stage.petra, case_id=held.applications[0].case_id, person_id=world.kalle.pk,
        reason="A brother.", at=clock.now(),
    )  # fmt: skip
    poll = held.planned()
    assert poll.title == "Omröstning: Våren"
    assert poll.budget_minor == sek(100_000).minor
    first, *_ = queries.options_of(poll)
    assert (first.title, first.cost_minor, first.hours) == ("Compost", sek(50_000).minor, 40)
    close = {one.person.name: one.owns for one in first.interests.all()}
    assert close == {"Amina": True, "Kalle": False}
    assert held.planned() == poll
    assert poll.options.count() == 3


def test_a_theme_has_one_name_in_whatever_language_its_ideas_are(held: Round) -> None:
    theme = Theme.objects.filter(programme_id=held.stage.round.programme_id).first()
    for application, language in zip(held.applications, ("sv", "en", "fi"), strict=True):
        application.theme, application.language = theme, language
        application.save(update_fields=["theme", "language"])
    themes = {option.theme for option in queries.options_of(held.planned())}
    assert len(themes) == 1


def test_what_passes_later_comes_along_until_the_vote_opens(held: Round) -> None:
    poll = held.planned()
    held.stage.passed("Late", sek(10_000))
    held.planned()
    assert poll.options.count() == 4
    open_poll(by=held.stage.petra, poll_id=poll.pk, at=clock.now())
    assert held.planned() == poll
    held.stage.passed("Too late", sek(10_000))
    with pytest.raises(PollOpened):
        held.planned()


def test_a_conflict_during_the_vote_closes_the_idea_and_takes_the_vote_out(
    world: World, held: Round
) -> None:
    poll = held.opened()
    voting(world, poll, world.kalle, 1, 2)
    case_id = held.applications[0].case_id
    assert case_id is not None
    for _ in range(2):
        declare_conflict(
            by=held.stage.petra, case_id=case_id, person_id=world.kalle.pk, reason="A brother.",
            at=clock.now(),
        )  # fmt: skip
    assert queries.own_choices(world.asker(world.kalle), poll) == frozenset({2})
    with pytest.raises(OwnIdea):
        voting(world, poll, world.kalle, 1)
    close_poll(by=held.stage.petra, poll_id=poll.pk, at=clock.now())
    declare_conflict(
        by=held.stage.petra, case_id=case_id, person_id=world.otto.pk, reason="A friend.",
        at=clock.now(),
    )  # fmt: skip
    assert queries.interests_of(world.asker(world.otto), poll) == frozenset()


def test_whoever_has_come_close_since_is_noted_before_the_vote_opens(
    world: World, held: Round
) -> None:
    poll = held.planned()
    CoOwner.objects.create(
        application=held.applications[0], email="otto@example.org", token_sha256="x" * 64,
        invited_at=clock.now(), person=world.otto, accepted_at=clock.now(),
    )  # fmt: skip
    held.planned()
    assert queries.interests_of(world.asker(world.otto), poll) == frozenset({1})


def test_a_winner_that_was_withdrawn_stays_out(world: World, held: Round) -> None:
    held.stage.reviewed(held.applications[2], world.rolf)
    poll = held.closed()
    withdraw_application(
        application_id=held.applications[0].pk, by=world.asker(world.amina), at=clock.now(),
        reason="Done otherwise.",
    )  # fmt: skip
    (matter,) = propose_outcome(by=held.stage.petra, poll_id=poll.pk, at=clock.now())
    assert matter.title.startswith("Quiet room")


def test_only_who_manages_the_round_puts_it_to_the_vote(world: World, held: Round) -> None:
    with pytest.raises(NotAllowed):
        poll_round(by=held.stage.chair, round_id=held.stage.round.pk, at=clock.now())
    with pytest.raises(NotFound):
        poll_round(by=world.asker(world.dana), round_id=held.stage.round.pk, at=clock.now())


def test_the_reviews_are_weighed_beside_the_votes(world: World, held: Round) -> None:
    for application, value in zip(held.applications, (5, 2, 3), strict=True):
        held.stage.reviewed(application, world.rolf, value)
    found = selection_of(queries.result_of(held.closed()).content)
    assert found.values == {1: 1.0, 2: 0.25, 3: 0.5}
    assert set(found.outcomes["committee"].winners) == {1, 3}


def test_the_outcome_becomes_matters_all_or_none(world: World, held: Round) -> None:
    held.stage.reviewed(held.applications[0], world.rolf)
    poll = held.closed()
    with pytest.raises(ReviewsMissing):
        propose_outcome(by=held.stage.petra, poll_id=poll.pk, at=clock.now())
    assert not Matter.objects.exists()
    held.stage.reviewed(held.applications[2], world.rolf)
    first, second = propose_outcome(by=held.stage.petra, poll_id=poll.pk, at=clock.now())
    assert {first.title[:10], second.title[:10]} == {"Compost (n", "Quiet room"}
    assert "2 av 3 röstande stöder den" in first.proposal
    assert first.recusals.filter(person=world.amina).exists(), "conflicts go along"
    with pytest.raises(NothingToDecide):
        propose_outcome(by=held.stage.petra, poll_id=poll.pk, at=clock.now())
    assert Application.objects.filter(matter__isnull=True).count() == 1


def test_the_worker_closes_what_is_over_and_says_what_each_loser_lacked(
    world: World, held: Round
) -> None:
    poll = held.planned()
    Poll.objects.filter(pk=poll.pk).update(closes_at=clock.now() + timedelta(days=1))
    open_poll(by=held.stage.petra, poll_id=poll.pk, at=clock.now())
    voting(world, poll, world.otto, 1, 3)
    assert close_due_polls(at=clock.now()) == 0
    assert close_due_polls(at=clock.now() + timedelta(days=2)) == 1
    (asked,) = OrmQ.objects.all()
    assert asked.name() == "explain-poll"
    jobs.perform("explain-poll", json.dumps({"poll_id": poll.pk}))
    assert set(Explanation.objects.values_list("option__number", "rule")) == {
        (2, "greedy"), (2, "equal_shares"),
    }  # fmt: skip
    assert explain_poll(poll_id=poll.pk) == 1


def test_everyone_who_may_vote_is_told_when_it_opens_and_when_it_is_counted(
    world: World, held: Round
) -> None:
    poll = held.closed()
    voters = {one.audit_key for one in queries.electorate_of(poll)}
    for template in ("poll_opened", "poll_closed"):
        told = OutboxMessage.objects.filter(template=template)
        assert {one.recipient for one in told} == voters
        assert told.count() == len(voters)
    close_poll(by=held.stage.petra, poll_id=poll.pk, at=clock.now())
    assert OutboxMessage.objects.filter(template="poll_closed").count() == len(voters)
    assert world.dana.audit_key not in voters


def test_who_does_not_want_mail_about_votes_gets_none(world: World, held: Round) -> None:
    off = {Topic.VOTE: Wish(Rhythm.NEVER)}
    choose_messages(by=world.asker(world.otto), wishes=off)
    held.opened()
    send_outbox(at=clock.now())
    addresses = {address for one in mail.outbox for address in one.to}
    assert "otto@example.org" not in addresses
    assert "rolf@example.org" in addresses
