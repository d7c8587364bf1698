"""Fills the database of the settings with a programme and as many applications as are wanted.

Prints, as JSON, the addresses to read with the queries that each takes, and a reader's cookie.
"""

import json
import random
import sys
from datetime import timedelta
from http import HTTPStatus

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from grodd.applications.models import Application  # noqa: E402
from grodd.applications.searching import found_by  # noqa: E402
from grodd.base import clock  # noqa: E402
from grodd.people.models import Person  # noqa: E402
from grodd.programmes.models import Round  # noqa: E402
from tests.applications.making import WHOLE, make_application  # noqa: E402
from tests.programmes.making import make_programme, make_round  # noqa: E402
from tests.web.stage import browser  # noqa: E402
from tests.world import World  # noqa: E402

WORDS = (
    "cykel", "verkstad", "lunch", "bageri", "lokal", "mjöl", "skog", "stig", "app", "för",
    "bussen", "grannar", "trädgård", "reparera", "kläder", "film", "kurs", "barn", "kök",
    "delad", "lastcykel", "tak", "sol", "vatten", "humle", "honung", "ull",
)  # fmt: skip
OWNERS, BATCH = 500, 2_000


def fill(count: int) -> dict[str, object]:
    """The cast, a published round of theirs and ``count`` applications in all phases."""
    world = World()
    held = make_round(world, make_programme(world))
    one = make_application(world, held)
    _many(held, count - 1, random.Random(1))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return _measured(world, held, one)


def _many(held: Round, count: int, chance: random.Random) -> None:
    people = [
        Person(email=f"p{number}@example.org", name=f"{chance.choice(WORDS).title()} {number}")
        for number in range(OWNERS)
    ]
    for person in people:
        person.set_unusable_password()
    owners = Person.objects.bulk_create(people)
    phases = list(held.programme.lifecycle.phases.all())
    themes = list(held.programme.themes.all())
    now = clock.now()

    def made(number: int) -> Application:
        at = now - timedelta(minutes=chance.randrange(60 * 24 * 30))
        phase = chance.choice(phases)
        title, summary = (" ".join(chance.choices(WORDS, k=k)).capitalize() for k in (4, 25))
        return Application(
            round=held, number=number, phase=phase, owner=chance.choice(owners),
            title=title, summary=summary, found_by=found_by(title, summary),
            theme=chance.choice(themes), amount_minor=chance.randrange(5_000, 50_000) * 100,
            currency="SEK", hours=40, months=2, answers=WHOLE, language="sv",
            created_at=at, updated_at=at, submitted_at=None if phase.kind == "draft" else at,
        )  # fmt: skip

    Application.objects.bulk_create((made(number + 2) for number in range(count)), BATCH)


def _measured(world: World, held: Round, one: Application) -> dict[str, object]:
    client = browser(world.petra, world.company)
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    listing = f"/applications/programmes/{held.programme_id}/"
    addresses = {
        "list": listing,
        "list, filtered, sorted": f"{listing}?phase=assessment&sort=-amount",
        "list, search": f"{listing}?search=bageri",
        "list, page 100": f"{listing}?page=100",
        "detail": f"/applications/{one.pk}/",
    }
    pages = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == HTTPStatus.OK, address
        pages[name] = (address, len(caught))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].OutputString(attrs=[])
    return {"pages": pages, "cookie": cookie}


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))
