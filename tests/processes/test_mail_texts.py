"""Every message that is put in the outbox has its words and its way back."""

import ast
from collections.abc import Iterator

import pytest
from django.core import mail

from grodd.applications.usecases.invite_co_owner import invite_co_owner
from grodd.base import clock
from grodd.base.models import OutboxMessage
from grodd.people.roles import Role
from grodd.people.usecases.invite_person import invite_person
from grodd.people.values import Place
from grodd.processes._mail_texts import LETTERS, TEXTS
from grodd.processes.nightly.telling import DEMAND, NOTICE, REMINDER
from grodd.processes.secret_links import PATHS
from grodd.processes.send_outbox import Sent, send_outbox
from tests.applications.making import make_draft
from tests.architecture.house import source_files, tree
from tests.programmes.making import make_programme, make_round
from tests.world import World

TELLS = ("outbox.enqueue", "tell_voters")


def templates_enqueued() -> Iterator[str]:
    """The name of each template that some line of the source puts in the outbox."""
    for path in source_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(TELLS):
                (given,) = [word.value for word in node.keywords if word.arg == "template"]
                branches = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
                if all(isinstance(one, ast.Constant) for one in branches):
                    yield from (str(ast.literal_eval(one)) for one in branches)
                else:
                    assert ast.unparse(given) == "template[gate.decided]", ast.unparse(given)


def test_every_message_has_its_words() -> None:
    found = set(templates_enqueued()) | {"gate_continue", "gate_returned", "gate_scale"}
    found |= {NOTICE, REMINDER, DEMAND}
    assert {"invitation", "co_owner_invited"} <= found
    assert found - set(TEXTS) - LETTERS == set()
    assert set(TEXTS) - found == set()


def test_every_text_leads_to_its_page() -> None:
    assert set(PATHS) == set(TEXTS)
    assert all("%(url)s" in str(text.body) for text in TEXTS.values())


def test_an_invitation_holds_its_secret_only_in_the_mail(world: World) -> None:
    invite_person(
        by=world.asker(world.ali),
        at=clock.now(),
        email="new@example.org",
        role=Role.ADVISER,
        place=Place(world.company.pk, None),
    )
    message, token = sent_to_the_newcomer("/sign-in/invitation/")
    assert len(token) == 64
    assert token not in str(message.facts)


def test_a_co_owners_invitation_holds_its_secret_only_in_the_mail(world: World) -> None:
    draft = make_draft(world, make_round(world, make_programme(world)))
    invite_co_owner(
        application_id=draft.pk,
        email="new@example.org",
        by=world.asker(world.amina),
        at=clock.now(),
    )
    message, token = sent_to_the_newcomer("/applications/invitations/")
    assert len(token) == 64
    assert token not in str(message.facts)


def sent_to_the_newcomer(path: str) -> tuple[OutboxMessage, str]:
    message = OutboxMessage.objects.get(recipient="new@example.org")
    assert send_outbox(at=clock.now()) == Sent(sent=1, failed=0)
    body = str(mail.outbox[0].body)
    return message, body.partition(path)[2].split("/")[0]


@pytest.mark.django_db
def test_a_message_whose_thing_is_gone_fails_alone(world: World) -> None:
    OutboxMessage.objects.create(
        event="invitation:0",
        recipient=world.amina.audit_key,
        template="invitation",
        facts={"invitation": 0, "inviter": "Ali", "organisation": "Norrverk"},
        created_at=clock.now(),
        send_after=clock.now(),
    )
    assert send_outbox(at=clock.now()) == Sent(sent=0, failed=1)
