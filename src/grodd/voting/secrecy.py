"""How a ballot is found, read and kept apart from the one who cast it.

While a poll is open a ballot lies under a key made of the installation's secret key, the poll's
salt and the voter's key; its content is sealed with a key made of the first two. The secret key is
not in the database, the salt is nowhere else, and closing the poll destroys the salt and the
sealed ballots: what stays is how many voted like this and how many like that. ADR 0015 says what
someone with the database, with the secret key, or with an old backup learns.
"""

from base64 import urlsafe_b64encode
from collections.abc import Collection
from secrets import token_hex

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

from grodd.voting.refusals import BallotsUnreadable

NO_TIME = 0
"""The seal would carry the moment of sealing, which says who: everyone's is the same."""


def new_salt() -> str:
    """A salt for a poll that opens (hex, 64 characters)."""
    return token_hex(32)


def ballot_key(salt: str, voter_key: str) -> str:
    """Where a voter's ballot lies in one poll (hex, 64 characters)."""
    return salted_hmac(f"grodd.voting.key.{salt}", voter_key, algorithm="sha256").hexdigest()


def seal(salt: str, choices: Collection[int], *, options: int) -> str:
    """The numbers of the options that are supported, sealed; as long for one as for many.

    Args:
        salt: Of the poll.
        choices: Numbers from 1.
        options: The highest number there is.
    """
    marks = "".join("1" if number in choices else "0" for number in range(1, options + 1))
    return _box(salt).encrypt_at_time(marks.encode(), NO_TIME).decode()


def unseal(salt: str, sealed: str) -> frozenset[int]:
    """The numbers of the options that a sealed ballot supports.

    Raises:
        BallotsUnreadable: when the installation's secret key is not the one that sealed it.
    """
    try:
        marks = _box(salt).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise BallotsUnreadable from error
    return frozenset(number for number, mark in enumerate(marks, 1) if mark == "1")


def _box(salt: str) -> Fernet:
    digest = salted_hmac("grodd.voting.content", salt, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(digest))
