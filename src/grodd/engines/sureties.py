"""How much can be claimed of each who stands behind a loan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grodd.engines.money import Money


@dataclass(frozen=True, slots=True)
class Surety:
    """Somebody, or something, behind a loan.

    Attributes:
        key: Names it to the caller.
        limit: The most it answers for; None for all of the loan.
        is_joint: It answers for all of what is owed, up to its limit, whatever the others pay;
            else for its part among those that share.
    """

    key: int
    limit: Money | None
    is_joint: bool


def claimable(owed: Money, sureties: Sequence[Surety]) -> Mapping[int, Money]:
    """What can be claimed of each today. Together it may be more than what is owed.

    Those that share split what is owed by what they answer for, to the minor unit, and nobody
    pays more than their limit. The lender is paid once, whoever pays.

    Args:
        owed: What is owed on the loan, not below nothing.
        sureties: In any order.
    """
    assert owed.minor >= 0, owed
    sharing = [each for each in sureties if not each.is_joint]
    answers = {each.key: _answers(each, owed) for each in sureties}
    weights = [answers[each.key].minor for each in sharing]
    parts = owed.split(weights) if sum(weights) else ()
    shares = {
        each.key: min(part, answers[each.key])
        for each, part in zip(sharing, parts, strict=bool(parts))
    }
    return {each.key: shares.get(each.key, answers[each.key]) for each in sureties}


def due_of_each(
    due: Money, answers: Mapping[int, Money], sureties: Sequence[Surety]
) -> Mapping[int, Money]:
    """What can be asked of each of a part that is due; those that share split it as they do all.

    Args:
        due: The part of what is owed that is due.
        answers: What ``claimable`` says of all that is owed.
        sureties: The same as there.
    """
    sharing = [each for each in sureties if not each.is_joint]
    weights = [answers[each.key].minor for each in sharing]
    parts = due.split(weights) if sum(weights) else ()
    shares = {each.key: part for each, part in zip(sharing, parts, strict=bool(parts))}
    return {each.key: min(shares.get(each.key, due), answers[each.key]) for each in sureties}


def _answers(surety: Surety, owed: Money) -> Money:
    return owed if surety.limit is None else min(surety.limit, owed)
