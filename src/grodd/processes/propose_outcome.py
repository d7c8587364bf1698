"""Put the outcome of a vote up for decision."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, override

from grodd.applications.models import Application
from grodd.base.models import PhaseKind
from grodd.decisions.models import Matter
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.processes.propose_decision import propose_decision
from grodd.voting.models import Poll
from grodd.voting.queries import poll_managed_by, result_of
from grodd.voting.refusals import NothingToDecide
from grodd.voting.selection import Selection, selection_of

RULE_NAMES: dict[Poll.Rule, Promise] = {
    Poll.Rule.COMMITTEE: gettext_lazy("the committee's ranking"),
    Poll.Rule.GREEDY: gettext_lazy("most votes first"),
    Poll.Rule.EQUAL_SHARES: gettext_lazy("equal shares"),
}


@transaction.atomic
def propose_outcome(*, by: Asker, poll_id: int, at: datetime) -> list[Matter]:
    """Make a matter of every winner under the rule that was stated before the vote.

    All of them or none: what cannot be proposed is named, and mended first. Winners that are up
    for decision already, or were withdrawn, are left as they are.

    Raises:
        NotCounted: before the vote is closed.
        NothingToDecide: when no winner waits for a decision.
        See ``propose_decision`` for the rest.
    """
    poll = poll_managed_by(by, poll_id=poll_id, lock=True)
    selection = selection_of(result_of(poll).content)
    waiting = _waiting(poll, selection)
    if not waiting:
        raise NothingToDecide(poll=poll.title)
    return [
        propose_decision(
            by=by,
            application_id=application.pk,
            proposal=_proposal(poll, selection, application),
            amount=_cost(poll, application),
            hours=application.option.hours if application.option else 0,
            at=at,
        )
        for application in waiting
    ]


def _waiting(poll: Poll, selection: Selection) -> Sequence[Application]:
    """The winners still in assessment, in the order they won; what was withdrawn stays out."""
    outcome = selection.outcomes.get(poll.rule)
    winners = () if outcome is None else outcome.winners
    rows = Application.objects.filter(
        option__poll=poll, option__number__in=winners, phase__kind=PhaseKind.ASSESSMENT
    ).select_related("option", "round__programme__organisation")
    place = {number: i for i, number in enumerate(winners)}
    return sorted(rows, key=lambda one: place[one.option.number] if one.option else 0)


def _cost(poll: Poll, application: Application) -> Money:
    assert application.option is not None, application
    return Money(application.option.cost_minor, poll.currency)


def _proposal(poll: Poll, selection: Selection, application: Application) -> str:
    assert application.option is not None, application
    with override(application.round.programme.organisation.default_language):
        return gettext(
            "Won in “%(poll)s” by the rule that was stated before the vote (%(rule)s): "
            "%(votes)s of %(voters)s voters support it."
        ) % {
            "poll": poll.title,
            "rule": RULE_NAMES[Poll.Rule(poll.rule)],
            "votes": selection.votes[application.option.number],
            "voters": selection.voters,
        }
