"""The newest version of frame, form, criteria and letters that may still be changed.

A frozen version is in use by a round and never changes again: it is copied to a new one first. The
caller holds the lock on the programme row, so that two edits do not make two versions.
"""

from typing import Any

from django.db import models

from grodd.assessment.models import CriteriaSet
from grodd.base.errors import NotFound
from grodd.programmes.models import Form, Frame, Letter, Programme


def newest_frame(programme: Programme) -> Frame:
    """The frame in its newest version, frozen or not."""
    return programme.frames.order_by("-version")[0]


def newest_form(programme: Programme) -> Form:
    """The form in its newest version, frozen or not."""
    return programme.forms.order_by("-version")[0]


def newest_criteria(programme: Programme) -> CriteriaSet:
    """The criteria in their newest version, frozen or not."""
    return CriteriaSet.objects.filter(scope_id=programme.scope_id).order_by("-version")[0]


def newest_letter(programme: Programme, kind: str) -> Letter:
    """The letter of a kind in its newest version, frozen or not."""
    letter = programme.letters.filter(kind=kind).order_by("-version").first()
    if letter is None:
        raise NotFound
    return letter


def open_frame(programme: Programme) -> Frame:
    """A frame that may be changed."""
    frame = newest_frame(programme)
    return _copy(frame, "eligibility_questions", "frame") if frame.frozen_at else frame


def open_form(programme: Programme) -> Form:
    """A form that may be changed."""
    form = newest_form(programme)
    return _copy(form, "questions", "form") if form.frozen_at else form


def open_criteria(programme: Programme) -> CriteriaSet:
    """A set of criteria that may be changed."""
    criteria = newest_criteria(programme)
    return _copy(criteria, "criteria", "criteria_set") if criteria.frozen_at else criteria


def open_letter(programme: Programme, kind: str) -> Letter:
    """A letter that may be changed."""
    letter = newest_letter(programme, kind)
    return _copy(letter) if letter.frozen_at else letter


def _copy(row: Any, parts: str = "", parent: str = "") -> Any:
    """The next version of ``row``, unfrozen, with its parts."""
    old = list(getattr(row, parts).all()) if parts else []
    new = _again(row, version=row.version + 1, frozen_at=None)
    for part in old:
        _again(part, **{parent: new})
    return new


def _again(row: models.Model, **changed: Any) -> Any:
    """The same row once more, with some values changed."""
    kept = {
        each.attname: getattr(row, each.attname)
        for each in row._meta.concrete_fields  # noqa: SLF001 - documented by Django
        if not each.primary_key
    }
    for name, value in changed.items():
        kept.pop(f"{name}_id", None)
        kept[name] = value
    made = type(row)(**kept)
    made.save()
    return made
