"""Agree to a takeover of a loan. With the last yes it happens."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from grodd.agreements.models import Takeover, TakeoverConsent
from grodd.agreements.queries import is_provider
from grodd.agreements.refusals import BorrowerCannotChange, SamePersonOnBothSides, TakeoverSettled
from grodd.agreements.takeovers import awaited, locked_takeover, message_facts
from grodd.agreements.usecases.propose_takeover import OWED
from grodd.base import audit, clock, outbox
from grodd.base.audit import Stamp
from grodd.base.errors import ChangedMeanwhile, NotAllowed, NotFound
from grodd.base.models import StoredFile
from grodd.people.asker import Asker

Party = TakeoverConsent.Party


@transaction.atomic
def agree_to_takeover(
    *, by: Asker, takeover_id: int, party: TakeoverConsent.Party, content_sha256: str,
    at: datetime, security_id: int | None = None, paper: StoredFile | None = None,
) -> Takeover:  # fmt: skip
    """Say yes for one of those whom it concerns, to exactly the document with this hash.

    The loan is held, so two last answers that come together are counted one after the other, and
    it happens once. Then the new borrower owes the loan and is told of it, the old one does not
    any more, and what does not stay behind it is released.

    Args:
        by: The old or the new borrower for themselves; a programme manager or finance officer
            who hands in a paper signed by hand, which for a guarantor is the only way.
        takeover_id: Which.
        party: For whom.
        content_sha256: The hash of the document that was shown.
        at: When.
        security_id: What the guarantor gave.
        paper: The signed paper.

    Raises:
        NotAllowed, SamePersonOnBothSides: Someone else has to.
        NotFound: That security does not stay behind the loan.
        TakeoverSettled: It is done, or was taken back.
        ChangedMeanwhile: Another document was shown.
        BorrowerCannotChange: Nothing is owed any more.
    """
    takeover = locked_takeover(takeover_id)
    if (party, security_id) in takeover.consents.values_list("party", "security_id"):
        return takeover
    _refuse(by, takeover, party, security_id=security_id, paper=paper)
    if takeover.content_sha256 != content_sha256:
        raise ChangedMeanwhile
    TakeoverConsent.objects.create(
        takeover=takeover,
        party=party,
        security_id=security_id,
        paper=paper,
        content_sha256=content_sha256,
        recorded_by_id=by.person_id,
        agreed_at=at,
    )
    stamp = Stamp(at, by.key, takeover.loan.agreement.scope.organisation_id)
    audit.record(
        stamp,
        action="takeover.agreed",
        subject=f"loan:{takeover.loan_id}",
        facts={
            "takeover": takeover.pk,
            "party": party.value,
            "security": security_id,
            "sha256": content_sha256,
            "paper": bool(paper),
        },
    )
    if not awaited(takeover):
        _happen(takeover, stamp)
    return takeover


def _refuse(
    by: Asker,
    takeover: Takeover,
    party: TakeoverConsent.Party,
    *,
    security_id: int | None,
    paper: StoredFile | None,
) -> None:
    if takeover.state != Takeover.State.PROPOSED:
        raise TakeoverSettled
    concerned = {Party.OLD: takeover.old_id, Party.NEW: takeover.new_id}.get(party)
    if paper is None:
        if concerned is None or concerned != by.person_id:
            raise NotAllowed
    elif not is_provider(by, takeover.loan.agreement):
        raise NotAllowed
    elif by.person_id in {takeover.old_id, takeover.new_id}:
        raise SamePersonOnBothSides
    stays = {each.pk for each in takeover.keeps.all()}
    if party == Party.SECURITY and security_id not in stays:
        raise NotFound


def _happen(takeover: Takeover, stamp: Stamp) -> None:
    loan = takeover.loan
    agreement = loan.agreement
    if loan.state not in OWED or agreement.recipient_id != takeover.old_id:
        raise BorrowerCannotChange(loan=loan.reference)
    takeover.state, takeover.done_at = Takeover.State.DONE, stamp.at
    takeover.save(update_fields=["state", "done_at"])
    agreement.recipient = takeover.new
    agreement.save(update_fields=["recipient"])
    with override(agreement.language):
        why = gettext("%(name)s took over the loan") % {"name": takeover.new.name}
    # What was recorded after the document was written was promised for the new borrower.
    goes = loan.securities.filter(released_on__isnull=True, recorded_at__lte=takeover.proposed_at)
    goes.exclude(pk__in=takeover.keeps.values("pk")).update(
        released_on=clock.day_of(stamp.at), release_reason=why
    )
    for person in (takeover.old, takeover.new):
        outbox.enqueue(
            event=f"takeover_done:{takeover.pk}",
            recipient=person.audit_key,
            template="takeover_done",
            stamp=stamp,
            facts=message_facts(takeover),
        )
    audit.record(
        stamp,
        action="takeover.done",
        subject=f"loan:{loan.pk}",
        facts={"takeover": takeover.pk, "new": takeover.new.audit_key},
    )
