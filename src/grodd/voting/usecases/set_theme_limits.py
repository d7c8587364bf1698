"""Say how many awards each theme gets at least and at most."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.voting.models import Poll, ThemeLimit
from grodd.voting.queries import poll_managed_by
from grodd.voting.refusals import PollOpened, ThemeLimitWrong
from grodd.voting.terms import Limit


@transaction.atomic
def set_theme_limits(*, by: Asker, poll_id: int, limits: Sequence[Limit], at: datetime) -> Poll:
    """Replace the limits that the committee's ranking keeps to.

    Raises:
        PollOpened: once the poll is open.
        ThemeLimitWrong: when a least is above its most.
    """
    poll = poll_managed_by(by, poll_id=poll_id, lock=True)
    if poll.opened_at is not None:
        raise PollOpened(poll=poll.title, at=poll.opened_at)
    for one in limits:
        if one.most is not None and one.most < one.least:
            raise ThemeLimitWrong(theme=one.theme, least=one.least, most=one.most)
    kept = [one for one in limits if one.least or one.most is not None]
    ThemeLimit.objects.filter(poll=poll).delete()
    ThemeLimit.objects.bulk_create(
        ThemeLimit(poll=poll, theme=one.theme, least=one.least, most=one.most) for one in kept
    )
    audit.record(
        Stamp(at, by.key, poll.scope.organisation_id),
        action="poll.theme_limits_set",
        subject=f"poll:{poll.pk}",
        facts={"themes": len(kept)},
    )
    return poll
