"""Words for keys, shared by forms and pages of projects and lessons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

LANGUAGES = [("sv", "Svenska"), ("fi", "Suomi"), ("en", "English")]
REACHES = [
    ("space", gettext_lazy("Everyone in my organisation")),
    ("everyone", gettext_lazy("Everyone here, also in other organisations")),
    ("nobody", gettext_lazy("Only I, and those who manage the programme")),
]
OUTCOME_WORDS: dict[str, Promise] = {
    "stopped": gettext_lazy("Stopped"),
    "completed": gettext_lazy("Completed"),
    "scaled": gettext_lazy("Scaled up"),
}
