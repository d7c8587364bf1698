"""The identity provider of an installation, if it has one: often a broker of BankID or so."""

from typing import Any
from urllib.parse import urlsplit


def oidc_apps(*, url: str, name: str, client_id: str, secret: str) -> list[dict[str, Any]]:
    """What django-allauth wants to know of the provider; none when no address is set."""
    if not url:
        return []
    return [
        {
            "provider_id": "oidc",
            "name": name,
            "client_id": client_id,
            "secret": secret,
            "settings": {"server_url": url},
        }
    ]


def oidc_origins(url: str) -> list[str]:
    """Where the sign-in form may lead, for the content security policy."""
    if not url:
        return []
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"]
