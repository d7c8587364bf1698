"""What becomes of the winners of a vote: applications on their way to a decision."""

from dataclasses import dataclass

from grodd.applications.models import Application
from grodd.base.models import PhaseKind
from grodd.voting.models import Poll
from grodd.voting.selection import Selection


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """The winners under the stated rule.

    Attributes:
        winners: How many there are.
        waiting: How many of them are applications that are not up for decision yet.
        proposed: How many are up for decision, or decided.
    """

    winners: int
    waiting: int
    proposed: int


def poll_outcome(poll: Poll, selection: Selection) -> PollOutcome:
    """Count the winners by where they stand (one query)."""
    outcome = selection.outcomes.get(poll.rule)
    winners = () if outcome is None else outcome.winners
    rows = Application.objects.filter(option__poll=poll, option__number__in=winners)
    found = list(rows.values_list("matter_id", "phase__kind"))
    waiting = sum(kind == PhaseKind.ASSESSMENT for _, kind in found)
    proposed = sum(matter is not None for matter, _ in found)
    return PollOutcome(winners=len(winners), waiting=waiting, proposed=proposed)
