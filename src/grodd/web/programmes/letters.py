"""A programme's letters: write them and see them filled in."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from grodd.base import clock
from grodd.programmes import queries
from grodd.programmes.letters import FIELDS
from grodd.programmes.usecases.edit_letter import edit_letter
from grodd.programmes.words import LetterWords
from grodd.reports.letter_preview import FilledIn, cases_to_try, letter_preview
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part
from grodd.web.programmes.forms import LetterForm
from grodd.web.programmes.letter_words import LETTERS


@require_http_methods(["GET", "POST"])
@login_required
def letter(request: Request, programme_id: int, kind: str) -> HttpResponse:
    """Change a letter, or with ``preview`` only see what was typed filled in."""
    programme = queries.programme_managed_by(request.asker, programme_id=programme_id)
    found = queries.letter_of(programme, kind=kind)
    language = programme.organisation.default_language
    stands = LetterWords(found.subject, found.body, found.easy)
    form = LetterForm(request.POST or None, language=language, initial=asdict(stands))

    def save() -> None:
        edit_letter(
            programme_id=programme_id, kind=kind, words=form.words(), by=request.asker,
            at=clock.now(),
        )  # fmt: skip

    if "preview" not in request.POST and is_done(form, save):
        messages.success(request, gettext("The letter is saved."))
        return redirect("programmes:overview", programme_id=programme_id)
    cases = cases_to_try(request.asker, programme)
    context = {"programme": programme, "kind": LETTERS[found.kind], "form": form, "fields": FIELDS,
               "cases": cases, **_filled_in(request, programme, form, cases, stands)}  # fmt: skip
    return page_or_part(request, "programmes", "letter", context, status=status_of(form))


def _filled_in(
    request: Request, programme: Any, form: LetterForm, cases: list[Any], stands: LetterWords
) -> dict[str, Any]:
    """The letter filled in, as typed where it was typed well, and the case it was filled from."""
    wished = request.POST.get("case", "")
    case = next((one for one in cases if str(one.pk) == wished), None)
    typed = form.is_bound and form.is_valid()
    words = form.words() if typed else stands
    samples: list[FilledIn] = letter_preview(programme, words, case=case, on=clock.today())
    return {"samples": samples, "case": case}
