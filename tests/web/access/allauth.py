"""Sign-in, second step, sessions: django-allauth's own pages. Everyone has their own of each."""

from tests.web.stage import EVERYONE, Row

OWN = (
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "socialaccount_connections",
    "usersessions_list",
)
NOT_YET = ("mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_view_recovery_codes")
"""Nobody in the cast has a code app or recovery codes."""
OPEN = (
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_signup",
)

ROWS = [
    *(Row(name, may=EVERYONE) for name in OWN),
    *(Row(name, public=True) for name in OPEN),
    Row("account_confirm_email", kwargs={"key": "guessed"}, public=True),
    Row(
        "account_reset_password_from_key",
        kwargs={"uidb36": "1", "key": "guessed-token"},
        public=True,
    ),
    Row("socialaccount_login_error", public=True, passed={401}),
    *(Row(name) for name in NOT_YET),
    # A passkey is changed by someone who signs in once more; there is no provider of that name.
    Row("mfa_edit_webauthn", kwargs={"pk": 1}, may=EVERYONE, passed={302}),
    Row("mfa_remove_webauthn", kwargs={"pk": 1}, may=EVERYONE, passed={302}),
    Row("openid_connect_login", kwargs={"provider_id": "x"}, public=True, passed={404}),
    Row("openid_connect_callback", kwargs={"provider_id": "x"}, public=True, passed={404}),
]
