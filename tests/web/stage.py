"""The World plus one of everything, built when it is asked for, for the access table.

An area puts its things on the stage in its own file, ``tests/web/access/<area>.py``::

    BUILDERS = {"round": lambda stage: open_round(stage.world)}
    ROWS = [Row("rounds:show", kwargs=lambda stage: {"round_id": stage.round.pk}, may=EVERYONE)]

A builder may use what other areas build (``stage.round``): each thing is made once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.test import Client

from grodd.base import clock
from grodd.people.models import Organisation, Person
from grodd.web.middleware import SECOND_STEP_PASSED, SPACE_IN_SESSION
from grodd.web.staying import ENDS
from tests.world import World

FOLDER = Path(__file__).parent / "access"

APPLICANTS = frozenset({"amina", "otto"})
REVIEWERS = frozenset({"rolf", "riitta"})
CHAIRS = frozenset({"chair"})
COMMITTEE = CHAIRS | {"carin", "kalle"}
MANAGERS = frozenset({"petra"})
FINANCE = frozenset({"bo", "finn"})
ADVISERS = frozenset({"adde"})
MENTORS = frozenset({"maj"})
AUDITORS = frozenset({"agda"})
ADMINISTRATORS = frozenset({"ali"})
STRANGERS = frozenset({"dana"})
INSIDE = (
    APPLICANTS | REVIEWERS | COMMITTEE | MANAGERS | FINANCE | ADVISERS | MENTORS | AUDITORS
) | ADMINISTRATORS
EVERYONE = INSIDE | STRANGERS
PASSED = frozenset({200, 204, 302, 422})
"""Answers that mean: the door was open (422 says that the form was not filled in well)."""


class Stage:
    """Things by name, each made once, on the first look."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._builders: dict[str, Callable[[Stage], Any]] = {}
        for module in area_modules().values():
            self._builders.update(getattr(module, "BUILDERS", {}))
        self._made: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        """What an area's builder of that name makes."""
        if name.startswith("_") or name not in self._builders:
            raise AttributeError(name)
        if name not in self._made:
            self._made[name] = self._builders[name](self)
        return self._made[name]


Making = Callable[[Stage], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """See ``Row``."""

    name: str
    kwargs: Making | Mapping[str, Any] | None = None
    may: frozenset[str] = frozenset()
    sees: frozenset[str] = frozenset()
    post: Making | Mapping[str, Any] | None = None
    query: Mapping[str, Any] | None = None
    public: bool = False
    passed: frozenset[int] = PASSED
    where: str = "company"


def Row(name: str, **more: Any) -> Access:  # noqa: N802 - reads as the thing it makes
    """Who may go to one address.

    Args:
        name: Its name, ``area:name``.
        more: ``kwargs`` of the address, said outright or made from the stage; ``may``: who gets
            in (names in the cast); ``sees``: who may see the thing but not do this (403). Everyone
            else gets 404.
            ``post``: what is sent; without it the page is read. ``query``: after the ``?``.
            ``public``: also those who have not signed in (then ``may`` is everyone).
            ``passed``: answers that mean the door was open. ``where``: ``company`` or ``fund``.
    """
    if more.get("public"):
        more.setdefault("may", EVERYONE)
    for group in ("may", "sees"):
        if group in more:
            more[group] = frozenset(more[group])
            assert more[group] <= EVERYONE, more[group] - EVERYONE
    return Access(name=name, **more)


def area_modules() -> dict[str, ModuleType]:
    """The files of the access table, by area."""
    names = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
    return {name: import_module(f"tests.web.access.{name}") for name in names}


def browser(person: Person, where: Organisation | None = None) -> Client:
    """A browser in which ``person`` has signed in and passed the second step."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SECOND_STEP_PASSED] = True
    session[ENDS] = int(clock.now().timestamp()) + settings.SESSION_COOKIE_AGE
    if where:
        session[SPACE_IN_SESSION] = where.pk
    session.save()
    return client
