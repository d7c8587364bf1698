"""Say yes to writing along, signed in with the address that was invited."""

from datetime import datetime

from django.db import transaction

from grodd.applications.joining import join
from grodd.applications.models import CoOwner
from grodd.applications.queries import invitation_to
from grodd.people.asker import Asker


@transaction.atomic
def join_application(*, co_owner_id: int, by: Asker, at: datetime) -> CoOwner:
    """Make the one who asks a co-owner; no token is needed, for the address is proved.

    Raises:
        NotFound: when the invitation is another's, or was taken back.
        InvitationOver: when someone else used it.
    """
    found = invitation_to(by, co_owner_id=co_owner_id)
    held = CoOwner.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return join(held, by, at)
