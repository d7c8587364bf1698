"""Change the themes that ideas are sorted by."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.translated import said
from grodd.people.asker import Asker
from grodd.programmes.models import Theme
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.words import ThemeWords


@transaction.atomic
def edit_themes(
    *, programme_id: int, themes: Sequence[ThemeWords], by: Asker, at: datetime
) -> list[Theme]:
    """Make the themes be ``themes``, in this order.

    A theme that is left out is retired, not removed: older applications keep theirs.
    """
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    known = {theme.key: theme for theme in programme.themes.all()}
    kept: list[Theme] = []
    for order, words in enumerate(themes):
        theme = known.pop(words.key, None) or Theme(
            programme=programme, key=_free_key(words, {*known, *(one.key for one in kept)})
        )
        theme.label, theme.order = dict(words.label), order
        theme.is_retired = words.is_retired
        theme.save()
        kept.append(theme)
    Theme.objects.filter(pk__in=[one.pk for one in known.values()]).update(is_retired=True)
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.themes_edited",
        subject=f"programme:{programme.pk}",
        facts={"themes": [one.key for one in kept if not one.is_retired]},
    )
    return kept


def _free_key(words: ThemeWords, taken: set[str]) -> str:
    wished = words.key or slugify(said(words.label, "en"))[:50] or "theme"
    numbered = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wished, *numbered) if key not in taken)
