"""What people may get wrong. A refusal is a code, facts, and a sentence in the reader's language.

``Refusal``
├── ``NotAllowed``   the person may see the thing, but not do this with it
└── one class per failure, in each app's ``refusals.py``
``NotFound``         nothing there, or nothing that this person may see: the same answer
"""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.base.display import shown


class NotFound(Exception):
    """Nothing is there for the one who asks. A stranger learns no more than that."""


class Refusal(Exception):
    """A no that helps. The sentence is put into words when it is shown, not when it is raised."""

    code: ClassVar[str]
    sentence: ClassVar[str | Promise]

    def __init__(self, **facts: Any) -> None:
        """Keep the facts; money, days and moments are shown in the reader's way."""
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.sentence) % {name: shown(fact) for name, fact in self.facts.items()}


class NotAllowed(Refusal):
    """The person may see the thing, but their role does not let them do this."""

    code = "not_allowed"
    sentence = gettext_lazy(
        "Your role does not let you do this. Ask the programme manager if you should be able to."
    )


class KeyUsedForOtherContent(Refusal):
    """The same key came again with other content."""

    code = "key_used_for_other_content"
    sentence = gettext_lazy(
        "%(key)s was recorded before with another %(field)s (%(before)s, now %(now)s). "
        "Nothing was changed. Use a new reference if this is a new event."
    )


class ChangedMeanwhile(Refusal):
    """Someone, perhaps the same person in another tab, saved a newer version."""

    code = "changed_meanwhile"
    sentence = gettext_lazy(
        "This was changed somewhere else while you were writing. Nothing is lost: "
        "your text is below. Compare it with the newer version and save again."
    )
