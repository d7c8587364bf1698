"""A form and what it does: a refusal becomes an error of the form."""

from collections.abc import Callable

from django.forms import BaseForm, Form

from grodd.base.errors import NotAllowed, Refusal


def is_done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was right and ``act`` went through.

    A refusal is shown with the form, so that nothing typed is lost; what the person may not do
    at all becomes a page of its own.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def status_of(form: BaseForm) -> int:
    """200, or 422 for a form with errors."""
    return 422 if form.errors else 200
