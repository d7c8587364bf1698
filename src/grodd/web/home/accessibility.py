"""What we know about how well everyone can use these pages; the statement shows it.

Reviewed by a person each time the pages change much: set the day, and list what is not good yet.
"""

from datetime import date

from django.utils.translation import gettext_lazy

REVIEWED_ON = date(2026, 11, 22)

KNOWN_EXCEPTIONS = (
    gettext_lazy(
        "PDF copies of applications, agreements and minutes are not tagged for screen readers. "
        "The same text is always on a page."
    ),
    gettext_lazy(
        "Charts are pictures without words for screen readers. "
        "The same figures stand in a table below each chart."
    ),
    gettext_lazy(
        "Texts that an organisation writes itself may be missing in your language. "
        "Then you see them in another one."
    ),
    gettext_lazy("Files that people attach are shown as they were sent."),
)

OFFERED = (
    gettext_lazy("Every page works with a keyboard alone, and without JavaScript."),
    gettext_lazy("Nothing has to be dragged: whatever can be ordered has buttons."),
    gettext_lazy("You can choose larger text, more contrast and easy words under “You”."),
    gettext_lazy("Forms keep what you typed, also when something is wrong."),
    gettext_lazy("The pages fit a phone and can be enlarged four times."),
)
