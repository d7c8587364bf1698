"""Texts of allauth that we say in our own words; the catalogues hold them, the pages find them.

Only those that a person meets every day and that read like a form: the rest stays as it is.
"""

from django.utils.translation import gettext_noop

OURS = (
    gettext_noop("Add Email"),
    gettext_noop("Add Email Address"),
    gettext_noop("An authenticator app is not active."),
    gettext_noop("Authenticator App"),
    gettext_noop("Authenticator secret"),
    gettext_noop("Email Addresses"),
    gettext_noop("Email address"),
    gettext_noop(
        "Forgotten your password? Enter your email address below, and we'll send you an email "
        "allowing you to reset it."
    ),
    gettext_noop(
        "If you have not created an account yet, then please %(link)ssign up%(end_link)s first."
    ),
    gettext_noop("Make Primary"),
    gettext_noop("No recovery codes set up."),
    gettext_noop("No security keys have been added."),
    gettext_noop("Other sign-in options"),
    gettext_noop("Password Reset"),
    gettext_noop("Passwordless"),
    gettext_noop("Please contact us if you have any trouble resetting your password."),
    gettext_noop("Re-send Verification"),
    gettext_noop("Request Code"),
    gettext_noop("Reset My Password"),
    gettext_noop("The following email addresses are associated with your account:"),
    gettext_noop("Two-Factor Authentication"),
    gettext_noop("You will receive a special code for a password-free sign-in."),
)
