"""What use cases of voting take: what is stated before the vote, and the ideas."""

from dataclasses import dataclass
from datetime import datetime

from grodd.engines.money import Money
from grodd.voting.models import Poll


@dataclass(frozen=True, slots=True)
class PollTerms:
    """What voters are told before they vote.

    Attributes:
        title: What the vote is called.
        budget: Money to give.
        text: What people should know, in plain words.
        budget_hours: Working time to give (unit: hours); None for no limit.
        closes_at: When it closes by itself; None until someone closes it.
        electorate: Who may vote, one of ``Poll.Electorate``.
        bars_interested: Whether nobody votes for what they have an interest of their own in.
        shows_running_votes: Whether voters see the count while the vote goes on.
        rule: The rule whose outcome counts, one of ``Poll.Rule``.
        utility, completion, comparison: How equal shares are computed.
        one_per_owner: Whether the committee's ranking gives each owner at most one award.
    """

    title: str
    budget: Money
    text: str = ""
    budget_hours: int | None = None
    closes_at: datetime | None = None
    electorate: str = Poll.Electorate.MEMBERS.value
    bars_interested: bool = True
    shows_running_votes: bool = False
    rule: str = Poll.Rule.EQUAL_SHARES.value
    utility: str = Poll.Utility.COST.value
    completion: str = Poll.Completion.RAISE.value
    comparison: str = Poll.Comparison.NONE.value
    one_per_owner: bool = False


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea that can be voted for.

    Attributes:
        title: Its name.
        cost: What it costs, in the currency of the poll.
        hours: Working time that it needs (unit: hours).
        theme: What it is about; empty for none.
        exclusive: Of ideas with the same word here at most one may win; empty for none.
        owners: Ids of the persons it belongs to, the first of them first.
        close_to: Ids of others with an interest of their own in it.
    """

    title: str
    cost: Money
    summary: str = ""
    hours: int = 0
    theme: str = ""
    exclusive: str = ""
    owners: tuple[int, ...] = ()
    close_to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """How many awards a theme gets at least, and at most (None for any number)."""

    theme: str
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is safe now.

    Attributes:
        option: The option that was marked.
        supports: Whether it is supported now.
        choices: The numbers of everything that the voter supports.
    """

    option: str
    supports: bool
    choices: frozenset[int]
