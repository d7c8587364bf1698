"""What the letters of a programme are called."""

from django.utils.translation import gettext_lazy, pgettext_lazy

LETTERS = {
    "receipt": gettext_lazy("We have received your application"),
    "returned": gettext_lazy("The application needs more"),
    "approved": gettext_lazy("Yes to the application"),
    "rejected": gettext_lazy("No to the application"),
    "agreement": gettext_lazy("The agreement is ready"),
    "reminder": pgettext_lazy("letter", "Reminder"),
    "thanks_stopped": gettext_lazy("Thanks for a project that was stopped"),
    "thanks_completed": gettext_lazy("Thanks for a project that is completed"),
}
"""By the kind of letter, in words that need no application to be filled in."""
