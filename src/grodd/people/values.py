"""Small values that the use cases take."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role counts: a whole organisation, or one scope of it."""

    organisation_id: int
    scope_id: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """From which day to which (both inclusive); without an end it lasts until it is ended."""

    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What is known of an organisation, as someone typed it."""

    name: str
    country: str = "SE"
    number: str = ""
    legal_form: str = "other"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person says of themselves."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a person reads.

    Attributes:
        language: Of pages and mail.
        easy_read: Easy words instead of the ordinary ones, where somebody wrote them.
        large_text: Everything a third larger.
        high_contrast: Black on white, lines around what can be pressed.
        scheme: ``light``, ``dark``, or empty for what the device is set to.
    """

    language: str = "sv"
    easy_read: bool = False
    large_text: bool = False
    high_contrast: bool = False
    scheme: str = ""
