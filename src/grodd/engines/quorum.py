"""May this body decide, and what did it decide?

The engine counts; it knows no persons and no texts. What it says is an outcome and the reasons as
codes with facts, so that minutes can be written in any language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Choice(StrEnum):
    """How a member votes on the proposal."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Majority(StrEnum):
    """How many votes carry a proposal.

    SIMPLE: more yes than no.
    ABSOLUTE: yes from more than half of the members entitled to vote, present or not.
    TWO_THIRDS: yes from at least two thirds of the votes that count.
    UNANIMOUS: at least one yes, and yes from every vote that counts.
    """

    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    UNANIMOUS = "unanimous"


class Abstentions(StrEnum):
    """Whether an abstention is a vote that counts.

    NOT_COUNTED: only yes and no count.
    AGAINST: an abstention weighs like a no.
    """

    NOT_COUNTED = "not_counted"
    AGAINST = "against"


class Outcome(StrEnum):
    """What came of the vote. UNDECIDED means that the body could not decide at all."""

    CARRIED = "carried"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


class Code(StrEnum):
    """Reasons, for whoever writes the sentence. The facts of each are named beside it."""

    QUORUM_MET = "quorum_met"
    """present, needed, base, recused"""
    BELOW_QUORUM = "below_quorum"
    """present, needed, base, recused"""
    NO_VOTES = "no_votes"
    """yes, no, abstained"""
    MAJORITY_REACHED = "majority_reached"
    """majority, yes, no, abstained, needed"""
    MAJORITY_MISSED = "majority_missed"
    """majority, yes, no, abstained, needed"""
    TIE = "tie"
    """yes, no, abstained"""
    CASTING_VOTE = "casting_vote"
    """yes, no, chair (the choice that decided)"""


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """How many members must be there. Members with a conflict of interest never count as there.

    Both floors hold when both are given.

    Attributes:
        at_least: A number of members, whatever the number of seats (0 for none).
        share: A share of the base (0-1); rounded up to whole members.
        more_than_share: True when the share must be passed, not only reached ("more than half").
        recused_leave_base: True when recused members are taken out of the base of the share (and
            of an absolute majority), False when the base stays at all the seats.
    """

    at_least: int = 0
    share: Fraction = Fraction(0)
    more_than_share: bool = False
    recused_leave_base: bool = True

    def __post_init__(self) -> None:
        """Refuse a rule that can never be met or means nothing."""
        assert self.at_least >= 0, self.at_least
        assert 0 <= self.share <= 1, self.share

    def needed(self, base: int) -> int:
        """Members needed when the base is ``base`` members; never fewer than one."""
        exact = self.share * base
        whole = -(-exact.numerator // exact.denominator)
        if self.more_than_share and exact.denominator == 1:
            whole += 1
        return max(self.at_least, whole, 1)


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How a body decides, as stated before the vote.

    Attributes:
        quorum: Who must be there.
        majority: What carries a proposal.
        abstentions: Whether an abstention counts.
        casting_vote: True when the chair's vote decides a tie between yes and no.
    """

    quorum: QuorumRule = field(default_factory=QuorumRule)
    majority: Majority = Majority.SIMPLE
    abstentions: Abstentions = Abstentions.NOT_COUNTED
    casting_vote: bool = False


@dataclass(frozen=True, slots=True)
class SeatVote:
    """One seat at the time of the vote.

    Attributes:
        member: Key of the member.
        present: In the room, on the line, or answering in a vote by letter.
        recused: Out of this matter because of a conflict of interest; may not vote.
        vote: None when present without voting, absent or recused.
        chair: True for whoever leads this matter, at most one seat.
    """

    member: str
    present: bool
    recused: bool = False
    vote: Choice | None = None
    chair: bool = False

    def __post_init__(self) -> None:
        """Refuse a vote from a member who is away or recused."""
        if self.vote is not None:
            assert self.present, self.member
            assert not self.recused, self.member


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the outcome is what it is.

    Attributes:
        code: For the sentence.
        facts: Numbers and keys that the sentence names; see ``Code``.
    """

    code: Code
    facts: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Presence:
    """Who counts as there.

    Attributes:
        present: Members present without a conflict of interest.
        needed: Members that the rule needs.
        base: Members that a share is taken of.
        recused: Members out because of a conflict of interest.
    """

    present: int
    needed: int
    base: int
    recused: int

    @property
    def enough(self) -> bool:
        """Whether the body may decide."""
        return self.present >= self.needed

    @property
    def reason(self) -> Reason:
        """The same, as a reason."""
        facts = {
            "present": self.present,
            "needed": self.needed,
            "base": self.base,
            "recused": self.recused,
        }
        return Reason(Code.QUORUM_MET if self.enough else Code.BELOW_QUORUM, facts)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, the figures behind it and the reasons in the order they were weighed."""

    outcome: Outcome
    yes: int
    no: int
    abstained: int
    presence: Presence
    reasons: tuple[Reason, ...]


def presence(seats: Sequence[SeatVote], rule: QuorumRule) -> Presence:
    """Count who is there against the rule.

    Args:
        seats: Every seat of the body, absent members too, each member once.
        rule: The body's quorum.
    """
    assert len({seat.member for seat in seats}) == len(seats), "a member has one seat"
    recused = sum(seat.recused for seat in seats)
    base = len(seats) - recused if rule.recused_leave_base else len(seats)
    there = sum(seat.present and not seat.recused for seat in seats)
    return Presence(there, rule.needed(base), base, recused)


def decide(seats: Sequence[SeatVote], rule: VotingRule) -> Decision:
    """Count the votes.

    Below quorum there is no outcome, however the votes fell. A tie without a casting vote means
    that the proposal is not carried.

    Args:
        seats: Every seat of the body, absent members too, each member once.
        rule: How the body decides.
    """
    assert sum(seat.chair for seat in seats) <= 1, "one chair at a time"
    there = presence(seats, rule.quorum)
    yes, no, abstained = (sum(seat.vote is choice for seat in seats) for choice in Choice)
    outcome, reason = Outcome.UNDECIDED, None
    if there.enough:
        outcome, reason = _weigh(seats, rule, there.base, (yes, no, abstained))
    reasons = (there.reason,) if reason is None else (there.reason, reason)
    return Decision(outcome, yes, no, abstained, there, reasons)


def yes_needed(rule: VotingRule, *, yes: int, no: int, abstained: int, base: int) -> int:
    """How many yes votes carry the proposal when these votes were cast (unit: votes).

    Args:
        rule: The majority and how abstentions count.
        yes: Votes for.
        no: Votes against.
        abstained: Abstentions.
        base: Members entitled to vote, for an absolute majority.
    """
    against = no + (abstained if rule.abstentions is Abstentions.AGAINST else 0)
    counted = yes + against
    match rule.majority:
        case Majority.SIMPLE:
            return counted // 2 + 1
        case Majority.ABSOLUTE:
            return base // 2 + 1
        case Majority.TWO_THIRDS:
            return max(1, -(-2 * counted // 3))
        case Majority.UNANIMOUS:
            return max(1, counted)


def _weigh(
    seats: Sequence[SeatVote], rule: VotingRule, base: int, votes: tuple[int, int, int]
) -> tuple[Outcome, Reason]:
    yes, no, abstained = votes
    facts: dict[str, int | str] = {"yes": yes, "no": no, "abstained": abstained}
    if yes + no == 0:
        return Outcome.REJECTED, Reason(Code.NO_VOTES, facts)
    needed = yes_needed(rule, yes=yes, no=no, abstained=abstained, base=base)
    if yes >= needed:
        facts |= {"majority": rule.majority.value, "needed": needed}
        return Outcome.CARRIED, Reason(Code.MAJORITY_REACHED, facts)
    against = no + (abstained if rule.abstentions is Abstentions.AGAINST else 0)
    if rule.majority is Majority.SIMPLE and yes == against:
        return _tie(seats, rule, facts)
    facts |= {"majority": rule.majority.value, "needed": needed}
    return Outcome.REJECTED, Reason(Code.MAJORITY_MISSED, facts)


def _tie(
    seats: Sequence[SeatVote], rule: VotingRule, facts: Mapping[str, int | str]
) -> tuple[Outcome, Reason]:
    """Let the chair's own vote count once more, where the rule says so and the chair voted."""
    chair = next((seat.vote for seat in seats if seat.chair), None)
    if not rule.casting_vote or chair is None or chair not in {Choice.YES, Choice.NO}:
        return Outcome.REJECTED, Reason(Code.TIE, facts)
    outcome = Outcome.CARRIED if chair is Choice.YES else Outcome.REJECTED
    decided = {"yes": facts["yes"], "no": facts["no"], "chair": chair.value}
    return outcome, Reason(Code.CASTING_VOTE, decided)
