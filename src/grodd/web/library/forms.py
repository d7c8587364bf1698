"""Forms of the library."""

from django import forms
from django.utils.translation import gettext_lazy

from grodd.web.followup.words import REACHES


class ShareForm(forms.Form):
    """How far a lesson is shared."""

    reach = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"), choices=REACHES[:2], widget=forms.RadioSelect
    )
    names_author = forms.BooleanField(
        label=gettext_lazy("Show my name to those who read it"), required=False
    )
