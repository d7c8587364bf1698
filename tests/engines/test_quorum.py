"""Quorum, majorities, abstentions, the chair's casting vote."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.quorum import (
    Abstentions,
    Choice,
    Code,
    Decision,
    Majority,
    Outcome,
    QuorumRule,
    SeatVote,
    VotingRule,
    decide,
    presence,
)

HALF = QuorumRule(share=Fraction(1, 2))
MORE_THAN_HALF = QuorumRule(share=Fraction(1, 2), more_than_share=True)

VOTES = {"y": Choice.YES, "n": Choice.NO, "a": Choice.ABSTAIN}


def room(seats: str, *, chair: int | None = None) -> list[SeatVote]:
    """y n a = votes, p = present without voting, r = recused, - = absent."""
    return [
        SeatVote(
            member=str(i),
            present=seat not in "r-",
            recused=seat == "r",
            vote=VOTES.get(seat),
            chair=i == chair,
        )
        for i, seat in enumerate(seats)
    ]


def vote(seats: str, rule: VotingRule, *, chair: int | None = None) -> Decision:
    return decide(room(seats, chair=chair), rule)


rooms = st.lists(st.sampled_from("ynapr-"), min_size=1, max_size=11).map("".join)
rules = st.builds(
    VotingRule,
    quorum=st.builds(
        QuorumRule,
        at_least=st.integers(0, 6),
        share=st.fractions(0, 1, max_denominator=6),
        more_than_share=st.booleans(),
        recused_leave_base=st.booleans(),
    ),
    majority=st.sampled_from(Majority),
    abstentions=st.sampled_from(Abstentions),
    casting_vote=st.booleans(),
)


def test_half_of_five_is_three() -> None:
    assert not presence(room("pp---"), HALF).enough
    assert presence(room("ppp--"), HALF).enough


def test_more_than_half_of_four_is_three() -> None:
    assert presence(room("pp--"), HALF).enough
    assert not presence(room("pp--"), MORE_THAN_HALF).enough


def test_a_recused_member_is_not_there_and_leaves_the_base() -> None:
    there = presence(room("pprr"), MORE_THAN_HALF)
    assert (there.present, there.base, there.needed, there.recused) == (2, 2, 2, 2)
    assert there.enough


def test_where_the_base_stands_a_recused_member_still_weighs() -> None:
    rule = QuorumRule(share=Fraction(1, 2), recused_leave_base=False)
    there = presence(room("prr-"), rule)
    assert (there.present, there.base, there.needed) == (1, 4, 2)
    assert not there.enough


def test_nobody_is_never_a_quorum() -> None:
    assert not presence(room("r-"), QuorumRule()).enough


def test_below_quorum_there_is_no_outcome_however_the_votes_fell() -> None:
    found = vote("yy---", VotingRule(QuorumRule(at_least=3)))
    assert found.outcome is Outcome.UNDECIDED
    assert [reason.code for reason in found.reasons] == [Code.BELOW_QUORUM]
    assert found.reasons[0].facts == {"present": 2, "needed": 3, "base": 5, "recused": 0}


@pytest.mark.parametrize(
    ("seats", "majority", "carried"),
    [
        ("yyn", Majority.SIMPLE, True),
        ("ynaaa", Majority.SIMPLE, False),
        ("yna", Majority.SIMPLE, False),
        ("yynpp", Majority.ABSOLUTE, False),
        ("yyynn", Majority.ABSOLUTE, True),
        ("yyr-", Majority.ABSOLUTE, True),
        ("yyn", Majority.TWO_THIRDS, True),
        ("yyynn", Majority.TWO_THIRDS, False),
        ("yyaaa", Majority.UNANIMOUS, True),
        ("yyyyn", Majority.UNANIMOUS, False),
    ],
)
def test_each_majority_carries_what_it_should(
    seats: str, majority: Majority, *, carried: bool
) -> None:
    outcome = vote(seats, VotingRule(majority=majority)).outcome
    assert outcome is (Outcome.CARRIED if carried else Outcome.REJECTED)


@pytest.mark.parametrize("majority", [Majority.SIMPLE, Majority.TWO_THIRDS, Majority.UNANIMOUS])
def test_an_abstention_may_weigh_against(majority: Majority) -> None:
    counted = VotingRule(majority=majority, abstentions=Abstentions.AGAINST)
    assert vote("yya", VotingRule(majority=majority)).outcome is Outcome.CARRIED
    assert vote("yaa", counted).outcome is Outcome.REJECTED


def test_a_tie_falls_unless_the_chair_has_a_casting_vote() -> None:
    plain = vote("yn", VotingRule(), chair=0)
    assert plain.outcome is Outcome.REJECTED
    assert plain.reasons[-1].code is Code.TIE
    casting = VotingRule(casting_vote=True)
    for_it = vote("yn", casting, chair=0)
    assert for_it.outcome is Outcome.CARRIED
    assert for_it.reasons[-1].facts == {"yes": 1, "no": 1, "chair": "yes"}
    assert vote("yn", casting, chair=1).outcome is Outcome.REJECTED


def test_a_chair_who_abstains_or_is_recused_settles_no_tie() -> None:
    casting = VotingRule(casting_vote=True)
    assert vote("yna", casting, chair=2).reasons[-1].code is Code.TIE
    assert vote("ynr", casting, chair=2).reasons[-1].code is Code.TIE


def test_when_nobody_says_yes_or_no_nothing_is_carried() -> None:
    found = vote("aap", VotingRule())
    assert found.outcome is Outcome.REJECTED
    assert found.reasons[-1].code is Code.NO_VOTES


def test_a_recused_member_cannot_vote() -> None:
    with pytest.raises(AssertionError):
        SeatVote("carin", present=True, recused=True, vote=Choice.YES)


def test_an_absent_member_cannot_vote() -> None:
    with pytest.raises(AssertionError):
        SeatVote("carin", present=False, vote=Choice.YES)


@given(rooms, rules)
def test_a_decision_never_stands_without_a_quorum(seats: str, rule: VotingRule) -> None:
    found = vote(seats, rule, chair=0)
    decided = found.outcome is not Outcome.UNDECIDED
    assert decided is found.presence.enough
    assert found.presence.present == sum(seat in "ynap" for seat in seats)


@given(rooms, rules)
def test_what_is_carried_has_the_majority_it_names(seats: str, rule: VotingRule) -> None:
    found = vote(seats, rule, chair=0)
    if found.outcome is not Outcome.CARRIED:
        return
    against = found.no + (found.abstained if rule.abstentions is Abstentions.AGAINST else 0)
    holds = {
        Majority.SIMPLE: found.yes > against or (rule.casting_vote and found.yes == against),
        Majority.ABSOLUTE: 2 * found.yes > found.presence.base,
        Majority.TWO_THIRDS: 3 * found.yes >= 2 * (found.yes + against),
        Majority.UNANIMOUS: against == 0,
    }
    assert holds[rule.majority]
    assert found.yes > 0


@given(rooms, rules, st.data())
def test_a_no_turned_into_a_yes_never_loses_a_proposal(
    seats: str, rule: VotingRule, data: st.DataObject
) -> None:
    at = [i for i, seat in enumerate(seats) if seat == "n"]
    if not at or vote(seats, rule, chair=0).outcome is not Outcome.CARRIED:
        return
    i = data.draw(st.sampled_from(at))
    assert vote(f"{seats[:i]}y{seats[i + 1 :]}", rule, chair=0).outcome is Outcome.CARRIED
