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
    """What a person decides about themselves and their pages."""

    name: str
    phone: str = ""
    language: str = "sv"
    easy_read: bool = False
    large_text: bool = False
    high_contrast: bool = False
