"""What a gate asks, and what a vote on it means."""

from django.utils.translation import gettext, override

from grodd.decisions.models import Matter
from grodd.followup.models import Gate, Project

GATE = "gate"
"""The kind of a matter that is about a gate."""

STOP, CONTINUE, SCALE = Gate.Direction.STOP, Gate.Direction.CONTINUE, Gate.Direction.SCALE


def title_of(project: Project, proposed: str) -> str:
    """What stands on the agenda, in the organisation's own language."""
    with override(project.scope.organisation.default_language):
        words = {
            STOP.value: gettext("Stop %(project)s?"),
            CONTINUE.value: gettext("Let %(project)s go on?"),
            SCALE.value: gettext("Scale up %(project)s?"),
        }
        return words[proposed] % {"project": project.title}


def direction_of(*, proposed: str, outcome: str) -> str:
    """Where a decision leads.

    A yes leads where it was proposed. A no to stopping or scaling up lets the project go on as it
    is; a no to going on stops it. A matter that was sent back leads nowhere.

    Args:
        proposed: One of ``Gate.Direction``.
        outcome: One of ``Matter.Outcome``.

    Returns:
        One of ``Gate.Direction``, or nothing.
    """
    if outcome == Matter.Outcome.RETURNED:
        return ""
    if outcome == Matter.Outcome.APPROVED:
        return proposed
    return STOP.value if proposed == CONTINUE else CONTINUE.value
