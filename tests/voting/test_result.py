"""What comes of a vote under the three rules, and why."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.engines.election import tally
from grodd.engines.equal_shares import equal_shares_run
from grodd.engines.money import Money
from grodd.processes.explain_option import explain_option
from grodd.voting import queries
from grodd.voting.choosing import EQUAL_SHARES, GREEDY, shares_rule
from grodd.voting.models import Poll, Result
from grodd.voting.refusals import NotCounted, PollNotOpen
from grodd.voting.selection import Selection, selection_of
from grodd.voting.terms import Limit
from grodd.voting.usecases.close_poll import close_poll
from grodd.voting.usecases.open_poll import open_poll
from grodd.voting.usecases.set_theme_limits import set_theme_limits
from tests.programmes.making import sek
from tests.voting.making import IDEAS, all_voting, opened, planned, poll_terms
from tests.world import World

VALUES = {1: Fraction(1, 2), 2: Fraction(1, 2), 3: Fraction(9, 10), 4: Fraction(4, 5)}


def closed(world: World, poll: Poll | None = None) -> tuple[Poll, Selection]:
    held = poll or opened(world)
    all_voting(world, held)
    result = close_poll(poll_id=held.pk, by=world.asker(world.petra), values=VALUES, at=clock.now())
    return Poll.objects.get(pk=held.pk), selection_of(result.content)


def test_three_rules_choose_side_by_side(world: World) -> None:
    _, found = closed(world)
    assert found.votes == {1: 3, 2: 4, 3: 2, 4: 2}
    assert set(found.outcomes) == {"committee", "greedy", "equal_shares"}
    assert found.outcomes["greedy"].winners == (2, 1, 4)
    assert set(found.outcomes["committee"].winners) == {2, 3, 4}
    shares = found.outcomes["equal_shares"]
    assert (shares.reached, found.voters) == (6, 6)
    assert shares.spent_minor <= sek(100_000).minor
    assert [(one.theme, one.won) for one in shares.themes] == [("Green", 2), ("People", 1)]
    assert sum(one.spent_minor for one in shares.themes) == shares.spent_minor


def test_payments_add_up_to_what_a_winner_costs(world: World) -> None:
    poll, found = closed(world)
    for number, paid in found.payments.items():
        cost = poll.options.get(number=number).cost_minor
        assert paid.effective_votes == pytest.approx(cost / paid.payments_minor[-1], rel=1e-3)
        assert 0 <= paid.gave_all <= found.votes[number]


def test_the_result_is_computed_once_and_cannot_change(world: World) -> None:
    poll, found = closed(world)
    again = close_poll(poll_id=poll.pk, by=world.asker(world.petra), at=clock.now())
    assert selection_of(again.content) == found
    assert (again.voted, again.entitled) == (6, 14)
    with pytest.raises(DatabaseError), transaction.atomic():
        Result.objects.update(voted=7)


def test_what_was_kept_is_what_the_rule_gives_on_the_counted_ballots(world: World) -> None:
    poll, found = closed(world)
    held = queries.held_poll(poll)
    tallied = tally(held.election)
    rule = shares_rule(held, tallied)
    run = equal_shares_run(
        tallied, share=Fraction(poll.budget_minor, 6), utility=rule.utility, ties=rule.ties
    )
    assert set(tallied.keys(run.winners)) <= set(map(str, found.outcomes[EQUAL_SHARES].winners))
    assert found.step_minor == rule.completion.step_minor


def test_the_committee_keeps_to_themes_and_says_when_it_cannot(world: World) -> None:
    poll = planned(world)
    petra = world.asker(world.petra)
    set_theme_limits(by=petra, poll_id=poll.pk, limits=[Limit("Green", 2)], at=clock.now())
    _, found = closed(world, open_poll(by=petra, poll_id=poll.pk, at=clock.now()))
    assert {1, 2} <= set(found.outcomes["committee"].winners)
    other = planned(world, terms=poll_terms(title="B", budget=sek(60_000)))
    set_theme_limits(by=petra, poll_id=other.pk, limits=[Limit("Green", 2)], at=clock.now())
    _, found = closed(world, open_poll(by=petra, poll_id=other.pk, at=clock.now()))
    assert found.outcomes["committee"].impossible == ("Green",)


def test_of_ideas_that_exclude_each_other_one_stands(world: World) -> None:
    ideas = tuple(
        type(one)(one.title, one.cost, theme=one.theme, exclusive="yard" if i < 2 else "")
        for i, one in enumerate(IDEAS)
    )
    poll, found = closed(world, opened(world, ideas))
    assert found.knocked_out == (1,)
    assert all(len({1, 2} & set(one.winners)) <= 1 for one in found.outcomes.values())
    why = explain_option(poll_id=poll.pk, number=1, rule=GREEDY)
    assert why is not None
    assert why.votes == 2, "with two more votes it has more than the other one of its set"


def test_what_a_loser_lacked_has_been_tried(world: World) -> None:
    poll, found = closed(world)
    (loser,) = {1, 2, 3, 4} - set(found.outcomes[GREEDY].winners)
    why = explain_option(poll_id=poll.pk, number=loser, rule=GREEDY)
    assert why is not None
    assert why.votes == 2, "with one more it would still stand behind the cheaper compost"
    assert why.cost_minor == sek(20_000).minor, "as cheap as the coffee, and earlier"
    assert explain_option(poll_id=poll.pk, number=loser, rule=GREEDY) == why
    assert explain_option(poll_id=poll.pk, number=2, rule=GREEDY) is None
    with pytest.raises(NotFound):
        explain_option(poll_id=poll.pk, number=9, rule=GREEDY)
    with pytest.raises(NotFound):
        explain_option(poll_id=poll.pk, number=loser, rule="committee")


def test_ores_are_looked_for_only_where_the_amounts_have_them(world: World) -> None:
    """The same vote in whole kronor and with an öre in it, which takes longer and says more."""
    costs = {}
    for title, extra in (("whole", 0), ("with an öre", 1)):
        ideas = tuple(
            replace(one, cost=Money(one.cost.minor + extra * (i == 2), "SEK"))
            for i, one in enumerate(IDEAS)
        )
        poll, _ = closed(world, opened(world, ideas, poll_terms(title=title)))
        why = explain_option(poll_id=poll.pk, number=3, rule=EQUAL_SHARES)
        assert why is not None
        costs[title] = why.cost_minor
    assert costs["whole"] is not None
    assert costs["with an öre"] is not None
    assert costs["whole"] % 100 == 0
    assert 0 <= costs["with an öre"] - costs["whole"] < 100


def test_a_vote_closes_by_itself_when_its_time_is_over(world: World) -> None:
    poll = opened(world)
    with pytest.raises(PollNotOpen):
        close_poll(poll_id=poll.pk, at=clock.now())
    assert queries.polls_to_close(at=clock.now()) == []
    later = clock.now() + timedelta(days=8)
    assert queries.polls_to_close(at=later) == [poll]
    assert queries.state_of(poll, at=later) == "over"
    assert close_poll(poll_id=poll.pk, at=later).voted == 0


def test_no_result_before_the_end_and_no_closing_before_the_start(world: World) -> None:
    poll = planned(world)
    petra = world.asker(world.petra)
    with pytest.raises(PollNotOpen):
        close_poll(poll_id=poll.pk, by=petra, at=clock.now())
    with pytest.raises(NotCounted):
        queries.result_of(poll)
    with pytest.raises(NotCounted):
        explain_option(poll_id=poll.pk, number=1, rule=GREEDY)
    with pytest.raises(NotAllowed):
        close_poll(poll_id=poll.pk, by=world.asker(world.chair), at=clock.now())


def test_running_votes_are_counted_where_the_vote_shows_them(world: World) -> None:
    poll = opened(world, terms=poll_terms(shows_running_votes=True))
    all_voting(world, poll)
    assert queries.running_votes(Poll.objects.get(pk=poll.pk)) == {1: 3, 2: 4, 3: 2, 4: 2}
    assert queries.voted(poll) == 6
