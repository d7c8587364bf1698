"""Who borrows what is taken over. Nobody can sign in before someone invites them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from grodd.people.expected import address_of_nobody, people_by_address
from grodd.people.models import Organisation, Person
from grodd.people.registering import free_key
from grodd.servicing.models import PortfolioTakeover, TakenLoan

CHUNK = 500


class Borrower(NamedTuple):
    """Who borrows: a person, and the organisation behind them if there is one."""

    person: Person
    organisation: Organisation | None


def borrowers_of(takeover: PortfolioTakeover, rows: Sequence[TakenLoan]) -> list[Borrower]:
    """The borrower of each row; who is known already is found by address or number."""
    organisations = _organisations(takeover, rows)
    known = people_by_address(row.figures.get("email", "") for row in rows)
    fresh: list[Person] = []
    people: list[Person] = []
    for row in rows:
        address = row.figures.get("email", "").casefold()
        person = known.get(address)
        if person is None:
            person = _person(takeover, row, address)
            fresh.append(person)
            if address:
                known[address] = person
        people.append(person)
    Person.objects.bulk_create(fresh, batch_size=CHUNK)
    return [
        Borrower(person, organisations.get(row.figures.get("number", "")))
        for person, row in zip(people, rows, strict=True)
    ]


def _person(takeover: PortfolioTakeover, row: TakenLoan, address: str) -> Person:
    key = uuid.uuid4()
    return Person(
        key=key,
        email=address or address_of_nobody(key),
        name=row.figures.get("name") or row.reference,
        language=takeover.language,
        is_active=False,
        password="!",  # noqa: S106 - Django's mark for a password that fits nothing
    )


def _organisations(
    takeover: PortfolioTakeover, rows: Sequence[TakenLoan]
) -> Mapping[str, Organisation]:
    """The organisations of the file by number, registered where they are not yet."""
    space = takeover.programme.organisation
    wanted = {row.figures["number"]: row for row in rows if row.figures.get("number")}
    here = Organisation.objects.filter(served_by=space, country=space.country)
    found = {one.number: one for one in here.exclude(number="")} if wanted else {}
    for number, row in wanted.items():
        if number not in found:
            name = row.figures.get("name") or number
            found[number] = Organisation.objects.create(
                key=free_key(name),
                name=name,
                country=space.country,
                number=number,
                served_by=space,
                default_language=takeover.language,
                currency=takeover.currency,
            )
    return found
