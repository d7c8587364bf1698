"""What the columns of a portfolio may mean, and how they are guessed from their headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFERENCE, STATUS, NUMBER = "reference", "status", "number"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column may mean.

    Attributes:
        key: Its name in a mapping.
        label: As people read it.
        help: What to choose for it.
        names: What such a column is often called, in any language and in known layouts.
        is_required: Whether no loan can be taken over without it.
    """

    key: str
    label: str | Promise
    help: str | Promise
    names: tuple[str, ...]
    is_required: bool = False


MEANINGS: tuple[Meaning, ...] = (
    Meaning(REFERENCE, _("Reference"),
        _("The loan's own number. Without a column the loans are numbered."),
        ("loan number", "loan id", "id", "lånenummer", "referens", "lainanumero", "viite")),
    Meaning("name", _("Borrower"),
        _("A person or an organisation. Without a column the loan's reference stands there."),
        ("borrower", "borrower name", "customer", "låntagare", "namn", "kund",
         "lainansaaja", "nimi")),
    Meaning("email", _("Borrower's e-mail"),
        _("Whoever has it can be invited later. Without one no mail is ever sent."),
        ("email", "e mail", "e post", "epost", "sähköposti")),
    Meaning(NUMBER, _("Organisation number"),
        _("Where it stands, the borrower is that organisation."),
        ("organisation number", "org nr", "organisationsnummer", "y tunnus")),
    Meaning("region", _("Region"), _("Where the borrower is, to filter lists by."),
        ("state", "county", "län", "kommun", "maakunta", "kunta", "alue")),
    Meaning("adviser", _("Adviser's e-mail"), _("Someone who is an adviser here already."),
        ("adviser", "advisor", "handläggare", "rådgivare", "käsittelijä", "neuvoja")),
    Meaning("product", _("Product"),
        _("Becomes the theme where the programme has one of that name."),
        ("loan purpose", "purpose", "programme", "theme", "produkt", "program", "tuote")),
    Meaning("principal", _("Amount lent"), _("What was lent, before anything was repaid."),
        ("loan amount", "amount", "lånebelopp", "belopp", "lainasumma", "laina", "pääoma"), True),
    Meaning("currency", _("Currency"), _("Only loans in the currency of the books are taken."),
        ("valuta", "valuutta")),
    Meaning("paid_out_on", _("Paid out on"), _("A day, or a month such as Mar-2018."),
        ("issue month", "issue date", "disbursed on", "utbetald", "utbetalningsdag",
         "maksettu ulos", "maksupäivä"), True),
    Meaning("first_due_on", _("First due day"),
        _("Without a column: a month after it was paid out."),
        ("first due", "first payment", "första förfallodag", "ensimmäinen eräpäivä")),
    Meaning("instalments", _("Instalments"), _("How many there are in all."),
        ("term", "term in months", "months", "number of instalments", "löptid", "antal",
         "laina aika", "erien määrä"), True),
    Meaning("interval", _("Months between instalments"),
        _("Without a column every loan is repaid each month. 3 is a quarter."),
        ("repayment interval", "interval", "intervall", "maksuväli")),
    Meaning("per_year", _("Instalments a year"),
        _("The same said in another way: 12, 6, 4, 3, 2 or 1; 52, 26 or 13 for weeks."),
        ("payments per year", "repayments a year", "repayment frequency", "payments a year",
         "betalningar per år", "förfallodagar per år", "eriä vuodessa", "maksuja vuodessa")),
    Meaning("grace", _("Instalments left without principal"),
        _("How many of those to come pay interest only. Without a column: none."),
        ("grace", "grace period", "interest only", "amorteringsfria", "amorteringsfritt",
         "lyhennysvapaat", "lyhennysvapaita")),
    Meaning("rate", _("Interest a year"), _("Below you say whether it is in percent."),
        ("interest rate", "nominal rate", "ränta", "räntesats", "korko", "korkoprosentti"), True),
    Meaning("instalment", _("Instalment"),
        _("Equal payments stay as the file says. Without a column they are computed."),
        ("installment", "monthly payment", "annuitet", "månadsbetalning", "kuukausierä", "erä")),
    Meaning("kind", _("Kind of repayment"),
        _("Annuity or straight. Without a column you choose one for all below."),
        ("repayment type", "amorteringstyp", "amortering", "lyhennystapa")),
    Meaning("balance", _("Balance of principal"), _("All that is unpaid of it, late or not."),
        ("outstanding", "outstanding principal", "saldo", "restskuld", "kapitalskuld",
         "jäljellä", "pääomasaldo"), True),
    Meaning("principal_late", _("Principal that is late"),
        _("Without a column it is computed from the instalments since the loan went late."),
        ("principal overdue", "overdue principal", "förfallet kapital", "erääntynyt pääoma")),
    Meaning("interest_unpaid", _("Interest unpaid"),
        _("Interest that has run or fallen due and is unpaid. Below you say which."),
        ("interest due", "obetald ränta", "ränteskuld", "maksamaton korko")),
    Meaning("fees_unpaid", _("Fees unpaid"), _("Reminder fees and the like that are unpaid."),
        ("fees due", "obetalda avgifter", "avgiftsskuld", "maksamattomat maksut")),
    Meaning("late_interest", _("Late interest"), _("Late interest that is unpaid on the day."),
        ("penalty interest", "dröjsmålsränta", "viivästyskorko")),
    Meaning("late_since", _("Late since"),
        _("The oldest due day that is unpaid. Without a column its status says how late it is."),
        ("arrears since", "overdue since", "förfallen sedan", "erääntynyt alkaen")),
    Meaning("next_due_on", _("Next due day"), _("The first due day after the day."),
        ("next due", "next payment", "nästa förfallodag", "seuraava eräpäivä")),
    Meaning(STATUS, _("Status"), _("What the old system calls how it stands."),
        ("loan status", "läge", "tila")),
    Meaning("paid_principal", _("Principal paid so far"),
        _("Kept to compare: with the balance it makes the principal."),
        ("principal paid", "betalt kapital", "maksettu pääoma")),
    Meaning("paid_interest", _("Interest paid so far"), _("Kept to compare."),
        ("interest paid", "betald ränta", "maksettu korko")),
    Meaning("paid_fees", _("Fees paid so far"), _("Kept to compare."),
        ("paid late fees", "fees paid", "betalda avgifter", "maksetut maksut")),
    Meaning("last_paid_on", _("Last payment"), _("The day the last payment came."),
        ("last payment date", "senaste betalning", "viimeisin maksu")),
)  # fmt: skip

BY_KEY: Mapping[str, Meaning] = {meaning.key: meaning for meaning in MEANINGS}

HISTORY: Mapping[str, tuple[str, ...]] = {
    "reference": BY_KEY[REFERENCE].names,
    "day": ("date", "value date", "paid on", "datum", "betald", "päivä", "maksupäivä"),
    "amount": ("amount", "belopp", "summa", "määrä"),
}
"""The columns of a file of payments, by what they are called."""


def plain(name: str) -> str:
    """A heading without what does not tell it from others."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").rstrip("?:.").split())


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """A heading for each meaning that one can guess, each heading at most once."""
    return _guess(headings, {one.key: (one.key, *one.names) for one in MEANINGS})


def guessed_payments(headings: Sequence[str]) -> dict[str, str]:
    """The same for a file of payments."""
    return _guess(headings, {key: (key, *names) for key, names in HISTORY.items()})


def _guess(headings: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    by_name: dict[str, str] = {}
    for heading in headings:
        by_name.setdefault(plain(heading), heading)
    found: dict[str, str] = {}
    for key, called in names.items():
        known = (by_name.get(plain(name), "") for name in called)
        if free := [one for one in known if one and one not in found.values()]:
            found[key] = free[0]
    return found
