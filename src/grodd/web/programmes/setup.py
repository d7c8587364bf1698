"""Setting a programme up: its frame, and the lists of themes, criteria and self-checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotAllowed, Refusal
from grodd.decisions.queries import bodies_seen_by
from grodd.programmes import queries
from grodd.programmes.usecases.choose_body import choose_body
from grodd.programmes.usecases.edit_criteria import edit_criteria
from grodd.programmes.usecases.edit_eligibility import edit_eligibility
from grodd.programmes.usecases.edit_frame import edit_frame
from grodd.programmes.usecases.edit_themes import edit_themes
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part
from grodd.web.programmes.lines import Lines
from grodd.web.programmes.setup_forms import (
    CURRENCIES,
    BodyChoiceForm,
    CheckForm,
    CriterionForm,
    FrameForm,
    Line,
    ThemeForm,
    check_start,
    criterion_start,
    frame_start,
    theme_start,
)


@require_http_methods(["GET", "POST"])
@login_required
def frame(request: Request, programme_id: int) -> HttpResponse:
    """What the programme gives, to whom and on which terms; on POST, change it."""
    programme = queries.programme_managed_by(request.asker, programme_id=programme_id)
    found = queries.frame_of(programme)
    wished = request.POST.get("currency", "")
    form = FrameForm(
        request.POST or None,
        currency=wished if (wished, wished) in CURRENCIES else found.currency,
        language=programme.organisation.default_language,
        initial=frame_start(found),
    )

    def save() -> None:
        edit_frame(programme_id=programme_id, terms=form.terms(), by=request.asker, at=clock.now())

    if is_done(form, save):
        messages.success(request, gettext("The frame is saved."))
        return redirect("programmes:overview", programme_id=programme_id)
    bodies = BodyChoiceForm(
        bodies=bodies_seen_by(request.asker), initial={"body": programme.body_id}
    )
    context = {"programme": programme, "form": form, "way": queries.way_of(programme),
               "bodies": bodies}  # fmt: skip
    return page_or_part(request, "programmes", "frame", context, status=status_of(form))


@require_POST
@login_required
def body(request: Request, programme_id: int) -> HttpResponse:
    """Choose which body decides."""
    programme = queries.programme_managed_by(request.asker, programme_id=programme_id)
    form = BodyChoiceForm(request.POST, bodies=bodies_seen_by(request.asker))
    if form.is_valid():
        choose_body(
            programme_id=programme.pk,
            body_id=form.cleaned_data["body"],
            by=request.asker,
            at=clock.now(),
        )
        messages.success(request, gettext("The body is chosen."))
    else:
        messages.error(request, gettext("Choose one of the bodies in the list."))
    return redirect("programmes:frame", programme_id=programme_id)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of a programme that is written as a whole.

    Attributes:
        kind: The form of a line.
        rows: What stands in it now.
        start: A row as its line shows it.
        save: Writes the lines; takes the use case's own arguments and ``lines``.
        title, lead, saved: What the page is called, what it is for, what it says when done.
    """

    kind: type[Line]
    rows: Callable[[Any], Any]
    start: Callable[[Any], Mapping[str, Any]]
    save: Callable[..., object]
    title: str | Promise
    lead: str | Promise
    saved: str | Promise


LISTS = {
    "themes": Listed(
        ThemeForm,
        lambda programme: queries.themes_of(programme.pk, retired_too=True),
        theme_start,
        lambda lines, **who: edit_themes(themes=lines.written(keep_gone=True), **who),
        gettext_lazy("Themes"),
        gettext_lazy("What ideas are sorted by. Applicants choose one of them."),
        gettext_lazy("The themes are saved."),
    ),
    "criteria": Listed(
        CriterionForm,
        lambda programme: queries.criteria_of(programme).criteria.all(),
        criterion_start,
        lambda lines, **who: edit_criteria(criteria=lines.written(), **who),
        gettext_lazy("Criteria"),
        gettext_lazy(
            "What reviewers score. A criterion with weight 2 counts twice as much as one with 1."
        ),
        gettext_lazy("The criteria are saved."),
    ),
    "self_check": Listed(
        CheckForm,
        lambda programme: queries.eligibility_of(queries.frame_of(programme)),
        check_start,
        lambda lines, **who: edit_eligibility(questions=lines.written(), **who),
        gettext_lazy("Self-check"),
        gettext_lazy("A few questions that show an applicant at once whether the round fits."),
        gettext_lazy("The self-check is saved."),
    ),
}


@require_http_methods(["GET", "POST"])
@login_required
def listed(request: Request, programme_id: int, which: str) -> HttpResponse:
    """Themes, criteria or the self-check; on POST, write the list as it was sent."""
    programme = queries.programme_managed_by(request.asker, programme_id=programme_id)
    one, language = LISTS[which], programme.organisation.default_language
    if request.method == "POST":
        lines = Lines.sent(one.kind, request.POST, language=language)
        if _is_saved(request, one, lines, programme_id):
            messages.success(request, str(one.saved))
            return redirect(f"programmes:{which}", programme_id=programme_id)
    else:
        start = [one.start(row) for row in one.rows(programme)]
        lines = Lines.shown(one.kind, start, language=language)
    context = {"programme": programme, "which": which, "list": one, "lines": lines}
    return page_or_part(request, "programmes", "listed", context, status=lines.status)


def _is_saved(request: Request, one: Listed, lines: Lines, programme_id: int) -> bool:
    if not lines.is_right():
        return False
    try:
        one.save(lines, programme_id=programme_id, by=request.asker, at=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        lines.refused = str(refusal)
    return not lines.refused
