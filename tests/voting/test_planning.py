"""What is stated before a vote, and that it stands."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.engines.money import Money
from grodd.voting.models import Opening, Poll
from grodd.voting.queries import electorate_of, polls_seen_by
from grodd.voting.refusals import (
    OptionUnclear,
    PollNotReady,
    PollOpened,
    PollTitleTaken,
    ThemeLimitWrong,
    TooManyOptions,
)
from grodd.voting.terms import Idea, Limit
from grodd.voting.usecases import set_option as setting
from grodd.voting.usecases.create_poll import create_poll
from grodd.voting.usecases.open_poll import open_poll
from grodd.voting.usecases.remove_option import remove_option
from grodd.voting.usecases.set_option import set_option
from grodd.voting.usecases.set_terms import set_terms
from grodd.voting.usecases.set_theme_limits import set_theme_limits
from grodd.voting.usecases.set_voters import set_voters
from tests.programmes.making import sek
from tests.voting.making import IDEAS, opened, planned, poll_terms
from tests.world import World


def create(world: World, person: Any, **changed: Any) -> Poll:
    return create_poll(
        by=world.asker(person),
        scope_id=world.company_scope.pk,
        terms=poll_terms(**changed),
        at=clock.now(),
    )


def test_a_form_that_is_sent_twice_makes_one_vote(world: World) -> None:
    assert create(world, world.petra) == create(world, world.petra)


def test_two_votes_of_one_programme_have_different_names(world: World) -> None:
    planned(world)
    with pytest.raises(PollTitleTaken):
        create(world, world.petra)
    other = create(world, world.petra, title="Another")
    with pytest.raises(PollTitleTaken):
        set_terms(by=world.asker(world.petra), poll_id=other.pk, terms=poll_terms(), at=clock.now())


def test_only_a_manager_plans_a_vote_and_a_stranger_learns_nothing(world: World) -> None:
    with pytest.raises(NotAllowed):
        create(world, world.chair)
    for stranger in (world.dana, world.amina):
        with pytest.raises(NotFound):
            create(world, stranger)


def test_a_vote_is_seen_by_voters_when_it_opens(world: World) -> None:
    poll = planned(world)
    amina = world.asker(world.amina)
    assert list(polls_seen_by(amina)) == []
    open_poll(by=world.asker(world.petra), poll_id=poll.pk, at=clock.now())
    assert list(polls_seen_by(amina)) == [poll]
    assert list(polls_seen_by(world.asker(world.dana))) == []


def test_a_vote_that_lacks_something_says_all_of_it(world: World) -> None:
    terms = poll_terms(budget=sek(0), closes_at=clock.now(), electorate="list")
    poll = planned(world, IDEAS[:1], terms)
    with pytest.raises(PollNotReady) as caught:
        open_poll(by=world.asker(world.petra), poll_id=poll.pk, at=clock.now())
    for part in ("two ideas", "State the budget", "later than now", "who votes"):
        assert part in str(caught.value)


def test_once_open_nothing_that_was_stated_can_change(world: World) -> None:
    poll = opened(world)
    petra, at = world.asker(world.petra), clock.now()
    assert open_poll(by=petra, poll_id=poll.pk, at=at).opened_at == poll.opened_at
    with pytest.raises(PollOpened):
        set_terms(by=petra, poll_id=poll.pk, terms=poll_terms(rule="greedy"), at=at)
    with pytest.raises(PollOpened):
        set_option(by=petra, poll_id=poll.pk, idea=IDEAS[0], at=at)
    with pytest.raises(PollOpened):
        remove_option(by=petra, poll_id=poll.pk, number=1, at=at)
    with pytest.raises(PollOpened):
        set_voters(by=petra, poll_id=poll.pk, person_ids=[world.amina.pk], at=at)
    with pytest.raises(PollOpened):
        set_theme_limits(by=petra, poll_id=poll.pk, limits=[], at=at)


def test_what_was_stated_is_kept_by_the_database_itself(world: World) -> None:
    poll = opened(world)
    opening = Opening.objects.get(poll=poll)
    assert opening.stated["rule"] == "equal_shares"
    assert [one["cost_minor"] for one in opening.stated["options"]] == [
        4_000_000, 3_000_000, 5_000_000, 2_000_000,
    ]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(stated={})


@pytest.mark.parametrize(
    "wrong",
    [
        replace(IDEAS[0], title=" "),
        replace(IDEAS[0], cost=Money(100, "EUR")),
        replace(IDEAS[0], cost=Money(-100, "SEK")),
    ],
)
def test_an_idea_has_a_name_and_a_cost(world: World, wrong: Idea) -> None:
    poll = planned(world, ())
    with pytest.raises(OptionUnclear):
        set_option(by=world.asker(world.petra), poll_id=poll.pk, idea=wrong, at=clock.now())


def test_a_ballot_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "OPTIONS_MAX", 2)
    with pytest.raises(TooManyOptions):
        planned(world)


def test_ideas_can_be_changed_and_taken_out_before_it_opens(world: World) -> None:
    poll = planned(world)
    petra = world.asker(world.petra)
    changed = replace(IDEAS[1], title="Two cargo bikes", owners=(world.amina.pk,))
    set_option(by=petra, poll_id=poll.pk, idea=changed, number=2, at=clock.now())
    remove_option(by=petra, poll_id=poll.pk, number=1, at=clock.now())
    remove_option(by=petra, poll_id=poll.pk, number=1, at=clock.now())
    assert [str(one) for one in poll.options.all()] == ["Two cargo bikes", "Quiet room", "Coffee"]
    with pytest.raises(NotFound):
        set_option(by=petra, poll_id=poll.pk, idea=changed, number=1, at=clock.now())


def test_a_list_of_voters_takes_only_the_organisations_own(world: World) -> None:
    poll = planned(world)
    ids = [world.amina.pk, world.otto.pk, world.dana.pk]
    set_voters(by=world.asker(world.petra), poll_id=poll.pk, person_ids=ids, at=clock.now())
    poll.refresh_from_db()
    assert list(electorate_of(poll)) == [world.amina, world.otto]


def test_whoever_holds_something_in_the_programme_votes_where_it_says_so(world: World) -> None:
    poll = planned(world, terms=poll_terms(electorate="scope"))
    names = {one.name for one in electorate_of(poll)}
    assert {"Amina", "Petra", "Agda"} <= names
    assert "Dana" not in names


def test_a_theme_gets_no_more_at_least_than_at_most(world: World) -> None:
    poll = planned(world)
    petra = world.asker(world.petra)
    with pytest.raises(ThemeLimitWrong):
        set_theme_limits(by=petra, poll_id=poll.pk, limits=[Limit("Green", 2, 1)], at=clock.now())
    limits = [Limit("Green", 1, 2), Limit("People")]
    set_theme_limits(by=petra, poll_id=poll.pk, limits=limits, at=clock.now())
    assert list(poll.theme_limits.values_list("theme", "least", "most")) == [("Green", 1, 2)]
