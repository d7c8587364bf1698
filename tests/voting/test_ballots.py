"""Every click is safe, and nobody learns whose it was."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, models, transaction
from pytest_django import Settings

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.base.models import AuditEvent
from grodd.people.models import Membership
from grodd.people.roles import Role
from grodd.voting import models as tables
from grodd.voting import queries
from grodd.voting.models import (
    BallotSalt,
    CountedBallot,
    OpenBallot,
    Participation,
    Poll,
)
from grodd.voting.refusals import (
    BallotsUnreadable,
    ExclusionNeedsReason,
    NotEntitled,
    OwnIdea,
    PollClosed,
    PollNotOpen,
    VoterExcluded,
)
from grodd.voting.secrecy import new_salt, seal, unseal
from grodd.voting.terms import Idea, Receipt
from grodd.voting.usecases.close_poll import close_poll
from grodd.voting.usecases.exclude_voter import exclude_voter
from grodd.voting.usecases.save_ballot import save_ballot
from tests.programmes.making import sek
from tests.threads import at_once
from tests.voting.making import IDEAS, all_voting, opened, planned, poll_terms, voting
from tests.world import World


def click(world: World, poll: Poll, number: int, *, supports: bool = True) -> Receipt:
    return save_ballot(
        by=world.asker(world.amina), poll_id=poll.pk, number=number, supports=supports,
        at=clock.now(),
    )  # fmt: skip


def choices(world: World, poll: Poll) -> frozenset[int] | None:
    return queries.own_choices(world.asker(world.amina), Poll.objects.get(pk=poll.pk))


def test_each_click_is_kept_and_can_be_taken_back(world: World) -> None:
    poll = opened(world)
    assert choices(world, poll) is None
    assert click(world, poll, 1).choices == {1}
    assert click(world, poll, 3) == Receipt("Quiet room", supports=True, choices=frozenset({1, 3}))
    assert click(world, poll, 1, supports=False).choices == {3}
    assert choices(world, poll) == frozenset({3})
    assert Participation.objects.count() == OpenBallot.objects.count() == 1


def test_the_same_click_again_gives_the_same_receipt(world: World) -> None:
    poll = opened(world)
    first = click(world, poll, 1)
    sealed = OpenBallot.objects.get().sealed
    assert click(world, poll, 1) == first
    assert OpenBallot.objects.get().sealed == sealed
    assert AuditEvent.objects.filter(action="poll.took_part").count() == 1


def test_a_click_that_arrives_again_when_time_is_out_still_gets_its_receipt(world: World) -> None:
    poll = opened(world)
    first = click(world, poll, 1)
    clock.stand_at(clock.now() + timedelta(days=8))
    assert click(world, poll, 1) == first
    with pytest.raises(PollClosed):
        click(world, poll, 2)


def test_nobody_votes_before_or_after(world: World) -> None:
    poll = planned(world)
    with pytest.raises(PollNotOpen):
        save_ballot(
            by=world.asker(world.petra), poll_id=poll.pk, number=1, supports=True, at=clock.now()
        )
    with pytest.raises(NotFound):
        click(world, poll, 1)
    queries.poll_managed_by(world.asker(world.petra), poll_id=poll.pk)


def test_after_the_count_nothing_changes(world: World) -> None:
    poll = opened(world)
    click(world, poll, 1)
    close_poll(poll_id=poll.pk, by=world.asker(world.petra), at=clock.now())
    with pytest.raises(PollClosed):
        click(world, poll, 2)


def test_an_owner_and_whoever_is_close_do_not_vote_for_their_own(world: World) -> None:
    own = Idea("Mine", sek(10_000), owners=(world.amina.pk,), close_to=(world.otto.pk,))
    poll = opened(world, (*IDEAS, own))
    with pytest.raises(OwnIdea):
        click(world, poll, 5)
    with pytest.raises(OwnIdea):
        voting(world, poll, world.otto, 5)
    voting(world, poll, world.rolf, 5)
    click(world, poll, 1)
    assert queries.barred_from(world.asker(world.amina), poll) == {5}


def test_where_the_vote_allows_it_they_do(world: World) -> None:
    own = Idea("Mine", sek(10_000), owners=(world.amina.pk,))
    poll = opened(world, (*IDEAS, own), poll_terms(bars_interested=False))
    assert click(world, poll, 5).choices == {5}


def test_an_option_of_another_vote_is_not_there(world: World) -> None:
    with pytest.raises(NotFound):
        click(world, opened(world), 99)


def test_a_committee_member_who_is_not_on_the_list_reads_but_does_not_vote(world: World) -> None:
    poll = opened(world)
    Membership.objects.filter(person=world.chair).update(valid_until=clock.today())
    clock.stand_at(clock.now() + timedelta(days=1))
    with pytest.raises(NotEntitled):
        voting(world, poll, world.chair, 1)


def exclude(world: World, poll: Poll, reason: str = "Left the company.") -> object:
    return exclude_voter(
        by=world.asker(world.petra), poll_id=poll.pk, person_id=world.amina.pk, reason=reason,
        at=clock.now(),
    )  # fmt: skip


def test_an_excluded_voters_ballot_is_destroyed_and_they_read_why(world: World) -> None:
    poll = opened(world)
    click(world, poll, 1)
    with pytest.raises(ExclusionNeedsReason):
        exclude(world, poll, " ")
    assert exclude(world, poll) == exclude(world, poll)
    assert not OpenBallot.objects.exists()
    with pytest.raises(VoterExcluded) as caught:
        click(world, poll, 1)
    assert "Left the company" in str(caught.value)
    close_poll(poll_id=poll.pk, by=world.asker(world.petra), at=clock.now())
    with pytest.raises(PollClosed):
        exclude_voter(
            by=world.asker(world.petra), poll_id=poll.pk, person_id=world.otto.pk, reason="Late.",
            at=clock.now(),
        )  # fmt: skip
    with pytest.raises(NotFound):
        exclude_voter(
            by=world.asker(world.petra), poll_id=opened(world, terms=poll_terms(title="B")).pk,
            person_id=world.dana.pk, reason="A stranger.", at=clock.now(),
        )  # fmt: skip


def test_someone_let_in_from_outside_can_be_excluded_too(world: World) -> None:
    poll = opened(world, terms=poll_terms(electorate="scope"))
    world.grant(world.dana, Role.APPLICANT, world.company, world.company_scope)
    voting(world, poll, world.dana, 1)
    exclude_voter(
        by=world.asker(world.petra), poll_id=poll.pk, person_id=world.dana.pk, reason="Twice here.",
        at=clock.now(),
    )  # fmt: skip
    assert not OpenBallot.objects.exists()


def test_no_table_joins_a_person_and_a_ballot() -> None:
    """Neither by a foreign key nor by a column that both could hold, nor by a time."""
    for table in (OpenBallot, CountedBallot):
        targets = {
            field.related_model
            for field in table._meta.get_fields()
            if isinstance(field, models.ForeignKey)
        }
        assert targets == {Poll}
    kinds = (models.DateTimeField, models.DateField)
    for dated in (OpenBallot, CountedBallot, Participation):
        assert not [field for field in dated._meta.get_fields() if isinstance(field, kinds)]
    pointing = [
        field.related_model
        for table in (OpenBallot, CountedBallot)
        for field in table._meta.related_objects
    ]
    assert pointing == []


def test_the_database_alone_shows_no_choice_while_the_vote_is_open(world: World) -> None:
    poll = opened(world)
    all_voting(world, poll)
    everything = str(list(OpenBallot.objects.values_list()))
    assert world.amina.audit_key not in everything
    lengths = {len(one.sealed) for one in OpenBallot.objects.all()}
    assert len(lengths) == 1, "a long ballot would show from outside"
    told = [str(one) for one in AuditEvent.objects.filter(action="poll.took_part").values("facts")]
    assert set(told) == {"{'facts': {}}"}


def test_after_the_count_nothing_is_left_that_leads_to_a_person(world: World) -> None:
    poll = opened(world)
    all_voting(world, poll)
    close_poll(poll_id=poll.pk, by=world.asker(world.petra), at=clock.now())
    assert not OpenBallot.objects.exists()
    assert not BallotSalt.objects.exists()
    rows = list(CountedBallot.objects.order_by("pk").values_list("choices", "voters"))
    assert rows == [([1, 2], 3), ([2], 1), ([3, 4], 2)]
    assert choices(world, poll) is None
    assert queries.has_voted(world.asker(world.amina), poll)


def test_that_someone_voted_cannot_be_taken_out(world: World) -> None:
    poll = opened(world)
    click(world, poll, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Participation.objects.all().delete()


def test_a_changed_secret_key_loses_no_vote_and_makes_no_second_one(
    world: World, settings: Settings
) -> None:
    poll = opened(world)
    click(world, poll, 1)
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    with pytest.raises(BallotsUnreadable):
        click(world, poll, 2)
    with pytest.raises(BallotsUnreadable):
        close_poll(poll_id=poll.pk, by=world.asker(world.petra), at=clock.now())
    settings.SECRET_KEY = before
    assert click(world, poll, 2).choices == {1, 2}


def test_a_sealed_ballot_opens_only_with_its_salt() -> None:
    salt = new_salt()
    sealed = seal(salt, {1, 4}, options=5)
    assert unseal(salt, sealed) == {1, 4}
    assert seal(salt, {1, 4}, options=5) != sealed, "equal ballots look different"
    with pytest.raises(BallotsUnreadable):
        unseal(new_salt(), sealed)


def test_the_secrecy_module_names_every_table_with_a_person() -> None:
    """A new table with a person in it must be thought about here first."""
    with_person = {
        table.__name__
        for table in vars(tables).values()
        if isinstance(table, type)
        and issubclass(table, models.Model)
        and table.__module__ == tables.__name__
        and any(
            isinstance(field, models.ForeignKey) and field.related_model.__name__ == "Person"
            for field in table._meta.get_fields()
        )
    }
    assert with_person == {"Interest", "ListedVoter", "Exclusion", "Participation", "Opening"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_both_kept(world: World) -> None:
    poll = opened(world)
    at_once(*[lambda number=number: click(world, poll, number) for number in (1, 2, 3, 4)])
    assert choices(world, poll) == frozenset({1, 2, 3, 4})
    assert Participation.objects.count() == OpenBallot.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_click_comes_before_the_count_or_not_at_all(world: World) -> None:
    poll = opened(world)
    click(world, poll, 1)
    petra = world.asker(world.petra)
    answers = at_once(
        lambda: click(world, poll, 2),
        lambda: close_poll(poll_id=poll.pk, by=petra, at=clock.now()),
    )
    counted = CountedBallot.objects.get()
    was_in_time = isinstance(answers[0], Receipt)
    assert was_in_time or isinstance(answers[0], PollClosed)
    assert counted.choices == ([1, 2] if was_in_time else [1])
    assert connection.vendor == "postgresql"
