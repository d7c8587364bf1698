"""Exact amounts: an integer count of minor units and a currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MINOR_DIGITS = {
    "BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3, "PYG": 0,
    "RWF": 0, "TND": 3, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
"""Currencies whose minor unit is not 1/100 (ISO 4217). Every other one has two digits."""

MINOR_DIGITS_DEFAULT = 2


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount. There is no float in it and no way to make one from it.

    Attributes:
        minor: Count of minor units (ören, cents), may be negative.
        currency: ISO 4217 code, three capital letters.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse what is no amount at all."""
        assert isinstance(self.minor, int), self.minor
        assert len(self.currency) == 3, self.currency  # noqa: PLR2004 - ISO 4217
        assert self.currency.isascii(), self.currency
        assert self.currency.isupper(), self.currency

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Nothing, in ``currency``."""
        return cls(0, currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, factor: Fraction) -> "Money":
        """Multiply, rounding half to even, once, here."""
        return Money(round(self.minor * factor), self.currency)

    def split(self, weights: Sequence[int]) -> tuple["Money", ...]:
        """Share by weight so that the parts always add up to the whole.

        Largest remainder first; ties go to the earlier weight.

        Args:
            weights: Non-negative integers, at least one of them positive.
        """
        total = sum(weights)
        assert total > 0, weights
        assert min(weights) >= 0, weights
        exact = [Fraction(self.minor * weight, total) for weight in weights]
        parts = [share.numerator // share.denominator for share in exact]
        by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
        for i in by_remainder[: self.minor - sum(parts)]:
            parts[i] += 1
        return tuple(Money(part, self.currency) for part in parts)

    def _same(self, other: "Money") -> int:
        assert self.currency == other.currency, (self.currency, other.currency)
        return other.minor


def total(amounts: Sequence[Money], currency: str) -> Money:
    """The sum of ``amounts``, which may be none at all, in ``currency``."""
    return sum(amounts, Money.zero(currency))


def minor_digits(currency: str) -> int:
    """How many decimals ``currency`` has (unit: digits, 0-3). Source: ISO 4217."""
    return MINOR_DIGITS.get(currency, MINOR_DIGITS_DEFAULT)


def plain(money: Money) -> str:
    """An amount with a full stop, as in ``1250.00 SEK``, the same in every language."""
    digits = minor_digits(money.currency)
    whole, part = divmod(abs(money.minor), 10**digits)
    decimals = f".{part:0{digits}}" if digits else ""
    return f"{'-' if money.minor < 0 else ''}{whole}{decimals} {money.currency}"
