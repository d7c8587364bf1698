"""Forms of a loan: what was typed becomes a change that can be looked at before it is made."""

import uuid
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from grodd.agreements.usecases.charge_fee import Fee
from grodd.base import display
from grodd.engines.allocation import Component
from grodd.engines.calendar import Rhythm
from grodd.engines.life import (
    Ahead,
    Aside,
    Change,
    Eased,
    Extension,
    Fit,
    Holiday,
    NewDueDay,
    NewRhythm,
    RateChange,
    ToBalance,
)
from grodd.engines.schedule import INSTALMENT_COUNT_MAX
from grodd.reports.rhythm_choices import RhythmChoices
from grodd.web.agreements.loan_words import AHEAD, SECURITIES, SHARING
from grodd.web.fields import (
    DayField,
    MoneyField,
    RateField,
    RhythmField,
    WholeField,
    rhythm_choices,
)

BP = 10_000
AHEAD_CHOICES = [(ahead.value, AHEAD[ahead.value]) for ahead in Ahead]
FEES = [
    (Fee.REMINDER.value, gettext_lazy("Reminder")),
    (Fee.DEMAND.value, gettext_lazy("Collection demand")),
    (Fee.PLAN.value, gettext_lazy("Repayment plan")),
]
COMPONENTS = [
    (Component.LATE_INTEREST.value, gettext_lazy("Late interest")),
    (Component.INTEREST.value, gettext_lazy("Interest")),
    (Component.FEE.value, gettext_lazy("Fee")),
]


class WhyForm(forms.Form):
    """Why something is changed."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stands on the page of the loan."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )


class DatedForm(WhyForm):
    """Something that holds from a day on. The key makes a form that is sent twice one of it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    day = DayField(label=gettext_lazy("From"))
    field_order = ["key", "day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name what is about to be done."""
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4().hex
        reason = self.fields.pop("reason")
        self.fields["reason"] = reason


class ChangeForm(DatedForm):
    """A change of terms."""

    blocked = ""
    """Why nothing can be chosen, where nothing can."""

    def change(self) -> Change:
        """What was typed."""
        given = self.cleaned_data
        return self.made(f"form:{given['key']}", given)

    def made(self, key: str, given: dict[str, Any]) -> Change:
        """The change of this form."""
        raise NotImplementedError


class RateForm(ChangeForm):
    """Another rate."""

    rate_bp = RateField(label=gettext_lazy("Yearly interest"))

    def made(self, key: str, given: dict[str, Any]) -> Change:
        """See ``ChangeForm``."""
        return RateChange(key, given["day"], Fraction(given["rate_bp"], BP))


class HolidayForm(ChangeForm):
    """A pause."""

    instalments = WholeField(label=gettext_lazy("How many instalments"), least=1, most=60)
    pays_interest = forms.ChoiceField(
        label=gettext_lazy("Interest meanwhile"),
        choices=[
            ("yes", gettext_lazy("Is paid as it runs")),
            ("no", gettext_lazy("Waits, and is paid after the pause")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )
    longer = forms.ChoiceField(
        label=gettext_lazy("After the pause"),
        choices=[
            ("yes", gettext_lazy("The loan ends as much later")),
            ("no", gettext_lazy("The instalments are larger, and it ends when it should")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )

    def made(self, key: str, given: dict[str, Any]) -> Change:
        """See ``ChangeForm``."""
        return Holiday(
            key,
            given["day"],
            given["instalments"],
            pays_interest=given["pays_interest"] == "yes",
            longer=given["longer"] == "yes",
        )


class DueDayForm(ChangeForm):
    """Another due day."""

    first_due = DayField(
        label=gettext_lazy("The next instalment falls due"),
        help_text=gettext_lazy("The others follow from it, as often as before."),
    )

    def made(self, key: str, given: dict[str, Any]) -> Change:
        """See ``ChangeForm``."""
        return NewDueDay(key, given["day"], given["first_due"])


class RhythmForm(ChangeForm):
    """Another rhythm. What is left out is so that the loan ends about when it ends now."""

    rhythm = RhythmField(label=gettext_lazy("An instalment falls due"))
    first_due = DayField(
        label=gettext_lazy("The next instalment falls due"),
        help_text=gettext_lazy("Empty: counted from the due day before."),
        required=False,
    )
    instalments = WholeField(
        label=gettext_lazy("How many instalments"),
        help_text=gettext_lazy("Empty: as many as end the loan about when it ends now."),
        least=1,
        most=INSTALMENT_COUNT_MAX,
        required=False,
    )

    def __init__(self, *args: Any, choices: RhythmChoices, **kwargs: Any) -> None:
        """Let one of the rhythms be chosen that the programme allows."""
        super().__init__(*args, **kwargs)
        self.offered, offers = choices, choices.offers
        self.fields["rhythm"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (code, _offered(often, offers.get(Rhythm.read(code))))
            for code, often in rhythm_choices((*offers, choices.now))
        ]
        if not offers:
            self.blocked = gettext(
                "The programme lets a loan be repaid %(allowed)s, and in no other way. Let its "
                "frame allow another rhythm first."
            ) % {"allowed": display.shown(choices.allowed)}

    def made(self, key: str, given: dict[str, Any]) -> Change:
        """See ``ChangeForm``."""
        found = self.offered.fit(given["rhythm"], given["first_due"])
        count = given["instalments"] or found.instalments
        return NewRhythm(key, given["day"], given["rhythm"], found.first_due, count)


def _offered(often: str, found: Fit | None) -> str:
    """A rhythm, and how many instalments keep the end of the loan; None: it is the one of now."""
    if found is None:
        return gettext("%(often)s, as now") % {"often": often}
    count = found.instalments
    said = ngettext("%(often)s, %(count)s instalment", "%(often)s, %(count)s instalments", count)
    return said % {"often": often, "count": count}


class ExtensionForm(ChangeForm):
    """A longer term."""

    instalments = WholeField(label=gettext_lazy("Instalments more"), least=1, most=360)

    def made(self, key: str, given: dict[str, Any]) -> Change:
        """See ``ChangeForm``."""
        return Extension(key, given["day"], given["instalments"])


class ToBalanceForm(ChangeForm):
    """Arrears that join the balance."""

    instalments = WholeField(
        label=gettext_lazy("Instalments more"),
        help_text=gettext_lazy("0 shares the arrears by the instalments that are left."),
        least=0,
        most=360,
    )

    def made(self, key: str, given: dict[str, Any]) -> Change:
        """See ``ChangeForm``."""
        return ToBalance(key, given["day"], given["instalments"])


class AsideForm(ChangeForm):
    """Arrears that wait."""

    def made(self, key: str, given: dict[str, Any]) -> Change:
        """See ``ChangeForm``."""
        return Aside(key, given["day"])


class WaiveForm(WhyForm):
    """What is given up."""

    component = forms.ChoiceField(label=gettext_lazy("What"), choices=COMPONENTS)
    day = DayField(label=gettext_lazy("From"))
    field_order = ["component", "amount", "day", "reason"]

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take amounts in ``currency``."""
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            currency=currency, above_zero=True, label=gettext_lazy("Amount")
        )
        self.order_fields(self.field_order)


class EaseForm(DatedForm):
    """A time of hardship."""

    until = DayField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("From this day on late interest is counted in full again."),
    )
    percent = WholeField(
        label=gettext_lazy("How much of the late interest falls away"),
        help_text=gettext_lazy("100 takes all of it away."),
        suffix="%",
        least=1,
        most=100,
    )


def eased_of(given: Mapping[str, Any]) -> Eased:
    """The time of hardship that was typed."""
    share = Fraction(given["percent"], 100)
    return Eased(f"form:{given['key']}", given["day"], given["until"], share)


class FeeForm(forms.Form):
    """What is charged."""

    fee = forms.ChoiceField(label=gettext_lazy("For what"), choices=FEES)
    day = DayField(label=gettext_lazy("Day"))


class TerminateForm(WhyForm):
    """When all of it falls due."""

    due_on = DayField(label=gettext_lazy("All of it falls due"))
    for_arrears = forms.ChoiceField(
        label=gettext_lazy("Because"),
        choices=[
            ("yes", gettext_lazy("Something is late; paying it by that day stops this")),
            ("no", gettext_lazy("The contract was broken in another way")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )
    field_order = ["due_on", "for_arrears", "reason"]


class WriteOffForm(WhyForm):
    """What a body is asked to write off."""

    field_order = ["amount", "reason"]

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take amounts in ``currency``."""
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            currency=currency, above_zero=True, label=gettext_lazy("Principal")
        )
        self.order_fields(self.field_order)


class EarlyForm(forms.Form):
    """What somebody thinks of paying, and when."""

    on = DayField(label=gettext_lazy("Day"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take amounts in ``currency``."""
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(currency=currency, label=gettext_lazy("Amount"))
        self.order_fields(["amount", "on"])


class PaperForm(forms.Form):
    """Which document, as of when, in which language."""

    kind = forms.ChoiceField(label=gettext_lazy("Document"))
    on = DayField(
        label=gettext_lazy("As of"),
        help_text=gettext_lazy("For the interest of a whole year choose its last day."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def offer(self, kinds: list[tuple[str, Promise]]) -> None:
        """Let one of these be chosen."""
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined] # a ChoiceField


class BouncedForm(forms.Form):
    """That a payment never held."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=120)

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        """Take days up to ``latest``."""
        super().__init__(*args, **kwargs)
        self.fields["bounced_on"] = DayField(
            label=gettext_lazy("The day the bank took it back"), latest=latest
        )
        self.order_fields(["bounced_on", "reason"])


class SecurityForm(forms.Form):
    """Who gives what."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(SECURITIES.items()))
    given_by = forms.CharField(label=gettext_lazy("Given by"), max_length=160)
    what = forms.CharField(
        label=gettext_lazy("What is pledged"),
        help_text=gettext_lazy("Only for a pledge or a floating charge."),
        max_length=200,
        required=False,
    )
    sharing = forms.ChoiceField(
        label=gettext_lazy("Answers"), choices=list(SHARING.items()), widget=forms.RadioSelect,
        initial="joint",
    )  # fmt: skip
    from_on = DayField(label=gettext_lazy("From"))

    def __init__(
        self, *args: Any, currency: str, standing: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Take amounts in ``currency``; one of ``standing`` can be replaced."""
        super().__init__(*args, **kwargs)
        self.fields["limit"] = MoneyField(
            currency=currency,
            label=gettext_lazy("For at most"),
            help_text=gettext_lazy("Empty: all of the loan."),
            required=False,
        )
        self.fields["replaces"] = forms.ChoiceField(
            label=gettext_lazy("Takes the place of"),
            choices=[("", gettext_lazy("Nothing")), *standing],
            required=False,
        )
        self.fields["key"].initial = uuid.uuid4().hex
        self.order_fields(["key", "kind", "given_by", "what", "limit", "sharing", "from_on"])
