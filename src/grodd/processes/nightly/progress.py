"""A line for each step that is done, for who watches a night."""

from grodd.servicing.models import Night, NightStep


def line_of(night: Night, step: NightStep) -> str:
    """Which step of how many, what it did, how long it took, and what was refused."""
    steps = NightStep.objects.filter(night=night)
    left = steps.filter(done_at__isnull=True).count()
    done = steps.count() - left
    loans = f" loans {step.after_loan + 1}-{step.until_loan}" if step.until_loan else ""
    refused = f", {len(step.refused)} refused" if step.refused else ""
    return (
        f"{night.day} {done}/{done + left} {step.name}{loans}: "
        f"{sum(step.counts.values())} in {step.seconds:.2f} s{refused}"
    )
