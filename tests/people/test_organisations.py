import pytest

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.people.models import Organisation
from grodd.people.numbers import checked_number
from grodd.people.queries import customers_seen_by, organisation_seen_by
from grodd.people.refusals import OrganisationKnown, OrganisationNumberWrong
from grodd.people.usecases.add_member import add_member
from grodd.people.usecases.add_organisation import add_organisation
from grodd.people.usecases.change_organisation import change_organisation
from grodd.people.values import OrganisationFacts
from tests.world import World

VILLAGE = OrganisationFacts("Byalaget", number="1234567897", legal_form="village_association")


def added(world: World, facts: OrganisationFacts = VILLAGE) -> Organisation:
    return add_organisation(
        by=world.asker(world.adde), at=clock.now(), space_id=world.company.pk, facts=facts
    )


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [("SE", "123456 7897", "123456-7897"), ("FI", "20774740", "2077474-0"), ("SE", " ", "")],
)
def test_a_number_is_written_in_one_way(country: str, typed: str, kept: str) -> None:
    assert checked_number(country=country, text=typed) == kept


@pytest.mark.parametrize(("country", "typed"), [("SE", "123456-7898"), ("FI", "2077474-1")])
def test_a_slip_of_the_finger_in_a_number_is_noticed(country: str, typed: str) -> None:
    with pytest.raises(OrganisationNumberWrong):
        checked_number(country=country, text=typed)


def test_a_number_stands_once_in_a_space(world: World) -> None:
    first = added(world)
    assert first.number == "123456-7897"
    with pytest.raises(OrganisationKnown):
        added(world, OrganisationFacts("Byalaget igen", number="123456-7897"))


def test_two_organisations_of_one_name_have_two_keys(world: World) -> None:
    keys = {added(world).key, added(world, OrganisationFacts("Byalaget")).key}
    assert keys == {"byalaget", "byalaget-2"}


def test_a_reviewer_does_not_register_organisations(world: World) -> None:
    with pytest.raises(NotAllowed):
        add_organisation(
            by=world.asker(world.rolf), at=clock.now(), space_id=world.company.pk, facts=VILLAGE
        )
    with pytest.raises(NotFound):
        add_organisation(
            by=world.asker(world.dana), at=clock.now(), space_id=world.company.pk, facts=VILLAGE
        )


def test_only_its_administrator_renames_a_space(world: World) -> None:
    facts = OrganisationFacts("Norrverk Group", number="556334-3689", legal_form="company")
    with pytest.raises(NotAllowed):
        change_organisation(
            by=world.asker(world.petra),
            at=clock.now(),
            organisation_id=world.company.pk,
            facts=facts,
        )
    changed = change_organisation(
        by=world.asker(world.ali), at=clock.now(), organisation_id=world.company.pk, facts=facts
    )
    assert changed.name == "Norrverk Group"


def test_each_space_sees_only_the_organisations_it_serves(world: World) -> None:
    row = added(world)
    petra = world.asker(world.petra)
    assert list(customers_seen_by(petra, organisation_id=world.company.pk)) == [row]
    assert not customers_seen_by(petra, organisation_id=world.fund.pk).exists()
    with pytest.raises(NotFound):
        organisation_seen_by(world.asker(world.dana), organisation_id=row.pk)


def test_a_member_is_noted_once(world: World) -> None:
    row = added(world)

    def note() -> int:
        return add_member(
            by=world.asker(world.petra),
            at=clock.now(),
            organisation_id=row.pk,
            person_id=world.amina.pk,
            title="Treasurer",
        ).pk

    assert note() == note()
