"""The start page, what is accepted from there, and the choices that follow a person."""

from grodd.applications.models import CoOwner
from grodd.applications.usecases.invite_co_owner import invite_co_owner
from grodd.base import clock
from tests.applications.making import make_draft
from tests.web.stage import EVERYONE, Row, Stage


def invited(stage: Stage) -> CoOwner:
    """Otto is invited to write along with Amina."""
    world = stage.world
    draft = make_draft(world, stage.published_round)
    amina = world.asker(world.amina)
    invite_co_owner(
        application_id=draft.pk, email=world.otto.email, by=amina, at=clock.now()
    )  # fmt: skip
    return draft.co_owners.get()


BUILDERS = {"otto_invited": invited}
ROWS = [
    Row("home:start", may=EVERYONE),
    Row("home:accessibility", public=True),
    Row("home:language", post={"language": "fi"}, public=True),
    Row("home:reading", public=True),
    Row("home:reading", post={"language": "fi", "scheme": "dark"}, public=True),
    Row("home:stay", post={}, may=EVERYONE),
    Row("home:kept", may=EVERYONE),
    Row("home:forget", post={}, may=EVERYONE),
    Row("home:space", post=lambda stage: {"space": stage.world.fund.pk}, may=EVERYONE),
    Row(
        "applications:join",
        kwargs=lambda stage: {"co_owner_id": stage.otto_invited.pk},
        may={"otto"},
    ),
]
