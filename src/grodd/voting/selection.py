"""What came of a poll under each rule, as it is kept in ``Result.content`` and shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ThemeSpread:
    """What one theme got: ideas, winners, money (unit: minor units)."""

    theme: str
    ideas: int
    won: int
    spent_minor: int


@dataclass(frozen=True, slots=True)
class Tied:
    """Options (numbers) that were exactly equal, the one that went first, and what decided."""

    options: tuple[int, ...]
    chosen: int
    by: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule chose.

    Attributes:
        rule: Which rule.
        winners: Numbers of options, in the order they won.
        spent_minor: Money to them.
        reached: Voters who support at least one winner.
        per_voter: Mean number of winners that a voter supports.
        themes: The spread over themes.
        ties: Ties that were met.
        remarks: What a reader should know, as codes: ``greedy_took_over``, ``solver_vouches``.
        impossible: Themes whose least cannot be kept together; then nothing is chosen.
    """

    rule: str
    winners: tuple[int, ...]
    spent_minor: int
    reached: int
    per_voter: float
    themes: tuple[ThemeSpread, ...]
    ties: tuple[Tied, ...] = ()
    remarks: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """How an option was bought with equal shares (see ``engines.explanations.Bought``)."""

    effective_votes: float
    gave_all: int
    payments_minor: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The three rules on the same votes.

    Attributes:
        voters: How many ballots counted.
        share_minor: What each voter had to spend in the run that counts (rounded).
        step_minor: How much the shares were raised at a time; None when they were not.
        votes: Voters who support each option, by number.
        values: Mean of its reviews (1 is the best possible), by number; empty without reviews.
        outcomes: By rule. There is no committee's ranking without reviews.
        payments: How each winner of equal shares was bought, by number.
        left_minor: What the supporters of each other option had left together, by number.
        knocked_out: Numbers of options that stood back for another one of their set.
    """

    voters: int
    share_minor: int
    step_minor: int | None
    votes: Mapping[int, int]
    values: Mapping[int, float]
    outcomes: Mapping[str, Outcome]
    payments: Mapping[int, Payment]
    left_minor: Mapping[int, int]
    knocked_out: tuple[int, ...] = ()

    def content(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def selection_of(content: Mapping[str, Any]) -> Selection:
    """A selection as it was kept; JSON knows no numbers as keys and no tuples."""
    return Selection(
        voters=content["voters"],
        share_minor=content["share_minor"],
        step_minor=content["step_minor"],
        votes=_numbered(content["votes"]),
        values=_numbered(content["values"]),
        outcomes={rule: _outcome(each) for rule, each in content["outcomes"].items()},
        payments={
            int(number): Payment(**{**each, "payments_minor": tuple(each["payments_minor"])})
            for number, each in content["payments"].items()
        },
        left_minor=_numbered(content["left_minor"]),
        knocked_out=tuple(content["knocked_out"]),
    )


def _numbered(content: Mapping[str, Any]) -> dict[int, Any]:
    return {int(number): each for number, each in content.items()}


def _outcome(content: Mapping[str, Any]) -> Outcome:
    return Outcome(
        **{
            **content,
            "winners": tuple(content["winners"]),
            "themes": tuple(ThemeSpread(**each) for each in content["themes"]),
            "ties": tuple(
                Tied(tuple(each["options"]), each["chosen"], each["by"]) for each in content["ties"]
            ),
            "remarks": tuple(content["remarks"]),
            "impossible": tuple(content["impossible"]),
        }
    )
