"""What differs by country of an organisation: its number with its check digit, and its money."""

from stdnum.exceptions import ValidationError
from stdnum.fi import ytunnus
from stdnum.se import orgnr

from grodd.people.refusals import OrganisationNumberWrong

KINDS = {"SE": orgnr, "FI": ytunnus}

CURRENCIES = {"SE": "SEK", "FI": "EUR"}


def checked_number(*, country: str, text: str) -> str:
    """A Swedish organisation number or a Finnish business id, with its hyphen; empty if none.

    Raises:
        OrganisationNumberWrong: when the check digit does not fit.
    """
    if not text.strip():
        return ""
    kind = KINDS[country]
    try:
        return str(kind.format(kind.validate(text)))
    except ValidationError as error:
        raise OrganisationNumberWrong(number=text.strip(), country=country) from error


def currency_of(country: str) -> str:
    """What a country that we know pays with (ISO 4217)."""
    return CURRENCIES.get(country, "SEK")
