"""A person's own pages, and the ways in that are ours."""

from typing import Any

from grodd.base import clock
from grodd.people.queries import own_grants
from grodd.people.roles import Role
from grodd.people.tokens import invitation_token
from grodd.people.usecases.give_consent import give_consent
from grodd.people.usecases.invite_person import invite_person
from grodd.people.values import Place
from tests.web.stage import EVERYONE, Row, Stage


def invitation(stage: Stage) -> str:
    """The token of an invitation to someone new."""
    ali = stage.world.asker(stage.world.ali)
    made = invite_person(
        by=ali,
        at=clock.now(),
        email="new@example.org",
        role=Role.REVIEWER,
        place=Place(stage.world.company.pk),
    )
    return invitation_token(made)


def consent(stage: Stage) -> int:
    """What Amina has said yes to."""
    amina = stage.world.asker(stage.world.amina)
    return give_consent(by=amina, at=clock.now(), purpose="contact", wording="You may.").pk


def role_of_amina(stage: Stage) -> int:
    """A role that only Amina can lay down here."""
    amina = stage.world.asker(stage.world.amina)
    return own_grants(amina, on=clock.today())[0].pk


BUILDERS: dict[str, Any] = {
    "invitation_token": invitation,
    "consent": consent,
    "role_of_amina": role_of_amina,
}

ROWS = [
    Row("accounts:me", may=EVERYONE),
    Row("accounts:consent", post={"purpose": "contact"}, may=EVERYONE),
    Row(
        "accounts:withdraw",
        kwargs=lambda stage: {"consent_id": stage.consent},
        post={},
        may={"amina"},
    ),
    Row(
        "accounts:lay_down",
        kwargs=lambda stage: {"grant_id": stage.role_of_amina},
        post={},
        may={"amina"},
    ),
    Row("accounts:data", may=EVERYONE),
    Row("accounts:data_json", may=EVERYONE),
    Row("accounts:data_text", may=EVERYONE),
    Row("accounts:erase", may=EVERYONE),
    Row("accounts:ask_link", public=True),
    Row("accounts:open_link", kwargs={"token": "guessed"}, public=True),
    Row(
        "accounts:invitation",
        kwargs=lambda stage: {"token": stage.invitation_token},
        public=True,
    ),
    Row("accounts:invitation", kwargs={"token": "guessed"}, public=True, passed={404}),
]
