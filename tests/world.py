"""The cast. Amina borrows, Bo lends, Chair decides, Dana is a stranger who sees nothing.

Two spaces: Norrverk AB, an established company with an internal programme, and Mikrofond Öst, a
cooperative fund. Everyone who is not Dana holds something in both of them.
"""

from datetime import date

from grodd.base import clock
from grodd.people.asker import Asker
from grodd.people.models import Grant, Membership, Organisation, Person, Scope
from grodd.people.queries import asker_of
from grodd.people.roles import Role

LONG_AGO = date(2020, 1, 1)
HELD = {
    "amina": Role.APPLICANT,
    "otto": Role.APPLICANT,
    "rolf": Role.REVIEWER,
    "riitta": Role.REVIEWER,
    "chair": Role.COMMITTEE_CHAIR,
    "carin": Role.COMMITTEE_MEMBER,
    "kalle": Role.COMMITTEE_MEMBER,
    "petra": Role.PROGRAMME_MANAGER,
    "bo": Role.FINANCE_OFFICER,
    "finn": Role.FINANCE_OFFICER,
    "adde": Role.ADVISER,
    "maj": Role.MENTOR,
    "agda": Role.AUDITOR,
    "ali": Role.ADMINISTRATOR,
}
"""What each of the cast holds, in both spaces. Dana is not among them."""


class World:
    """People, spaces and roles, in the database of one test."""

    def __init__(self) -> None:
        self.company = space("norrverk", "Norrverk AB", "556334-3689", "company")
        self.fund = space("mikrofond-ost", "Mikrofond Öst", "769600-0001", "cooperative")
        self.company_scope = Scope.objects.create(
            organisation=self.company,
            key="ideer",
            name={"sv": "Idéer", "fi": "Ideat", "en": "Ideas"},
        )
        self.fund_scope = Scope.objects.create(
            organisation=self.fund,
            key="mikrolan",
            name={"sv": "Mikrolån", "fi": "Mikrolainat", "en": "Microloans"},
        )
        self.amina, self.otto, self.rolf, self.riitta = cast("Amina", "Otto", "Rolf", "Riitta")
        self.chair, self.carin, self.kalle = cast("Chair", "Carin", "Kalle")
        self.petra, self.bo, self.finn, self.adde = cast("Petra", "Bo", "Finn", "Adde")
        self.maj, self.agda, self.ali, self.dana = cast("Maj", "Agda", "Ali", "Dana")
        self._enter()

    def _enter(self) -> None:
        """The cast into the database, each kind of row at once: every test pays for this."""
        people = self.everyone()
        Person.objects.bulk_create(people.values())
        held = [(people[name], role) for name, role in HELD.items()]
        Membership.objects.bulk_create(
            Membership(person=person, organisation=where, valid_from=LONG_AGO)
            for person, _ in held
            for where in (self.company, self.fund)
        )
        Grant.objects.bulk_create(
            Grant(person=person, organisation=where, role=role, valid_from=LONG_AGO)
            for person, role in held
            for where in (self.company, self.fund)
        )

    def person(self, name: str, *roles: Role) -> Person:
        """Someone more, who holds ``roles`` in both spaces."""
        (person,) = cast(name)
        person.save()
        for where in (self.company, self.fund):
            for role in roles:
                self.grant(person, role, where)
        return person

    def grant(
        self, person: Person, role: Role, organisation: Organisation, scope: Scope | None = None
    ) -> Grant:
        """A role from long ago, in the whole organisation or in one scope."""
        if scope is None:
            Membership.objects.get_or_create(
                person=person, organisation=organisation, valid_from=LONG_AGO
            )
        return Grant.objects.create(
            person=person, organisation=organisation, scope=scope, role=role, valid_from=LONG_AGO
        )

    def asker(self, person: Person, where: Organisation | None = None) -> Asker:
        """``person`` as the one who asks, at work in ``where`` (the company unless said)."""
        wished = (where or self.company).pk
        return asker_of(person, on=clock.today(), organisation_id=wished)

    def everyone(self) -> dict[str, Person]:
        """The whole cast by name."""
        return {name: one for name, one in vars(self).items() if isinstance(one, Person)}


def cast(*names: str) -> list[Person]:
    """People of these names, not yet in the database."""
    joined = clock.now()
    return [
        Person(name=name, email=f"{name.lower()}@example.org", language="en", joined_at=joined)
        for name in names
    ]


def space(key: str, name: str, number: str, legal_form: str) -> Organisation:
    """An organisation that works here."""
    return Organisation.objects.create(
        key=key, name=name, number=number, legal_form=legal_form, is_space=True
    )
