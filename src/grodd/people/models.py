"""Tables of people: who there is, where they belong, what they are trusted with."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from grodd.base.translated import TranslatedField, said
from grodd.people.roles import LABELS, Role
from grodd.people.topics import BOUND, Rhythm, Topic

LANGUAGES = [("sv", "Svenska"), ("fi", "Suomi"), ("en", "English")]
COUNTRIES = [("SE", "Sverige"), ("FI", "Suomi")]
SCHEMES = [("light", "light"), ("dark", "dark")]


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person who signs in with this address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A human being. Never deleted out of history: erasing one leaves a pseudonym."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, choices=LANGUAGES, default="sv")
    easy_read = models.BooleanField(default=False)
    large_text = models.BooleanField(default=False)
    high_contrast = models.BooleanField(default=False)
    scheme = models.CharField(
        max_length=5, choices=SCHEMES, blank=True, default="", help_text="Empty: as the device."
    )
    has_calendar = models.BooleanField(default=False)
    calendar_serial = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[PersonManager] = PersonManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def audit_key(self) -> str:
        """How the audit trail and the outbox name this person."""
        return str(self.key)


class Organisation(models.Model):
    """A space that works here, or a customer, partner or funder of one."""

    class LegalForm(models.TextChoices):
        """The forms that the programmes know (product F2)."""

        COOPERATIVE = "cooperative"
        WISE = "wise"
        ASSOCIATION = "association"
        FOUNDATION = "foundation"
        VILLAGE_ASSOCIATION = "village_association"
        COMPANY = "company"
        SOLE_TRADER = "sole_trader"
        PUBLIC_BODY = "public_body"
        OTHER = "other"

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2, choices=COUNTRIES, default="SE")
    number = models.CharField(max_length=20, blank=True)
    legal_form = models.CharField(max_length=20, choices=LegalForm.choices, default=LegalForm.OTHER)
    is_space = models.BooleanField(default=False)
    served_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="customers"
    )
    default_language = models.CharField(max_length=5, choices=LANGUAGES, default="sv")
    currency = models.CharField(max_length=3, default="SEK")
    theme = models.SlugField(max_length=40, blank=True)
    licences = models.JSONField(
        default=list, help_text="What it is licensed to do, such as bank; for a lender."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["served_by", "country", "number"],
                condition=~Q(number=""),
                name="organisation_number_is_unique_in_a_space",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a person belongs to an organisation: employed by it, a member, or its representative."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    title = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "valid_from"], name="membership_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.organisation}"


class Scope(models.Model):
    """An area of responsibility in one organisation, such as one programme."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="scopes")
    key = models.SlugField(max_length=60)
    name = TranslatedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="scope_key_is_unique"),
        ]

    def __str__(self) -> str:
        return said(self.name) or self.key


class Grant(models.Model):
    """A role that a person holds, in a whole organisation or in one of its scopes, for a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="grants")
    scope = models.ForeignKey(Scope, models.PROTECT, null=True, blank=True, related_name="grants")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scope", "role", "valid_from"],
                name="grant_in_a_scope_is_unique",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "valid_from"],
                condition=Q(scope__isnull=True),
                name="grant_in_an_organisation_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="grant_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {LABELS[Role(self.role)]}"


class Invitation(models.Model):
    """A way in for someone who is not a person here yet. The token itself is only in the mail."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    scope = models.ForeignKey(Scope, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=30)
    email = models.EmailField(max_length=254)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"


class Consent(models.Model):
    """What a person said yes to, and for how long they meant it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.SlugField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    wording = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "subject"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose}"


class SignInLink(models.Model):
    """A way in by mail, once and soon. The token itself is only in the mail."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="sign_in_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person}: {self.made_at:%Y-%m-%d %H:%M}"


class MessageWish(models.Model):
    """How a person wants to hear of one kind of event; without a row, by mail and at once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="message_wishes")
    topic = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Topic])
    rhythm = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Rhythm])
    is_listed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="message_wish_is_unique"),
            models.CheckConstraint(
                condition=~Q(topic__in=sorted(BOUND)) | Q(rhythm=Rhythm.AT_ONCE, is_listed=True),
                name="message_that_the_law_asks_for_comes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.topic} {self.rhythm}"
