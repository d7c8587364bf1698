"""What each message is about."""

from grodd.base.models import OutboxMessage
from grodd.people.topics import Topic
from grodd.processes._mail_texts import LETTERS
from grodd.programmes.models import Letter

TOPICS = {
    "agreement_cancelled": Topic.AGREEMENT,
    "agreement_offered": Topic.AGREEMENT,
    "agreement_turned_down": Topic.AGREEMENT,
    "check_in_remark": Topic.PROJECT,
    "co_owner_invited": Topic.APPLICATION,
    "gate_continue": Topic.DECISION,
    "gate_returned": Topic.PROJECT,
    "gate_scale": Topic.DECISION,
    "interruption_letter": Topic.AGREEMENT,
    "invitation": Topic.ACCOUNT,
    "loan_demand": Topic.AGREEMENT,
    "loan_notice": Topic.AGREEMENT,
    "loan_reminder": Topic.AGREEMENT,
    "loan_rate": Topic.AGREEMENT,
    "poll_closed": Topic.VOTE,
    "poll_opened": Topic.VOTE,
    "project_started": Topic.PROJECT,
    "takeover_cancelled": Topic.AGREEMENT,
    "takeover_done": Topic.AGREEMENT,
    "takeover_proposed": Topic.AGREEMENT,
}
LETTER_TOPICS = {
    Letter.Kind.RECEIPT: Topic.APPLICATION,
    Letter.Kind.RETURNED: Topic.APPLICATION,
    Letter.Kind.REMINDER: Topic.PROJECT,
    Letter.Kind.THANKS_STOPPED: Topic.PROJECT,
    Letter.Kind.THANKS_COMPLETED: Topic.PROJECT,
}


def topic_of(message: OutboxMessage) -> Topic:
    """The topic of a message. One that nobody has sorted goes at once, as the law-bound do."""
    if message.template in LETTERS:
        return LETTER_TOPICS.get(message.facts.get("kind", ""), Topic.DECISION)
    return TOPICS.get(message.template, Topic.AGREEMENT)
