import pytest

from grodd.base import clock
from grodd.base.models import OutboxMessage
from grodd.people.models import Invitation, Person
from grodd.people.refusals import (
    AddressTaken,
    InvitationExpired,
    InvitationForSomeoneElse,
    InvitationUsed,
)
from grodd.people.roles import Role
from grodd.people.tokens import hash_of, invitation_token
from grodd.people.usecases.accept_invitation import accept_invitation
from grodd.people.usecases.invite_person import invite_person
from grodd.people.values import Place
from grodd.processes.join_by_invitation import join_by_invitation
from grodd.processes.secret_links import with_link
from tests.conftest import Clock
from tests.world import World


def invited(world: World, email: str = "dana@example.org") -> Invitation:
    place = Place(world.company.pk, world.company_scope.pk)
    ali = world.asker(world.ali)
    return invite_person(by=ali, at=clock.now(), email=email, role=Role.MENTOR, place=place)


def join(token: str) -> Person:
    return join_by_invitation(
        token=token, at=clock.now(), name="Nils", language="fi", password="tre korta ord"
    )


def test_the_token_is_only_in_the_mail(world: World) -> None:
    invitation = invited(world)
    token = invitation_token(Invitation.objects.get(pk=invitation.pk))
    assert invitation.token_sha256 == hash_of(token)
    message = OutboxMessage.objects.get(template="invitation")
    assert token not in str(message.facts)
    assert token in with_link("invitation", message.facts)["url"]


def test_inviting_twice_is_one_invitation(world: World) -> None:
    assert invited(world) == invited(world)
    assert OutboxMessage.objects.count() == 1


def test_an_accepted_invitation_is_a_role_in_that_scope(world: World) -> None:
    token = invitation_token(invited(world))
    for _ in range(2):
        accept_invitation(token=token, person_id=world.dana.pk, at=clock.now())
    there = {"organisation_id": world.company.pk, "scope_id": world.company_scope.pk}
    dana = world.asker(world.dana)
    assert dana.has(Role.MENTOR, **there)
    assert not dana.has(Role.MENTOR, organisation_id=world.company.pk)
    assert world.dana.grants.count() == 1


def test_an_invitation_can_be_too_old(world: World, clock: Clock) -> None:
    token = invitation_token(invited(world))
    later = clock.set("2026-03-17 09:00")
    with pytest.raises(InvitationExpired):
        accept_invitation(token=token, person_id=world.dana.pk, at=later)


def test_an_invitation_is_for_the_address_it_was_sent_to(world: World) -> None:
    token = invitation_token(invited(world))
    with pytest.raises(InvitationForSomeoneElse):
        accept_invitation(token=token, person_id=world.otto.pk, at=clock.now())


def test_someone_new_joins_by_an_invitation_once(world: World) -> None:
    token = invitation_token(invited(world, "nils@example.org"))
    nils = join(token)
    assert nils.check_password("tre korta ord")
    assert world.asker(nils).has(
        Role.MENTOR, organisation_id=world.company.pk, scope_id=world.company_scope.pk
    )
    with pytest.raises(AddressTaken):
        join(token)
    with pytest.raises(InvitationUsed):
        accept_invitation(token=token, person_id=world.dana.pk, at=clock.now())
