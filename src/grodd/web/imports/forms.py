"""Forms of imports."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from grodd.applications.importing import Target
from grodd.base.tables import MEGABYTE, SIZE_MAX_MB


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("CSV or XLSX file"),
        help_text=gettext_lazy("Its first row holds the headings. At most 10 MB, 20 000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def content(self) -> tuple[str, bytes]:
        """Name and bytes; one byte more than fits is enough to refuse the rest."""
        upload = self.cleaned_data["file"]
        return upload.name, upload.read(SIZE_MAX_MB * MEGABYTE + 1)


class MappingForm(forms.Form):
    """Which heading answers which question."""

    def __init__(
        self,
        data: Any,
        *,
        targets: Sequence[Target],
        headings: Sequence[str],
        mapping: Mapping[str, str],
    ) -> None:
        """One choice for each target.

        Args:
            data: What was sent, or None.
            targets: What the columns may become.
            headings: Of the file.
            mapping: What is chosen so far, or guessed.
        """
        super().__init__(data)
        choices = [("", gettext_lazy("No column")), *((one, one) for one in headings)]
        for target in targets:
            self.fields[target.key] = forms.ChoiceField(
                label=target.label,
                choices=choices,
                required=target.is_required,
                initial=mapping.get(target.key, ""),
            )
