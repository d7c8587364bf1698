"""References that a payer types in, so that the bank can say what was paid.

Swedish OCR with a length digit, the Finnish reference number, and its international form (RF).
"""

from stdnum import iso11649, luhn
from stdnum.iso7064 import mod_97_10

OCR_LENGTH_MAX = 25
FINNISH_LENGTH_MAX = 20
FINNISH_BASE_MIN = 100
WEIGHTS = (7, 3, 1)


def ocr(base: int) -> str:
    """A Swedish OCR number: the base, a length digit, and a check digit by the Luhn way.

    Args:
        base: What the number names, above nothing.

    Returns:
        Digits; the last but one is the length of the whole modulo ten.

    Source:
        Bankgirot, "OCR-referenskontroll": 12345 becomes 1234574.
    """
    assert base > 0, base
    digits = str(base)
    length = len(digits) + 2
    assert length <= OCR_LENGTH_MAX, base
    with_length = f"{digits}{length % 10}"
    return f"{with_length}{luhn.calc_check_digit(with_length)}"


def finnish(base: int) -> str:
    """A Finnish reference number: at least three digits and a check digit (weights 7, 3, 1).

    Args:
        base: What the number names, of three digits or more.

    Source:
        Finance Finland, "Viitenumerot": 1000 becomes 10003.
    """
    assert base >= FINNISH_BASE_MIN, base
    digits = str(base)
    assert len(digits) < FINNISH_LENGTH_MAX, base
    weighed = sum(
        int(digit) * WEIGHTS[place % len(WEIGHTS)] for place, digit in enumerate(reversed(digits))
    )
    return f"{digits}{-weighed % 10}"


def rf(reference: str) -> str:
    """The international form of a national reference (ISO 11649): RF, two check digits, and it.

    Source:
        ISO 11649: 10003 becomes RF6810003.
    """
    made = f"RF{mod_97_10.calc_check_digits(reference + 'RF')}{reference}"
    assert iso11649.is_valid(made), made
    return made
