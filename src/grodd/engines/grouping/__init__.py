"""People mixed into groups on purpose: as diverse as hard rules and wishes let them be.

``form_groups`` takes a ``GroupingTask`` and explains what it did in a ``Grouping``.
"""

from grodd.engines.grouping.form import ROUNDS, form_groups
from grodd.engines.grouping.result import (
    Excluded,
    FormedGroup,
    Grouping,
    Match,
    Mix,
    Proof,
    Rule,
    RuleKind,
)
from grodd.engines.grouping.values import (
    Dimension,
    Former,
    Group,
    GroupingTask,
    Person,
    Place,
    Preference,
    Travel,
    Wish,
)

__all__ = [
    "ROUNDS",
    "Dimension",
    "Excluded",
    "FormedGroup",
    "Former",
    "Group",
    "Grouping",
    "GroupingTask",
    "Match",
    "Mix",
    "Person",
    "Place",
    "Preference",
    "Proof",
    "Rule",
    "RuleKind",
    "Travel",
    "Wish",
    "form_groups",
]
