"""Reports of mail servers, as Postfix, Exim and Exchange write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.formats.delivery_reports import Undelivered, undelivered

pytestmark = pytest.mark.once

REPORT = """From: MAILER-DAEMON@mail.example.org
To: grodd@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; amina@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <amina@example.org>: no such
    mailbox

--B
Content-Type: {kind}

Message-ID: <12.abc@grodd.example.org>
From: grodd@example.org
Subject: Your agreement is ready

Hi Amina
--B--
"""


def report(action: str = "failed", kind: str = "message/rfc822") -> bytes:
    return REPORT.format(action=action, kind=kind).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_message_and_the_reason(kind: str) -> None:
    assert undelivered(report(kind=kind)) == Undelivered(
        "12.abc@grodd.example.org",
        "5.1.1 smtp; 550 5.1.1 <amina@example.org>: no such mailbox",
    )


def test_a_mail_that_is_only_late_has_not_come_back() -> None:
    assert undelivered(report(action="delayed")) is None


@pytest.mark.parametrize(
    "mail",
    [b"", b"Subject: On holiday\n\nBack in August.", report(kind="text/plain")],
)
def test_other_mail_is_no_report(mail: bytes) -> None:
    assert undelivered(mail) is None


@given(st.integers(0, len(report())), st.binary(max_size=40))
def test_a_damaged_report_is_read_or_left(cut: int, noise: bytes) -> None:
    found = undelivered(report()[:cut] + noise)
    assert found is None or found.message_id
