"""The three rules side by side, as the result page and the page of one idea take them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from grodd.base import display
from grodd.engines.money import Money
from grodd.voting.selection import Outcome, Selection, Tied
from grodd.web.components.values import Cell, Column
from grodd.web.voting.shown import RULES

COUNTING = ("greedy", "equal_shares")
"""The rules that count votes."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What an idea lacked under one rule.

    Attributes:
        key: Of the rule.
        rule: Its name.
        is_known: Whether it has been worked out.
        votes, cost: In sentences.
    """

    key: str
    rule: str
    is_known: bool
    votes: str = ""
    cost: str = ""


def rules_shown(poll: Any, selection: Selection, *, reads: bool) -> list[str]:
    """The rules that have an outcome; reviews are not for every voter, unless they decide."""
    shown = [rule for rule in RULES if rule in selection.outcomes]
    return [rule for rule in shown if rule != "committee" or reads or poll.rule == rule]


def figures(poll: Any, row: Any, selection: Selection) -> list[dict[str, Any]]:
    """What the vote was, in key figures."""
    share = row.voted / row.entitled if row.entitled else 0.0
    return [
        {
            "label": gettext("Have voted"),
            "value": row.voted,
            "note": gettext("of %(all)s (%(share)s)")
            % {"all": display.number(row.entitled), "share": display.percent(share)},
        },
        {"label": gettext("Money to give"), "value": Money(poll.budget_minor, poll.currency)},
        {"label": gettext("Ideas"), "value": len(selection.votes)},
    ]


def rule_columns(poll: Any, rules: Iterable[str]) -> list[Column]:
    """A column for each rule; the stated one is marked in words."""
    columns = [Column(gettext("What came of it"))]
    for rule in rules:
        label = str(RULES[rule])
        marked = gettext("%(rule)s (stated before the vote)") % {"rule": label}
        columns.append(Column(marked if rule == poll.rule else label, kind="number"))
    return columns


def rule_rows(poll: Any, selection: Selection, rules: Sequence[str]) -> list[list[Any]]:
    """Winners, money, voters reached and the spread over themes, a line each."""
    found = [selection.outcomes[rule] for rule in rules]
    rows: list[list[Any]] = [
        [gettext("Winners"), *(len(one.winners) for one in found)],
        [gettext("Money spent"), *(_spent(one, poll) for one in found)],
        [gettext("Voters with at least one winner"), *(_reached(one, selection) for one in found)],
        [gettext("Winners per voter, on average"), *(round(one.per_voter, 2) for one in found)],
    ]
    for place, spread in enumerate(found[0].themes if found else ()):
        if spread.theme or len(found[0].themes) > 1:
            each = [one.themes[place] for one in found]
            name = spread.theme or gettext("Without a theme")
            rows.append([Cell(name), *(_theme(one, poll) for one in each)])
    return rows


def _spent(outcome: Outcome, poll: Any) -> Cell:
    share = outcome.spent_minor / poll.budget_minor if poll.budget_minor else 0.0
    return Cell(Money(outcome.spent_minor, poll.currency), note=display.percent(share))


def _reached(outcome: Outcome, selection: Selection) -> Cell:
    share = outcome.reached / selection.voters if selection.voters else 0.0
    return Cell(display.percent(share), note=display.number(outcome.reached))


def _theme(spread: Any, poll: Any) -> Cell:
    won = gettext("%(won)s of %(ideas)s") % {"won": spread.won, "ideas": spread.ideas}
    return Cell(won, note=display.money(Money(spread.spent_minor, poll.currency)))


def by_votes(options: Iterable[Any], selection: Selection) -> list[Any]:
    """The ideas, most votes first."""
    return sorted(options, key=lambda one: (-selection.votes.get(one.number, 0), one.number))


def idea_columns(poll: Any, rules: Iterable[str]) -> list[Column]:
    """The columns of the ideas: what each is, and under which rules it won."""
    return [
        Column(gettext("Idea")),
        Column(gettext("Costs"), kind="money"),
        Column(gettext("Votes"), kind="number"),
        *(Column(_short(rule, poll)) for rule in rules),
        Column(gettext("Effective votes"), kind="number"),
        Column(gettext("What it lacked")),
    ]


def counting_rule(poll: Any) -> str:
    """The rule by which the table says what a loser lacked."""
    return str(poll.rule) if poll.rule in COUNTING else "equal_shares"


def _short(rule: str, poll: Any) -> str:
    label = str(RULES[rule])
    return f"{label} *" if rule == poll.rule else label


def idea_rows(
    poll: Any,
    selection: Selection,
    options: Iterable[Any],
    rules: Sequence[str],
    known: Mapping[tuple[int, str], Any],
) -> list[list[Any]]:
    """The ideas, a line each, with the way to why."""
    rule = counting_rule(poll)
    rows: list[list[Any]] = []
    for one in options:
        paid = selection.payments.get(one.number)
        rows.append(
            [
                Cell(one.title, url=_why(poll, one), note=one.theme),
                Money(one.cost_minor, poll.currency),
                selection.votes.get(one.number, 0),
                *(_fate(one, selection.outcomes[each]) for each in rules),
                None if paid is None else round(paid.effective_votes, 1),
                _lack(poll, known.get((one.number, rule))),
            ]
        )
    return rows


def _fate(option: Any, outcome: Outcome) -> Cell:
    if option.number in outcome.winners:
        return Cell(gettext("Won"), tone="success")
    return Cell(gettext("Lost"), tone="neutral")


def _lack(poll: Any, why: Any) -> Cell:
    """In a few words; nothing for a winner, or where it has not been worked out."""
    if why is None:
        return Cell("")
    votes = ""
    if why.votes is not None:
        votes = ngettext("%(count)s vote", "%(count)s votes", why.votes) % {
            "count": display.number(why.votes)
        }
    if why.cost_minor is None:
        return Cell(votes)
    cost = display.money(Money(why.cost_minor, poll.currency))
    return Cell(votes, note=gettext("or a cost of %(cost)s") % {"cost": cost})


def _why(poll: Any, option: Any) -> str:
    return reverse("voting:why", args=[poll.pk, option.number])


def warnings(selection: Selection, rules: Iterable[str]) -> list[str]:
    """What was asked for and cannot be had."""
    words = gettext(
        "The committee's ranking chooses nothing: the least that was asked for these themes "
        "cannot be kept together: %(themes)s."
    )
    found = [selection.outcomes[rule].impossible for rule in rules]
    return [words % {"themes": ", ".join(themes)} for themes in found if themes]


def remarks(options: Sequence[Any], selection: Selection, rules: Iterable[str]) -> list[str]:
    """What a reader should know beside the figures, each a sentence."""
    names = {one.number: one.title for one in options}
    outcomes = [selection.outcomes[rule] for rule in rules]
    told = [sentence for one in outcomes for sentence in _codes_told(one)]
    told += [_tie_told(one.rule, tie, names) for one in outcomes for tie in one.ties]
    if selection.knocked_out:
        words = gettext(
            "Stood back in the two rules that count votes, because another idea of the same kind "
            "has more: %(ideas)s."
        )
        ideas = ", ".join(names[number] for number in selection.knocked_out)
        told.append(words % {"ideas": ideas})
    return told


def _codes_told(outcome: Outcome) -> list[str]:
    words = {
        "greedy_took_over": gettext(
            "Equal shares: more voters get more from “most votes first”, so that was taken, as "
            "stated before the vote."
        ),
        "solver_vouches": gettext(
            "The committee's ranking: the best choice was found by a solver; proving it with "
            "whole numbers would take too long."
        ),
    }
    return [words[code] for code in outcome.remarks]


def _tie_told(rule: str, tie: Tied, names: Mapping[int, str]) -> str:
    by = {
        "more_votes": gettext("more votes"),
        "lower_cost": gettext("the lower cost"),
        "earlier": gettext("the earlier place on the ballot"),
        "lot": gettext("the lot"),
    }
    words = gettext("%(rule)s: %(ideas)s were equal; “%(first)s” went first by %(by)s.")
    return words % {
        "rule": RULES[rule],
        "ideas": ", ".join(names[number] for number in tie.options),
        "first": names[tie.chosen],
        "by": by[tie.by],
    }


def option_facts(poll: Any, option: Any, selection: Selection) -> list[tuple[str, Any]]:
    """One idea in this vote."""
    votes = selection.votes.get(option.number, 0)
    share = votes / selection.voters if selection.voters else 0.0
    left = selection.left_minor.get(option.number)
    facts: list[tuple[str, Any]] = [
        (gettext("Costs"), Money(option.cost_minor, poll.currency)),
        (gettext("Votes"), Cell(votes, note=display.percent(share))),
        (gettext("What each voter had to spend"), Money(selection.share_minor, poll.currency)),
    ]
    if left is not None:
        words = gettext("Left to those who support it, after the others were paid")
        facts.append((words, Money(left, poll.currency)))
    return facts


def paid_rows(poll: Any, selection: Selection, number: int) -> list[tuple[str, Any]]:
    """Who paid how much with equal shares, as pairs; nothing for an idea that was not bought."""
    paid = selection.payments.get(number)
    if paid is None:
        return []
    labels = (
        gettext("Least that a supporter paid"), gettext("A quarter paid at most"),
        gettext("Half of them paid at most"), gettext("Three quarters paid at most"),
        gettext("Most that a supporter paid"),
    )  # fmt: skip
    effective = Cell(
        round(paid.effective_votes, 1),
        note=gettext("so many could have paid it if all paid as much as those who paid most"),
    )
    amounts = [Money(each, poll.currency) for each in paid.payments_minor]
    pairs: list[tuple[str, Any]] = [
        (gettext("Effective votes"), effective),
        *zip(labels, amounts, strict=True),
    ]
    if paid.gave_all:
        words = ngettext(
            "%(count)s supporter gave all of it",
            "%(count)s supporters gave all of it",
            paid.gave_all,
        )
        told = words % {"count": display.number(paid.gave_all)}
        pairs.append((gettext("Had less than the others paid"), told))
    return pairs


def lost_under(
    poll: Any, selection: Selection, known: Mapping[tuple[int, str], Any], number: int
) -> list[Lost]:
    """What an idea lacked under each rule by which it lost."""
    return [
        _lost(poll, rule, known.get((number, rule)))
        for rule in COUNTING
        if number not in selection.outcomes[rule].winners
    ]


def _lost(poll: Any, rule: str, why: Any) -> Lost:
    name = str(RULES[rule])
    if why is None:
        return Lost(rule, name, is_known=False)
    votes = gettext("Not even the votes of all would have been enough.")
    if why.votes is not None:
        votes = ngettext(
            "It would have won with %(count)s more vote.",
            "It would have won with %(count)s more votes.",
            why.votes,
        ) % {"count": display.number(why.votes)}
    cost = gettext("It would not have won at any cost.")
    if why.cost_minor is not None:
        amount = display.money(Money(why.cost_minor, poll.currency))
        cost = gettext("It would have won at a cost of %(cost)s.") % {"cost": amount}
    return Lost(rule, name, is_known=True, votes=votes, cost=cost)
