"""The Method of Equal Shares: against hand-checked cases, brute fractions and pabutools."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    Cardinality_Sat,
    Cost_Sat,
    Instance,
)
from pabutools.election import Project as PeerProject
from pabutools.rules import method_of_equal_shares

from grodd.engines.completion import (
    Comparison,
    Completion,
    EqualSharesRule,
    equal_shares,
    sensible_step,
)
from grodd.engines.election import (
    Ballot,
    Election,
    Project,
    Tally,
    TieBreak,
    TieRule,
    summarise,
    tally,
)
from grodd.engines.equal_shares import Run, Utility, equal_shares_run
from grodd.engines.greedy import greedy
from tests.engines.elections import election, elections

IN_ORDER = TieRule(order=())
SEEDS_ALWAYS = 60
SEEDS_SLOW = 300


def one_run(vote: Election, utility: Utility = Utility.COST) -> Run:
    tallied = tally(vote)
    share = Fraction(vote.budget_minor, max(1, tallied.voters))
    return equal_shares_run(tallied, share=share, utility=utility, ties=IN_ORDER)


def winners(vote: Election, utility: Utility = Utility.COST) -> tuple[str, ...]:
    return tally(vote).keys(one_run(vote, utility).winners)


def plain(vote: Tally, utility: Utility) -> list[int]:
    """The definition, word by word, with fractions and one voter at a time. Slow and sure."""
    ballots = [dict(zip(b.choices, b.points or (1,) * len(b.choices), strict=True))
               for b in vote.election.ballots]  # fmt: skip
    money = [Fraction(vote.election.budget_minor, len(ballots))] * len(ballots)
    won: list[int] = []
    while True:
        best: tuple[Fraction, int, Fraction] | None = None
        for p, project in enumerate(vote.election.projects):
            payment = payment_for(project, ballots, money)
            if p in won or payment is None:
                continue
            price = payment / (project.cost_minor if utility is Utility.COST else 1)
            if best is None or price < best[0]:
                best = (price, p, payment)
        if best is None:
            return won
        won.append(best[1])
        key = vote.election.projects[best[1]].key
        money = [
            m - min(m, best[2] * ballot.get(key, 0))
            for m, ballot in zip(money, ballots, strict=True)
        ]


def payment_for(
    project: Project, ballots: list[dict[str, int]], money: list[Fraction]
) -> Fraction | None:
    who = [i for i, ballot in enumerate(ballots) if project.key in ballot]
    who.sort(key=lambda i: money[i] / ballots[i][project.key])
    paid = Fraction(0)
    for k, i in enumerate(who):
        payment = (project.cost_minor - paid) / sum(ballots[j][project.key] for j in who[k:])
        if payment * ballots[i][project.key] <= money[i]:
            return payment
        paid += money[i]
    return None


def peer_winners(vote: Election, utility: Utility) -> set[str]:
    """What pabutools elects, with exact fractions and ties by name."""
    projects = {p.key: PeerProject(p.key, p.cost_minor) for p in vote.projects}
    instance = Instance(projects.values(), budget_limit=vote.budget_minor)
    ballots = [ApprovalBallot([projects[key] for key in b.choices]) for b in vote.ballots]
    profile = ApprovalProfile(ballots, instance=instance)
    sat = Cost_Sat if utility is Utility.COST else Cardinality_Sat
    return {p.name for p in method_of_equal_shares(instance, profile, sat_class=sat)}


def random_election(seed: int) -> Election:
    """Up to 30 voters and 12 projects; every third has round costs and so many near-ties."""
    draw = random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    count = draw.randint(1, 12)
    costs = [
        draw.randint(1, 5) * 10 if seed % 3 == 0 else draw.randint(1, 40) for _ in range(count)
    ]
    keys = [f"p{i:02}" for i in range(count)]
    liking = draw.uniform(0.1, 0.6)
    return Election(
        budget_minor=draw.randint(max(1, min(costs)), sum(costs) + 1),
        projects=tuple(Project(*pair) for pair in zip(keys, costs, strict=True)),
        ballots=tuple(
            Ballot(tuple(key for key in keys if draw.random() < liking))
            for _ in range(draw.randint(1, 30))
        ),
    )


def test_a_minority_gets_its_share() -> None:
    vote = election(100, [60, 40, 40], ["ab", "ab", "ab", "c", "c"])
    assert winners(vote) == ("a", "c")
    assert set(greedy(tally(vote)).winners) == {"a", "b"}


def test_those_who_have_less_give_all_and_the_others_share_the_rest() -> None:
    vote = election(40, [8, 21], ["a", "ab", "b", "b"])
    run = one_run(vote)
    assert run.winners == (1, 0)
    assert run.purchases[0].payment_max == pytest.approx(7)
    assert run.purchases[1].payment_max == pytest.approx(5)


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        (election(100, [50], []), ()),
        (election(100, [50], ["", ""]), ()),
        (election(100, [0, 100], ["ab"]), ("a", "b")),
        (election(100, [100], ["a"]), ("a",)),
        (election(100, [101], ["a", "a"]), ()),
        (election(100, [60, 40], ["b", "b"]), ("b",)),
        (election(100, [34, 33, 33], ["a", "b", "c"]), ("b", "c")),
        (election(0, [1], ["a"]), ()),
    ],
)
def test_the_edges(vote: Election, expected: tuple[str, ...]) -> None:
    assert winners(vote) == expected


def test_all_equal_is_a_tie_that_is_written_down() -> None:
    run = one_run(election(30, [10, 10, 10], ["abc", "abc"]))
    assert run.winners == (0, 1, 2)
    assert [(tie.projects, tie.by) for tie in run.ties] == [
        (("a", "b", "c"), TieBreak.EARLIER), (("b", "c"), TieBreak.EARLIER),
    ]  # fmt: skip


def test_a_near_tie_is_told_from_a_tie() -> None:
    """One part in ten thousand million apart: far below what the floats are trusted with."""
    huge = 10**12
    near = Election(
        budget_minor=2 * huge,
        projects=(Project("a", huge + 1), Project("b", huge)),
        ballots=(Ballot(("a", "b")), Ballot(("a", "b"))),
    )
    run = one_run(near, Utility.CARDINALITY)
    assert run.winners == (1,)
    assert run.ties == ()


def test_an_empty_ballot_keeps_its_share_to_itself() -> None:
    assert winners(election(100, [60], ["a", "a"])) == ("a",)
    assert winners(election(100, [60], ["a", "a", "", ""])) == ()


def test_adding_one_spends_more_of_the_budget() -> None:
    vote = tally(election(100, [40, 35, 30], ["ab", "a", "bc", "c", "b"]))
    none = equal_shares(vote, EqualSharesRule())
    more = equal_shares(vote, EqualSharesRule(completion=Completion(step_minor=1)))
    assert summarise(vote, none.winners).spent_minor < summarise(vote, more.winners).spent_minor
    assert more.run.share > none.run.share
    assert more.runs > 2


def test_raising_stops_when_everything_is_bought() -> None:
    found = equal_shares(
        tally(election(100, [10, 20], ["a", "b"])),
        EqualSharesRule(completion=Completion(step_minor=1)),
    )
    assert (set(found.winners), found.runs) == ({"a", "b"}, 1)


def test_what_is_left_is_filled_by_votes() -> None:
    rule = EqualSharesRule(completion=Completion(fill=True))
    found = equal_shares(tally(election(100, [60, 45, 40], ["a", "b", "c", "c"])), rule)
    assert found.winners == ("c", "b")
    assert found.filled == ("b",)


def test_filling_by_cardinality_looks_at_votes_for_the_money() -> None:
    rule = EqualSharesRule(Utility.CARDINALITY, Completion(fill=True))
    found = equal_shares(tally(election(100, [90, 40], ["a", "a", "b", "", ""])), rule)
    assert found.filled == ("b",)


def test_greedy_takes_over_when_more_voters_get_more_from_it() -> None:
    vote = tally(election(100, [100, 20], ["a", "a", "a", "b"]))
    rule = EqualSharesRule(completion=Completion(comparison=Comparison.WINNERS))
    found = equal_shares(vote, rule)
    assert found.greedy_took_over
    assert found.winners == ("a",)
    assert (found.prefer_shares, found.prefer_greedy) == (1, 3)


def test_shares_stand_when_as_many_prefer_them() -> None:
    vote = tally(election(100, [60, 50], ["a", "b"]))
    rule = EqualSharesRule(completion=Completion(comparison=Comparison.MONEY, fill=True))
    assert not equal_shares(vote, rule).greedy_took_over


def test_a_sensible_step_is_a_hundredth_of_a_share_in_whole_units() -> None:
    vote = tally(election(50_000_000, [1], ["a"] * 200))
    assert sensible_step(vote, 100) == 2_500
    assert sensible_step(tally(election(100, [1], ["a"])), 100) == 100


@given(elections(points=True), st.sampled_from(Utility))
def test_the_outcome_is_the_definitions(vote: Election, utility: Utility) -> None:
    assert list(one_run(vote, utility).winners) == plain(tally(vote), utility)


@given(elections(), st.sampled_from(Utility), st.sampled_from([3_333_333_333, 7 * 10**11]))
def test_large_amounts_change_nothing(vote: Election, utility: Utility, factor: int) -> None:
    scaled = Election(
        vote.budget_minor * factor,
        tuple(Project(p.key, p.cost_minor * factor) for p in vote.projects),
        vote.ballots,
    )
    assert one_run(scaled, utility).winners == one_run(vote, utility).winners


@given(elections(), st.sampled_from(Utility), st.booleans(), st.sampled_from(Comparison))
def test_a_completion_never_spends_more_than_there_is(
    vote: Election, utility: Utility, fill: bool, comparison: Comparison
) -> None:
    completion = Completion(step_minor=1, fill=fill, comparison=comparison)
    tallied = tally(vote)
    found = equal_shares(tallied, EqualSharesRule(utility, completion))
    assert summarise(tallied, found.winners).spent_minor <= vote.budget_minor
    assert len(set(found.winners)) == len(found.winners)


def test_a_purse_that_is_just_the_payment_is_weighed_once() -> None:
    vote = election(
        60,
        [20, 12, 2, 1, 10, 10],
        ["def", "acdef", "bce", "b", "c", "abcf", "def", "abcf", "cde", ""],
    )
    rule = EqualSharesRule(Utility.COST, Completion(step_minor=1))
    assert set(equal_shares(tally(vote), rule).winners) == set("abcdef")


@given(elections())
def test_no_group_that_agrees_is_left_with_nothing(vote: Election) -> None:
    """Supporters who could pay a project from their first shares always get some winner."""
    won = set(winners(vote))
    share = Fraction(vote.budget_minor, len(vote.ballots))
    for project in vote.projects:
        behind = [ballot for ballot in vote.ballots if project.key in ballot.choices]
        if share * len(behind) >= project.cost_minor:
            assert any(won.intersection(ballot.choices) for ballot in behind)


@pytest.mark.parametrize("utility", list(Utility))
def test_random_elections_come_out_as_in_pabutools(utility: Utility) -> None:
    for seed in range(SEEDS_ALWAYS):
        vote = random_election(seed)
        assert set(winners(vote, utility)) == peer_winners(vote, utility), seed


@pytest.mark.slow
@pytest.mark.parametrize("utility", list(Utility))
def test_three_hundred_random_elections_come_out_as_in_pabutools(utility: Utility) -> None:
    for seed in range(1_000, 1_000 + SEEDS_SLOW):
        vote = random_election(seed)
        assert set(winners(vote, utility)) == peer_winners(vote, utility), seed


@settings(max_examples=25)
@given(elections(voters_max=6), st.sampled_from(Utility))
def test_a_tie_never_hides_behind_rounding(vote: Election, utility: Utility) -> None:
    """Three copies of every project tie at every step; only the order may decide."""
    copies = tuple(Project(f"{p.key}{c}", p.cost_minor) for p in vote.projects for c in "xyz")
    ballots = tuple(
        Ballot(tuple(f"{k}{c}" for k in b.choices for c in "xyz")) for b in vote.ballots
    )
    tripled = Election(vote.budget_minor, copies, ballots)
    assert list(one_run(tripled, utility).winners) == plain(tally(tripled), utility)
