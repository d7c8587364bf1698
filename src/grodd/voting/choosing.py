"""From rows to the engines and back: the three rules on the votes of one poll.

Of ideas that exclude each other only the one with most votes (then the cheaper, then the earlier)
stands in the two rules that count votes; the committee's ranking weighs them itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grodd.engines.completion import (
    Comparison,
    Completion,
    EqualSharesChoice,
    EqualSharesRule,
    equal_shares,
    sensible_step,
)
from grodd.engines.election import Ballot, Election, Project, Tally, Tie, summarise, tally
from grodd.engines.equal_shares import Utility
from grodd.engines.explanations import Choose, Lacking, accounts, lacking, richest_first
from grodd.engines.greedy import greedy
from grodd.engines.knapsack import (
    Candidate,
    CommitteeRule,
    Impossible,
    Proof,
    ThemeLimit,
    choose_best,
)
from grodd.engines.money import minor_digits
from grodd.voting.models import CountedBallot, Option, Poll
from grodd.voting.selection import Outcome, Payment, Selection, ThemeSpread, Tied

COMMITTEE, GREEDY, EQUAL_SHARES = (rule.value for rule in Poll.Rule)
Values = Mapping[int, Fraction]
"""The mean of an option's reviews by its number (0-1, exact)."""


@dataclass(frozen=True, slots=True)
class Held:
    """A poll as it was held, ready for the rules.

    Attributes:
        poll: What was stated.
        options: In the order of their numbers.
        election: All options and all ballots.
        unit_minor: What one unit of money is in the election (100 for kronor in ören).
    """

    poll: Poll
    options: Sequence[Option]
    election: Election
    unit_minor: int


def held(poll: Poll, options: Sequence[Option], ballots: Sequence[CountedBallot]) -> Held:
    """Bring the rows of a poll together; options have their numbers for keys."""
    projects = tuple(Project(str(one.number), one.cost_minor, one.theme) for one in options)
    cast = tuple(
        ballot
        for row in ballots
        for ballot in (Ballot(tuple(map(str, row.choices)), tuple(row.points)),) * row.voters
    )
    unit_minor = 10 ** minor_digits(poll.currency)
    return Held(poll, options, Election(poll.budget_minor, projects, cast), unit_minor)


def select(of: Held, values: Values | None) -> Selection:
    """Apply all rules.

    Args:
        of: The poll.
        values: What the reviews say of each option; None where there are no reviews.
    """
    everything = tally(of.election)
    standing = _standing(of, of.election)
    tallied = tally(standing)
    shared = equal_shares(tallied, shares_rule(of, tallied))
    first = greedy(tallied)
    found = accounts(tallied, shared.run)
    outcomes = {
        GREEDY: _outcome(GREEDY, everything, first.winners, first.ties),
        EQUAL_SHARES: _shares_outcome(everything, shared),
    }
    if values:
        outcomes[COMMITTEE] = _committee(of, everything, values)
    step = shares_rule(of, tallied).completion.step_minor
    return Selection(
        voters=everything.voters,
        share_minor=round(shared.run.share),
        step_minor=step,
        votes={one.number: everything.votes[p] for p, one in enumerate(of.options)},
        values={number: float(value) for number, value in (values or {}).items()},
        outcomes=outcomes,
        payments={
            int(one.project): Payment(
                one.effective_votes,
                one.gave_all,
                one.payments_minor,
            )
            for one in found.bought
        },
        left_minor={int(one.project): one.left_minor for one in found.missed},
        knocked_out=tuple(
            int(one.key) for one in of.election.projects if one not in standing.projects
        ),
    )


def shares_rule(of: Held, tallied: Tally) -> EqualSharesRule:
    """Equal shares as the poll states them."""
    poll = of.poll
    raises = poll.completion == Poll.Completion.RAISE
    completion = Completion(
        step_minor=sensible_step(tallied, of.unit_minor) if raises else None,
        fill=poll.completion != Poll.Completion.NONE,
        comparison=Comparison(poll.comparison),
    )
    return EqualSharesRule(utility=Utility(poll.utility), completion=completion)


def what_lacked(of: Held, number: int, rule: str) -> Lacking:
    """What a losing option would have needed under a rule that counts votes, found by trying.

    Where every amount is a whole krona, the cost is looked for in whole kronor.
    """
    key = str(number)
    of, factor = _in_whole_units(of)
    standing = _standing(of, of.election)
    tallied = tally(standing)
    without = [i for i, one in enumerate(of.election.ballots) if key not in one.choices]
    if rule == EQUAL_SHARES:
        run = equal_shares(tallied, shares_rule(of, tallied)).run
        order = richest_first(standing, tallied, accounts(tallied, run), "")
        without = [i for i in order if key not in of.election.ballots[i].choices]
    found = lacking(of.election, key, choose=_choose(of, rule), joiners=without)
    cost = None if found.cost_minor is None else found.cost_minor * factor
    return replace(found, cost_minor=cost)


def _in_whole_units(of: Held) -> tuple[Held, int]:
    """The same poll in units of money, where that can be, and what one unit is in minor units."""
    amounts = (of.election.budget_minor, *(one.cost_minor for one in of.election.projects))
    if any(amount % of.unit_minor for amount in amounts):
        return of, 1
    election = replace(
        of.election,
        budget_minor=of.election.budget_minor // of.unit_minor,
        projects=tuple(
            replace(one, cost_minor=one.cost_minor // of.unit_minor) for one in of.election.projects
        ),
    )
    return replace(of, election=election, unit_minor=1), of.unit_minor


def _choose(of: Held, rule: str) -> Choose:
    def choose(election: Election) -> Sequence[str]:
        tallied = tally(_standing(of, election))
        if rule == GREEDY:
            return greedy(tallied).winners
        return equal_shares(tallied, shares_rule(of, tallied)).winners

    return choose


def _standing(of: Held, election: Election) -> Election:
    """The election without the options that stand back for another one of their set."""
    sets: dict[str, list[int]] = {}
    for p, option in enumerate(of.options):
        if option.exclusive:
            sets.setdefault(option.exclusive, []).append(p)
    if not any(len(members) > 1 for members in sets.values()):
        return election
    tallied = tally(election)
    out = {
        election.projects[p].key
        for members in sets.values()
        for p in sorted(members, key=lambda p: (-tallied.scores[p], tallied.costs[p], p))[1:]
    }
    return replace(
        election,
        projects=tuple(one for one in election.projects if one.key not in out),
        ballots=tuple(_without(ballot, out) for ballot in election.ballots),
    )


def _without(ballot: Ballot, out: set[str]) -> Ballot:
    kept = [i for i, choice in enumerate(ballot.choices) if choice not in out]
    points = tuple(ballot.points[i] for i in kept) if ballot.points else ()
    return Ballot(tuple(ballot.choices[i] for i in kept), points)


def _outcome(
    rule: str,
    tallied: Tally,
    winners: Sequence[str],
    ties: Sequence[Tie] = (),
    remarks: tuple[str, ...] = (),
) -> Outcome:
    summary = summarise(tallied, winners)
    return Outcome(
        rule=rule,
        winners=tuple(map(int, winners)),
        spent_minor=summary.spent_minor,
        reached=summary.voters_with_a_winner,
        per_voter=float(summary.winners_per_voter),
        themes=tuple(
            ThemeSpread(one.theme, one.projects, one.won, one.spent_minor) for one in summary.themes
        ),
        ties=tuple(
            Tied(tuple(map(int, one.projects)), int(one.chosen), one.by.value) for one in ties
        ),
        remarks=remarks,
    )


def _shares_outcome(tallied: Tally, shared: EqualSharesChoice) -> Outcome:
    remarks = ("greedy_took_over",) if shared.greedy_took_over else ()
    ties = () if shared.greedy_took_over else shared.ties
    return _outcome(EQUAL_SHARES, tallied, shared.winners, ties, remarks)


def _committee(of: Held, tallied: Tally, values: Values) -> Outcome:
    """The best total score that budget, themes, sets and owners allow."""
    ranked = sorted(
        (one for one in of.options if one.number in values),
        key=lambda one: (-values[one.number], one.number),
    )
    found = choose_best(
        [_candidate(one, values[one.number]) for one in ranked], committee_rule(of.poll, ranked)
    )
    if isinstance(found, Impossible):
        return replace(_outcome(COMMITTEE, tallied, ()), impossible=found.themes)
    remarks = ("solver_vouches",) if found.proof is Proof.SOLVER else ()
    return _outcome(COMMITTEE, tallied, found.winners, (), remarks)


def _candidate(option: Option, value: Fraction) -> Candidate:
    first = next((one.person_id for one in option.interests.all() if one.owns), "")
    return Candidate(
        key=str(option.number),
        value=value,
        cost_minor=option.cost_minor,
        hours=option.hours,
        theme=option.theme,
        owner=str(first),
    )


def committee_rule(poll: Poll, options: Sequence[Option]) -> CommitteeRule:
    """What the committee's choice must keep to."""
    sets: dict[str, list[str]] = {}
    for option in options:
        if option.exclusive:
            sets.setdefault(option.exclusive, []).append(str(option.number))
    return CommitteeRule(
        budget_minor=poll.budget_minor,
        hours=poll.budget_hours,
        themes=tuple(
            ThemeLimit(one.theme, awards_min=one.least, awards_max=one.most)
            for one in poll.theme_limits.all()
        ),
        exclusive=tuple(tuple(keys) for keys in sets.values() if len(keys) > 1),
        one_per_owner=poll.one_per_owner,
    )
