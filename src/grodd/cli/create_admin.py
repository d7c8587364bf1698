"""`grodd create-admin`: the first administrator of a space, and the space itself."""

import argparse

from django.conf import settings
from django.urls import reverse

from grodd.base import clock
from grodd.people.usecases.make_sign_in_link import MINUTES, make_sign_in_link
from grodd.people.values import OrganisationFacts
from grodd.processes.create_admin import create_admin


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, and of what."""
    parser.add_argument("--email", required=True, help="the address they sign in with")
    parser.add_argument("--name", required=True, help="what they are called")
    parser.add_argument("--organisation", required=True, help="the name of the space")
    parser.add_argument("--number", default="", help="its organisation number or business id")
    parser.add_argument("--country", default="SE", choices=["SE", "FI"], help="where it is")
    parser.add_argument(
        "--language", default="sv", choices=["sv", "fi", "en"], help="of pages and mail"
    )


def run(options: argparse.Namespace) -> int:
    """Make them, and print a link that signs the administrator in, once."""
    at = clock.now()
    space = OrganisationFacts(options.organisation, options.country, options.number)
    create_admin(
        at=at, email=options.email, name=options.name, space=space, language=options.language
    )
    token = make_sign_in_link(email=options.email, at=at)
    assert token is not None, "the administrator was just made"
    path = reverse("accounts:open_link", kwargs={"token": token})
    print(f"{options.name} is administrator of {options.organisation}.")
    print(f"Sign in within {MINUTES} minutes, then set up a second step:")
    print(f"{settings.BASE_URL}{path}")
    return 0
