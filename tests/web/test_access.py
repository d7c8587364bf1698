"""Every address of the whole installation and everyone in the cast, and nobody.

An address without a row fails; so does a row without an address. A stranger gets 404 for what she
guesses, never 403, and whoever has not signed in is sent to do so.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.base import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.safestring import SafeString

from tests.web.stage import EVERYONE, Access, Making, Stage, area_modules, browser
from tests.world import World

UNNAMED = {
    "accounts/social/login/cancelled/",
    "accounts/social/login/error/",
    "accounts/social/signup/",
    "accounts/social/connections/",
}
"""Old addresses of django-allauth that only lead to the named ones."""
MARKUP_SHOWN = re.compile(r"&lt;/?(a|button|div|form|p|span|strong|svg|table|ul)\b[^&]{0,60}")
"""Tags that a reader would see as text."""


def addresses(
    resolver: URLResolver, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str | None]]:
    """Every pattern of the installation: its path and its full name."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, path, inner)
        elif isinstance(entry, URLPattern):
            yield path, f"{space}{entry.name}" if entry.name else None


def table() -> dict[str, list[Access]]:
    """The rows by name of the address; an address may have several, such as reading and sending."""
    rows: dict[str, list[Access]] = {}
    for module in area_modules().values():
        for row in module.ROWS:
            rows.setdefault(row.name, []).append(row)
    return rows


def test_every_address_has_a_name_and_a_row() -> None:
    known = list(addresses(get_resolver()))
    assert {path for path, name in known if name is None} <= UNNAMED
    assert {name for _, name in known if name} - set(table()) == set()


def test_every_row_has_an_address() -> None:
    assert set(table()) - {name for _, name in addresses(get_resolver())} == set()


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("area", sorted(area_modules()))
def test_everyone_gets_in_where_they_may_and_nowhere_else(area: str, world: World) -> None:
    stage, cast = Stage(world), world.everyone()
    assert set(cast) == EVERYONE
    company = {name: browser(person, world.company) for name, person in cast.items()}
    fund: dict[str, Client] = {}
    wrong: list[str] = []
    for row in area_modules()[area].ROWS:
        url = reverse(row.name, kwargs=made(row.kwargs, stage))
        sent = made(row.post, stage)
        if row.where == "fund" and not fund:
            fund = {name: browser(person, world.fund) for name, person in cast.items()}
        clients = fund if row.where == "fund" else company
        reader = next((name for name in clients if name in row.may), "")
        for name, client in clients.items():
            with nullcontext() if name == reader else unpainted():
                answer = ask(client, url, row, sent)
            if not is_right(answer, row, name):
                wrong.append(f"{row.name} as {name}: {told(answer)}")
            if name == reader and (shown := MARKUP_SHOWN.search(text_of(answer))):
                wrong.append(f"{row.name} shows its markup: {shown[0]}")
        with unpainted():
            answer = ask(Client(), url, row, sent)
        if not is_right_for_nobody(answer, row):
            wrong.append(f"{row.name} without signing in: {told(answer)}")
    assert wrong == [], "\n".join(wrong)


def text_of(answer: HttpResponse) -> str:
    """The text of a page; nothing of a file."""
    is_page = answer.get("Content-Type", "").startswith("text/html") and not answer.streaming
    return answer.content.decode() if is_page else ""


@contextmanager
def unpainted() -> Iterator[None]:
    """Pages without their text: one reader sees each page, of the others we ask only the door."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda *_: SafeString(""))
        yield


def made(given: Making | Mapping[str, Any] | None, stage: Stage) -> dict[str, Any] | None:
    """What a row says outright, or makes from the stage."""
    if given is None:
        return None
    return dict(given(stage) if callable(given) else given)


def ask(client: Client, url: str, row: Access, sent: Mapping[str, Any] | None) -> HttpResponse:
    """One request; what it wrote is taken back, so that each starts from the same stage."""
    with transaction.atomic():
        method = client.get if sent is None else client.post
        data = dict(row.query or {}) if sent is None else dict(sent)
        answer: HttpResponse = method(url, data)  # type: ignore[assignment] # the client's wrapper
        transaction.set_rollback(True)
    return answer


def is_right(answer: HttpResponse, row: Access, name: str) -> bool:
    """Whether someone who has signed in was answered as the row says."""
    if name in row.may:
        return answer.status_code in row.passed and (row.public or not asks_to_sign_in(answer))
    return answer.status_code == (403 if name in row.sees else 404)


def is_right_for_nobody(answer: HttpResponse, row: Access) -> bool:
    """Whether someone who has not signed in was answered as the row says."""
    if row.public:
        return answer.status_code in row.passed
    return asks_to_sign_in(answer)


def asks_to_sign_in(answer: HttpResponse) -> bool:
    """Whether the answer leads to the door."""
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


def told(answer: HttpResponse) -> str:
    """The answer in a few words, for the message of a failing test."""
    where = answer.get("Location", "")
    return f"{answer.status_code} {where}".strip()
