"""Signing in through an OpenID Connect provider, against a local one."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from django.test import Client
from oidc_provider_mock import User
from oidc_provider_mock import app as provider_app
from pytest_django import Settings
from werkzeug.serving import make_server

from grodd.settings.oidc import oidc_apps, oidc_origins
from tests.world import World


@contextmanager
def _provider(*users: User) -> Iterator[str]:
    """A provider at an own address. The package's own helper gives it one second to stop."""
    server = make_server("localhost", 0, provider_app(user_claims=list(users)), threaded=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


# The provider is another's program in our process: what it should modernise is not our error.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.slow
def test_someone_known_comes_in_through_the_provider(
    world: World, client: Client, settings: Settings
) -> None:
    address = world.dana.email
    EmailAddress.objects.create(user=world.dana, email=address, verified=True, primary=True)
    dana = User(sub="bank-1", claims={"email": address, "email_verified": True})
    with _provider(dana) as url:
        apps = oidc_apps(url=url, name="Bank", client_id="grodd", secret="secret")
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}
        }
        away = client.post("/accounts/oidc/oidc/login/")
        back = requests.post(
            away["Location"], data={"sub": "bank-1"}, allow_redirects=False, timeout=10
        ).headers["Location"]
        said = parse_qs(urlsplit(back).query)
        client.get(urlsplit(back).path, {name: values[0] for name, values in said.items()})
    assert client.session.get("_auth_user_id") == str(world.dana.pk)


def test_the_page_may_only_lead_to_the_provider_that_is_set() -> None:
    assert oidc_apps(url="", name="", client_id="", secret="") == []
    assert oidc_origins("https://id.example.org/realm/x") == ["https://id.example.org"]
