"""Fills the database of the settings with a fund and as many loans as are wanted.

Prints, as JSON, the addresses to read with the queries that each takes, and a reader's cookie.
"""

import json
import sys
from http import HTTPStatus

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from grodd.base import clock  # noqa: E402
from tests.programmes.making import make_programme, make_round  # noqa: E402
from tests.servicing.making import Portfolio, classes_of  # noqa: E402
from tests.web.stage import browser  # noqa: E402
from tests.world import World  # noqa: E402

ADDRESSES = {
    "applications, to compare": "/applications/programmes/{programme}/",
    "list": "/loans/",
    "list, filtered, sorted": "/loans/?late=31&adviser=mine&sort=-principal",
    "list, search": "/loans/?search=bageri",
    "list, page 100": "/loans/?page=100&sort=reference",
    "work, promises of today": "/loans/work/?part=promised&whose=all",
    "work, late": "/loans/work/?part=late&whose=all",
    "at risk": "/loans/risk/?by=adviser",
    "cash flow": "/loans/cash/",
    "cash flow, a month": "/loans/cash/{month}/expected/",
    "vintages": "/loans/vintages/",
    "ratios": "/loans/ratios/",
}


def fill(count: int) -> dict[str, object]:
    """The cast, a published round of the fund and ``count`` loans of two years."""
    world = World()
    held = make_round(world, make_programme(world, "fund"))
    classes_of(world.fund)
    today = clock.today()
    Portfolio(held, [world.petra, world.adde, world.bo], on=today).write(count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = browser(world.petra, world.fund)
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    pages = {}
    for name, pattern in ADDRESSES.items():
        address = pattern.format(month=f"{today:%Y-%m}", programme=held.programme_id)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == HTTPStatus.OK, address
        pages[name] = (address, len(caught))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].OutputString(attrs=[])
    return {"pages": pages, "cookie": cookie}


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))
