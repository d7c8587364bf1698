"""Votes as lists, cards and sentences take them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from grodd.engines.money import Money, minor_digits
from grodd.reports.sheets import harmless
from grodd.voting import queries
from grodd.voting.selection import Selection
from grodd.web.components.values import Cell, Column

CHOSEN_NOTHING: frozenset[int] = frozenset()

RULES: dict[str, Promise] = {
    "committee": gettext_lazy("The committee's ranking"),
    "greedy": gettext_lazy("Most votes first"),
    "equal_shares": gettext_lazy("Equal shares"),
}
STATES: dict[str, tuple[Promise, str]] = {
    "draft": (gettext_lazy("Being prepared"), "neutral"),
    "open": (gettext_lazy("Open"), "success"),
    "over": (gettext_lazy("Being counted"), "info"),
    "closed": (gettext_lazy("Closed"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """An idea on the voter's page.

    Attributes:
        number, title, summary, theme: The idea.
        cost: What it costs.
        supports: Whether the reader votes for it.
        barred: Whether they may not, because it is their own.
        votes: How many vote for it so far; None where that is sealed.
    """

    number: int
    title: str
    summary: str
    theme: str
    cost: Money
    supports: bool
    barred: bool
    votes: int | None


def cards(
    poll: Any,
    options: Iterable[Any],
    chosen: frozenset[int],
    barred: frozenset[int],
    running: Mapping[int, int] | None,
) -> list[Card]:
    """Every idea, in the order of the ballot."""
    return [card_of(poll, one, chosen, barred, running) for one in options]


def card_of(
    poll: Any,
    option: Any,
    chosen: frozenset[int],
    barred: frozenset[int],
    running: Mapping[int, int] | None,
) -> Card:
    """One idea."""
    return Card(
        number=option.number,
        title=option.title,
        summary=option.summary,
        theme=option.theme,
        cost=queries.cost_of(option, poll),
        supports=option.number in chosen,
        barred=option.number in barred,
        votes=None if running is None else running.get(option.number, 0),
    )


def poll_columns() -> list[Column]:
    """The columns of a list of votes."""
    return [
        Column(gettext("What is voted on")),
        Column(gettext("State")),
        Column(gettext("Closes")),
        Column(gettext("You")),
    ]


def poll_rows(polls: Iterable[Any], voted: set[int], *, at: datetime) -> list[list[Cell]]:
    """The votes of a space, one line each."""
    return [
        [
            Cell(one.title, url=_address(one), note=str(one.scope)),
            _state(one, at),
            Cell(one.closed_at or one.closes_at),
            Cell(gettext("You have voted"), tone="success") if one.pk in voted else Cell(""),
        ]
        for one in polls
    ]


def _address(poll: Any) -> str:
    name = "voting:result" if poll.closed_at else "voting:vote"
    return reverse(name, args=[poll.pk])


def _state(poll: Any, at: datetime) -> Cell:
    words, tone = STATES[queries.state_of(poll, at=at)]
    return Cell(str(words), tone=tone)


def rule_told(poll: Any) -> list[str]:
    """What was, or will be, stated before the vote: each a sentence."""
    told = {
        "committee": [
            gettext("The ideas with the best reviews that fit together in the money win."),
            gettext("The votes are advice to the committee."),
        ],
        "greedy": [
            gettext("Ideas win in the order of their votes, as long as they fit in the money."),
        ],
        "equal_shares": _shares_told(poll),
    }[poll.rule]
    if poll.rule == "committee" and poll.one_per_owner:
        told.append(gettext("Each owner gets at most one award."))
    ties = gettext("Of equals the one with more votes goes first, then the cheaper, then the "
                   "earlier one.")  # fmt: skip
    return [*told, ties]


def _shares_told(poll: Any) -> list[str]:
    counts = {
        "cost": gettext("What counts for a voter is the money that goes to what they support."),
        "cardinality": gettext("What counts for a voter is how many winners they support."),
    }
    rest = {
        "raise": gettext("As long as money is left, everyone's part is raised a little at a time; "
                         "then it is filled up with what still fits."),
        "fill": gettext("Money that is left goes to what still fits, most votes first."),
        "none": gettext("Money that is left stays."),
    }  # fmt: skip
    compare = {
        "winners": gettext("If more voters get more winners from “most votes first”, that is "
                           "taken instead."),
        "money": gettext("If more voters get more money to theirs from “most votes first”, that "
                         "is taken instead."),
    }  # fmt: skip
    first = gettext("Every voter gets the same part of the money, and those who support an idea "
                    "pay for it together.")  # fmt: skip
    told = [first, counts[poll.utility], rest[poll.completion]]
    return [*told, compare[poll.comparison]] if poll.comparison in compare else told


def poll_facts(poll: Any, entitled: int) -> list[tuple[str, Any]]:
    """What a manager looks up about a vote."""
    words = {
        "members": gettext("Everyone who belongs to the organisation"),
        "scope": gettext("Everyone who holds a role in the programme"),
        "list": gettext("Those on a list"),
    }
    limits = [_limit_told(one) for one in poll.theme_limits.all()]
    return [
        (gettext("Money to give"), queries.budget_of(poll)),
        (gettext("Working time to give"), _hours(poll.budget_hours)),
        (gettext("Who votes"), Cell(words[poll.electorate], note=str(entitled))),
        (gettext("Opened"), poll.opened_at),
        (gettext("Closes"), poll.closes_at or gettext("When you close it")),
        (gettext("Nobody votes for an idea of their own"), poll.bars_interested),
        (gettext("The count is seen while the vote goes on"), poll.shows_running_votes),
        (gettext("Awards by theme"), "; ".join(limits) or gettext("No limits")),
    ]


def _hours(hours: int | None) -> str:
    if hours is None:
        return gettext("No limit")
    return gettext("%(hours)s hours") % {"hours": hours}


def _limit_told(limit: Any) -> str:
    if limit.most is None:
        return gettext("%(theme)s: at least %(least)s") % {
            "theme": limit.theme, "least": limit.least,
        }  # fmt: skip
    return gettext("%(theme)s: %(least)s to %(most)s") % {
        "theme": limit.theme, "least": limit.least, "most": limit.most,
    }  # fmt: skip


def idea_columns(*, is_draft: bool) -> list[Column]:
    """The columns of the ideas in a vote."""
    columns = [
        Column(gettext("Idea")),
        Column(gettext("Costs"), kind="money"),
        Column(gettext("Theme")),
        Column(gettext("Own interest")),
    ]
    return [*columns, Column(gettext("What next"), kind="actions")] if is_draft else columns


def idea_rows(poll: Any, options: Iterable[Any], *, is_draft: bool) -> list[list[Cell]]:
    """The ideas in a vote, one line each; a way to change them while that can be done."""
    rows = []
    for one in options:
        close = ", ".join(str(each.person) for each in one.interests.all())
        row = [
            Cell(one.title, note=one.exclusive and _excludes(one)),
            Cell(queries.cost_of(one, poll)),
            Cell(one.theme),
            Cell(close),
        ]
        change = Cell(gettext("Change"), url=reverse("voting:idea", args=[poll.pk, one.number]))
        rows.append([*row, change] if is_draft else row)
    return rows


def _excludes(option: Any) -> str:
    return gettext("Excludes others marked “%(word)s”") % {"word": option.exclusive}


def table_of(poll: Any, options: Sequence[Any], selection: Selection) -> list[list[Any]]:
    """The result as a file has it: an idea on each row, winners marked with 1."""
    rules = [rule for rule in RULES if rule in selection.outcomes]
    head = ["number", "idea", "theme", "cost", "currency", "votes", "reviews", *rules]
    head.append("effective_votes")
    return [head, *(_row_of(one, poll, selection, rules) for one in options)]


def _row_of(option: Any, poll: Any, selection: Selection, rules: Sequence[str]) -> list[Any]:
    number = option.number
    paid, value = selection.payments.get(number), selection.values.get(number)
    return [
        number,
        harmless(option.title),
        harmless(option.theme),
        _amount(option, poll),
        poll.currency,
        selection.votes.get(number, 0),
        "" if value is None else round(value, 4),
        *(int(number in selection.outcomes[rule].winners) for rule in rules),
        "" if paid is None else round(paid.effective_votes, 2),
    ]


def _amount(option: Any, poll: Any) -> str:
    """With a point, whatever the reader's language: a file is for programs."""
    return str(Decimal(option.cost_minor).scaleb(-minor_digits(poll.currency)))
