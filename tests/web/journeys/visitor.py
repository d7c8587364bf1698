"""One person at a screen: reads a page, fills in its form by the fields' names, sends it.

The steps know addresses and names of fields, not how a page is shown. Over HTTP they are also how
the pages work without JavaScript.
"""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Protocol

from django.test import Client

Typed = Mapping[str, str | list[str]]


class Visitor(Protocol):
    """What a story asks of whoever tells it."""

    def open(self, address: str, *, status: int = 200) -> str:
        """Go to an address, which answers with ``status``; the page's text."""
        ...

    def send(
        self, to: str = "", typed: Typed | None = None, *, press: str = "", status: int = 200
    ) -> str:
        """Fill in the form that leads ``to`` (or back here) and send it; the text that follows.

        Args:
            to: How the address of the form ends; nothing for a form that leads back here.
            typed: What to fill in, by the names of the fields; several for ticked boxes.
            press: The name of the button; the form's first one if left out.
            status: What the page after it answers with: 422 for a form that is refused.
        """
        ...

    @property
    def address(self) -> str:
        """Where the visitor stands now."""
        ...


class Form:
    """A form as the page shows it."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.values: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self.buttons: list[tuple[str, str]] = []


class FormReader(HTMLParser):
    """Every form of a page with what its fields hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._text: tuple[str, list[str]] | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form and tag in {"input", "textarea", "select", "button", "option"}:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "option":
            if "selected" in given and self._select:
                form.values.setdefault(self._select, []).append(given.get("value", ""))
        elif name:
            form.names.add(name)
            if tag == "textarea":
                self._text = name, []
            elif tag == "select":
                self._select = name
            elif given.get("type") not in {"radio", "checkbox", "file"} or "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._form and self._text:
            name, parts = self._text
            self._form.values.setdefault(name, []).append("".join(parts).removeprefix("\n"))
            self._text = None


class HttpVisitor:
    """Someone without JavaScript."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.address = ""
        self.page = ""

    def open(self, address: str, *, status: int = 200) -> str:
        return self._arrive(self.client.get(address, follow=True), status)

    def send(
        self, to: str = "", typed: Typed | None = None, *, press: str = "", status: int = 200
    ) -> str:
        given = dict(typed or {})
        form = self._form(to, set(given))
        sent: dict[str, str | list[str]] = {**form.values, **given}
        buttons = [one for one in form.buttons if not press or one[0] == press]
        assert buttons, f"no button {press!r} in the form to {form.action!r} on {self.address}"
        if buttons[0][0]:
            sent[buttons[0][0]] = buttons[0][1]
        answer = self.client.post(form.action or self.address, sent, follow=True)
        return self._arrive(answer, status)

    def _form(self, to: str, names: set[str]) -> Form:
        forms = [
            one
            for one in FormReader(self.page).forms
            if one.action.endswith(to)
            and names <= one.names
            and (to or one.action in {"", self.address})
        ]
        assert forms, f"no form to {to!r} with {sorted(names)} on {self.address}"
        return forms[0]

    def _arrive(self, answer: object, status: int) -> str:
        self.address = str(answer.request["PATH_INFO"])  # type: ignore[attr-defined] # the client's
        self.page = answer.content.decode()  # type: ignore[attr-defined] # the client's
        found = answer.status_code  # type: ignore[attr-defined] # the client's
        assert found == status, f"{found} at {self.address}: {self.page[-1500:]}"
        return self.page
