"""How long choosing takes, beside pabutools in the same process, on elections made here.

The large election has the size of Lodz 2022 (160 projects, 90 494 voters, up to five choices); the
company has 200 voters and 40 ideas. CPU seconds of one thread, so that a busy machine does not
change the comparison; the best of several runs for us, one run for the peer.
"""

import random
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from pabutools import fractions
from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance
from pabutools.election import Project as PeerProject
from pabutools.rules import method_of_equal_shares

from grodd.engines.completion import Completion, EqualSharesRule, equal_shares, sensible_step
from grodd.engines.election import Ballot, Election, Project, Tally, summarise, tally
from grodd.engines.equal_shares import Utility, equal_shares_run
from grodd.engines.greedy import greedy
from grodd.engines.knapsack import Candidate, CommitteeRule, Impossible, choose_best

REPEATS = 7
T = TypeVar("T")


def made_election(
    *, projects: int, voters: int, choices_max: int, budget: int, seed: int
) -> Election:
    """Costs spread over a factor of fifty, popularity falls off, voters keep to a neighbourhood."""
    draw = random.Random(seed)
    keys = [f"p{i:03}" for i in range(projects)]
    costs = [round(budget * draw.uniform(0.002, 0.1), -2) or 100 for _ in keys]
    popularity = [1 / (1 + rank) ** 0.6 for rank in range(projects)]
    draw.shuffle(popularity)
    areas = max(1, projects // 20)
    weights = [
        [weight * (8 if i % areas == area else 1) for i, weight in enumerate(popularity)]
        for area in range(areas)
    ]
    ballots = [
        Ballot(
            tuple(
                sorted(set(draw.choices(keys, weights[v % areas], k=draw.randint(1, choices_max))))
            )
        )
        for v in range(voters)
    ]
    listed = tuple(Project(key, int(cost)) for key, cost in zip(keys, costs, strict=True))
    return Election(budget, listed, tuple(ballots))


def cpu_s(work: Callable[[], T], repeats: int = REPEATS) -> tuple[float, T]:
    best, answer = float("inf"), None
    for _ in range(repeats):
        start = time.process_time()
        answer = work()
        best = min(best, time.process_time() - start)
    assert answer is not None
    return best, answer


def peer_run(election: Election) -> tuple[float, set[str]]:
    """pabutools at its fastest: floats, identical ballots merged. Loading is not counted."""
    fractions.FRACTION = "float"
    projects = {p.key: PeerProject(p.key, p.cost_minor) for p in election.projects}
    instance = Instance(projects.values(), budget_limit=election.budget_minor)
    ballots = [ApprovalBallot([projects[key] for key in b.choices]) for b in election.ballots]
    profile = ApprovalProfile(ballots, instance=instance).as_multiprofile()
    seconds, found = cpu_s(lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat), 1)
    return seconds, {project.name for project in found}


def large() -> list[str]:
    election = made_election(
        projects=160, voters=90_494, choices_max=5, budget=20_000_000, seed=2022
    )
    loading, tallied = cpu_s(lambda: tally(election), 1)
    share = Fraction(election.budget_minor, tallied.voters)
    ours, run = cpu_s(lambda: equal_shares_run(tallied, share=share, utility=Utility.COST))
    peer, winners = peer_run(election)
    assert set(tallied.keys(run.winners)) == winners, "the winners differ"
    faster = verdict(peer >= 100 * ours)
    return [
        f"160 projects, 90 494 voters, {len(tallied.weights)} different ballots",
        f"{len(winners)} winners, the same in both",
        f"  loading                 {loading:9.4f} s",
        f"  one run, Grodd          {ours:9.4f} s   target 0.05  {verdict(ours <= 0.05)}",
        f"  one run, pabutools      {peer:9.4f} s",
        f"  times faster            {peer / ours:9.0f}     target 100 {faster}",
    ]


def company() -> list[str]:
    """500 000 kronor in öre, ideas of 5 000 to 50 000."""
    election = made_election(projects=40, voters=200, choices_max=8, budget=50_000_000, seed=40)
    tallied = tally(election)
    step = sensible_step(tallied, 100)
    rule = EqualSharesRule(completion=Completion(step_minor=step, fill=True))
    seconds, found = cpu_s(lambda: equal_shares(tallied, rule))
    lines = [
        f"200 voters, 40 ideas, steps of {step // 100} kronor, {found.runs} runs",
        f"  equal shares, completed {seconds:9.4f} s   target 0.1   {verdict(seconds <= 0.1)}",
    ]
    by_votes, taken = cpu_s(lambda: greedy(tallied))
    candidates = [
        Candidate(p.key, Fraction(votes, 200), p.cost_minor)
        for p, votes in zip(election.projects, tallied.votes, strict=True)
    ]
    ranked, best = cpu_s(lambda: choose_best(candidates, CommitteeRule(election.budget_minor)), 1)
    assert not isinstance(best, Impossible)
    lines += [
        f"  greedy by votes         {by_votes:9.4f} s",
        f"  exact knapsack          {ranked:9.4f} s   proven by {best.proof}",
        "",
        "  rule             spent  voters with a winner  winners per voter",
        side("equal shares", tallied, found.winners),
        side("greedy", tallied, taken.winners),
        side("knapsack", tallied, best.winners),
    ]
    return lines


def side(name: str, tallied: Tally, winners: Sequence[str]) -> str:
    figures = summarise(tallied, winners)
    spent = figures.spent_minor / figures.budget_minor
    reached = figures.voters_with_a_winner / figures.voters
    return f"  {name:14}{spent:8.1%}{reached:22.1%}{float(figures.winners_per_voter):19.2f}"


def verdict(met: bool) -> str:
    return "met" if met else "MISSED"


if __name__ == "__main__":
    print("\n".join([*large(), "", *company()]))
