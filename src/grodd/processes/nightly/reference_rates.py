"""Reference rates: whose late interest has another rate from today, and whose has none.

Late interest follows the reference rate of the half-year, and so do loans that were agreed so.
Without it Grodd would have to guess, so it says so every night.
"""

from datetime import date

from django.db.models import Count

from grodd.agreements.models import Loan
from grodd.agreements.replaying import REFERENCE_RATE
from grodd.base import rules
from grodd.engines.rates import half_year_of
from grodd.people.models import Organisation
from grodd.processes.follow_reference_rates import follow_reference_rates
from grodd.processes.nightly.steps import Done, Task

RUNNING = (Loan.State.REPAYING, Loan.State.TERMINATED)


def look_at_rates(task: Task) -> Done:
    """Count the loans whose late rate changes today; refuse where this half-year has no rate.

    On most days neither is so, and no loan is looked at.
    """
    done = Done()
    first = half_year_of(task.day)
    if task.day != first and all(first in _known(country) for country in _countries()):
        return done
    organisation = "agreement__scope__organisation"
    loans = (
        Loan.objects.filter(state__in=RUNNING, late_points_bp__gt=0)
        .order_by()
        .values_list(f"{organisation}_id", f"{organisation}__country")
        .annotate(Count("pk"))
    )
    for organisation_id, country, count in sorted(loans):
        known = _known(country)
        if first not in known:
            missing = rules.RuleMissing(key=REFERENCE_RATE, country=country, on=first)
            done.refuse(organisation_id, missing)
        elif task.day == first:
            before = [value for day, value in known.items() if day < first]
            done.counts[organisation_id] += count if known[first] not in before[-1:] else 0
    return done


def _countries() -> set[str]:
    lenders = Organisation.objects.filter(treasury__isnull=False)
    return set(lenders.values_list("country", flat=True))


def _known(country: str) -> dict[date, int]:
    return dict(rules.values_of(country=country, key=REFERENCE_RATE))


def follow_rates(task: Task) -> Done:
    """Tell the loans that follow the reference rate of each new one, before anything falls due."""
    done = Done()
    for each in follow_reference_rates(on=task.day, at=task.at):
        if each.refusal is None:
            done.counts[each.organisation_id] += 1
        else:
            done.refuse(each.organisation_id, each.refusal, reference=each.reference)
    return done
