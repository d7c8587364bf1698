"""What the figures and states of projects are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

AMOUNT_WORDS: dict[str, Promise] = {
    "cost": gettext_lazy("What it cost"),
    "revenue": gettext_lazy("What it brought in"),
    "savings": gettext_lazy("What it saved"),
    "avoided": gettext_lazy("What need not be paid"),
}
STATE_WORDS: dict[str, Promise] = {
    "running": gettext_lazy("Running"),
    "completed": gettext_lazy("Completed"),
    "stopped": gettext_lazy("Stopped"),
    "scaled": gettext_lazy("Scaled up"),
}
