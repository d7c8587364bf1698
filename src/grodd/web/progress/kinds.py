"""What people call each kind of long work."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

KINDS: dict[str, Promise] = {
    "import-applications": gettext_lazy("Import of applications"),
    "make-file": gettext_lazy("File"),
    "take-over-portfolio": gettext_lazy("Takeover of loans"),
}
"""By the kind that the work was started with. A kind without a row is called by its title alone."""


def name_of(kind: str) -> str:
    """The words for a kind; nothing for one that has none."""
    return str(KINDS.get(kind, ""))
