"""The form of how someone reads."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

SCHEMES = [
    ("", gettext_lazy("As my device")),
    ("light", gettext_lazy("Light")),
    ("dark", gettext_lazy("Dark")),
]


class ReadingForm(forms.Form):
    """How the pages look and speak."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of pages and mail"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    easy_read = forms.BooleanField(
        label=gettext_lazy("Easy words where there are any"), required=False,
        help_text=gettext_lazy("Shorter texts and simpler words, instead of the ordinary ones."),
    )  # fmt: skip
    large_text = forms.BooleanField(label=gettext_lazy("Larger text"), required=False)
    high_contrast = forms.BooleanField(
        label=gettext_lazy("Stronger contrast"), required=False,
        help_text=gettext_lazy("Darker text, and lines around what you can press."),
    )  # fmt: skip
    scheme = forms.ChoiceField(
        label=gettext_lazy("Light or dark"), choices=SCHEMES, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
