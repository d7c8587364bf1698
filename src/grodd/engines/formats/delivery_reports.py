"""Mail that came back: what a mail server says of a message that it could not deliver.

Source: RFC 3464 (delivery status notifications) in the envelope of RFC 6522 (multipart/report).
"""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

REASON_LENGTH_MAX = 400


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that will not arrive.

    Attributes:
        message_id: The ``Message-ID`` of what was sent, without its angle brackets.
        reason: What the other mail server said, such as ``5.1.1 no such mailbox``.
    """

    message_id: str
    reason: str


def undelivered(raw: bytes) -> Undelivered | None:
    """What a mail tells of one that could not be delivered.

    A report that it only takes longer is none; neither is any other mail, such as an answer that
    someone is on holiday.

    Args:
        raw: The mail as it came in.

    Returns:
        None unless the mail is such a report and names the message that it is about.
    """
    report = message_from_bytes(raw, policy=policy.default)
    if report.get_content_type() != "multipart/report":
        return None
    parts = list(report.walk())
    failed = [one for one in parts if str(one.get("Action", "")).strip().lower() == "failed"]
    about = next((found for one in parts if (found := _message_id(one))), "")
    if not failed or not about:
        return None
    said = [str(failed[0].get(name, "")).strip() for name in ("Status", "Diagnostic-Code")]
    reason = " ".join(" ".join(said).split())
    return Undelivered(about, reason[:REASON_LENGTH_MAX])


def _message_id(part: EmailMessage) -> str:
    """Of the message that came back: whole, or only its headers."""
    kind = part.get_content_type()
    if kind == "text/rfc822-headers":
        held = part.get_payload(decode=True)
        written = held if isinstance(held, bytes) else b""
        return _bare(message_from_bytes(written, policy=policy.default).get("Message-ID"))
    if kind == "message/rfc822":
        returned = next((one for one in part.walk() if one is not part), None)
        return _bare(returned.get("Message-ID")) if returned else ""
    return ""


def _bare(header: object) -> str:
    return str(header or "").strip().strip("<>")
