"""Judging with few judges and little time: scores, own orders and pairs become one ranking.

``fit`` takes a ``Judging`` and tells strengths with their uncertainty; ``standings`` says who
stands where and which places are really tied; ``next_visit`` sends a judge on; ``progress`` says
when there is enough; ``explain`` says why.
"""

from grodd.engines.judging.bradley_terry import bradley_terry
from grodd.engines.judging.explain import Explanation, Heard, explain
from grodd.engines.judging.standings import (
    Progress,
    Standing,
    better_chance,
    progress,
    standings,
)
from grodd.engines.judging.strengths import Fitted, fit
from grodd.engines.judging.values import (
    Aim,
    Comparison,
    Judge,
    Judging,
    Plan,
    Project,
    Skip,
    SkipReason,
    Visit,
    straight_walks,
)
from grodd.engines.judging.visits import NextVisit, Why, next_visit, next_visits

__all__ = [
    "Aim",
    "Comparison",
    "Explanation",
    "Fitted",
    "Heard",
    "Judge",
    "Judging",
    "NextVisit",
    "Plan",
    "Progress",
    "Project",
    "Skip",
    "SkipReason",
    "Standing",
    "Visit",
    "Why",
    "better_chance",
    "bradley_terry",
    "explain",
    "fit",
    "next_visit",
    "next_visits",
    "progress",
    "standings",
    "straight_walks",
]
