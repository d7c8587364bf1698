"""Say yes to writing along."""

from datetime import datetime

from django.db import transaction

from grodd.applications.joining import join
from grodd.applications.models import CoOwner
from grodd.applications.queries import invitation
from grodd.people.asker import Asker


@transaction.atomic
def accept_co_owner(*, token: str, by: Asker, at: datetime) -> CoOwner:
    """Make the one who asks a co-owner, by the token from the mail.

    Raises:
        InvitationOver: when someone else used it.
    """
    held = CoOwner.objects.select_for_update(of=("self",)).get(pk=invitation(token=token).pk)
    return join(held, by, at)
