"""What people and the board office type about people, organisations and interests."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.documents.sheets import MOST_BYTES
from foundation.web.forms import DayField, KernForm, LineField, MailField, ParagraphField
from governance.boards.models import Board
from governance.people.models import InterestDeclaration, Organisation, Person, Support

MOST_CENTS = 10**12


class SearchForm(KernForm):
    """What the directory is narrowed to; both optional."""

    suche = LineField(required=False, max_length=100, label=_("Name or e-mail"))
    gremium = forms.ModelChoiceField(
        Board.objects.order_by("position"),
        required=False,
        label=_("Board"),
        empty_label=_("all"),
        to_field_name="slug",
    )


class ContactForm(KernForm):
    """How a person is reached. Mail or post is chosen in `MailSettingsForm`, where it is said what post means."""

    phone = LineField(max_length=40, required=False, label=_("Phone"), widget=forms.TextInput({"type": "tel"}))
    mobile = LineField(
        max_length=40, required=False, label=_("Mobile phone"), widget=forms.TextInput({"type": "tel"})
    )
    postal_address = LineField(
        max_length=300,
        required=False,
        label=_("Postal address"),
        help_text=_("Street and number, postcode and town, in one line."),
    )
    language = forms.ChoiceField(
        choices=settings.LANGUAGES, widget=forms.RadioSelect, label=_("Language of our mails")
    )


class PersonForm(ContactForm):
    """The same with the name and the channel, for the board office."""

    channel = forms.ChoiceField(
        choices=Person.Channel.choices, widget=forms.RadioSelect, label=_("How shall we write?")
    )
    form_of_address = forms.ChoiceField(choices=Person.Address.choices, label=_("Form of address"))
    academic_title = LineField(max_length=60, required=False, label=_("Academic title"))
    given_name = LineField(max_length=100, label=_("First name"))
    family_name = LineField(max_length=100, label=_("Last name"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = ["form_of_address", "academic_title", "given_name", "family_name", "phone", "mobile"]
        self.order_fields([*first, "postal_address", "channel"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") == Person.Channel.POST and not data.get("postal_address"):
            self.add_error("postal_address", _("Please give a postal address, or choose e-mail."))
        return data


class MailSettingsForm(KernForm):
    """How a person wants mails."""

    channel = forms.ChoiceField(
        choices=Person.Channel.choices, widget=forms.RadioSelect, label=_("How shall we write to you?")
    )
    calendar_mails = forms.BooleanField(
        required=False,
        label=_("Invitations with a calendar entry"),
        help_text=_("Switch this off if you subscribe to the calendar: either invitations or a subscription."),
    )
    copy_to_assistants = forms.BooleanField(
        required=False,
        label=_("Copy of mails about dates to the assistants"),
        help_text=_("Date, place and a link to answer for you after login. Never papers."),
    )
    digest = forms.BooleanField(
        required=False,
        label=_("All reminders of a day in one mail"),
        help_text=_("Invitations, changes and minutes always come at once."),
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            self.fields["channel"].label = _("How shall we write?")


class AddressForm(KernForm):
    email = MailField(label=_("E-mail"))


class AssistanceForm(KernForm):
    assistant = forms.ModelChoiceField(
        Person.objects.filter(user__isnull=False),
        label=_("Assistant"),
        help_text=_("Somebody with a login. Add the person first if the name is missing here."),
    )
    start = DayField(label=_("First day"))
    end = DayField(required=False, label=_("Last day"), help_text=_("Empty if there is no end yet."))
    papers = forms.BooleanField(
        required=False,
        label=_("May also receive papers"),
        help_text=_("The office notes it for what it sends. Pages show assistants date, place and titles only."),
    )


class PartnerForm(KernForm):
    person = forms.ModelChoiceField(
        Person.objects.filter(user__isnull=False),
        label=_("Person"),
        help_text=_("Somebody with a login. Add the person first if the name is missing here."),
    )
    start = DayField(label=_("First day"))
    end = DayField(required=False, label=_("Last day"), help_text=_("Empty if there is no end yet."))


class NewPersonForm(KernForm):
    """Somebody without a mandate: an assistant, a guest, staff."""

    form_of_address = forms.ChoiceField(
        choices=Person.Address.choices, initial=Person.Address.NEUTRAL, label=_("Form of address")
    )
    academic_title = LineField(max_length=60, required=False, label=_("Academic title"))
    given_name = LineField(max_length=100, label=_("First name"))
    family_name = LineField(max_length=100, label=_("Last name"))
    email = MailField(label=_("E-mail"))
    phone = LineField(max_length=40, required=False, label=_("Phone"))
    login = forms.BooleanField(
        required=False, initial=True, label=_("Open a login"), help_text=_("By a code sent to the e-mail address.")
    )


class InterestsForm(KernForm):
    """The yearly declaration; "nothing" excludes everything else."""

    nothing = forms.BooleanField(required=False, label=_("I have no interests to declare"))
    employer = ParagraphField(
        max_length=500, rows=2, required=False, label=_("Employer"), help_text=_("Or the own business.")
    )
    holdings = ParagraphField(
        max_length=500, rows=2, required=False, label=_("Holdings"), help_text=_("Shares in companies.")
    )
    clients = ParagraphField(
        max_length=500, rows=2, required=False, label=_("Clients"), help_text=_("Whom you advise or represent.")
    )
    functions = ParagraphField(
        max_length=500,
        rows=2,
        required=False,
        label=_("Other functions"),
        help_text=_("For example in associations, supervisory boards, city companies."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("nothing") == any(data.get(name) for name in InterestDeclaration.FIELDS):
            self.add_error("nothing", _("Please say what your interests are, or confirm that there are none."))
        return data

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in InterestDeclaration.FIELDS}


class OrganisationForm(KernForm):
    name = LineField(label=_("Name"))
    kind = forms.ChoiceField(choices=Organisation.Kind.choices, label=_("Kind"))
    email = MailField(required=False, label=_("E-mail"))
    phone = LineField(max_length=40, required=False, label=_("Phone"))
    address = LineField(max_length=300, required=False, label=_("Address"))


class InterestsOfSponsorForm(KernForm):
    interests = ParagraphField(
        max_length=2000,
        required=False,
        label=_("Interests of the sponsor"),
        help_text=_("What the sponsor expects, and where its business touches the boards."),
    )


class OrganisationContactForm(KernForm):
    name = LineField(label=_("Name"))
    function = LineField(required=False, label=_("Function"))
    email = MailField(required=False, label=_("E-mail"))
    phone = LineField(max_length=40, required=False, label=_("Phone"))
    address = LineField(max_length=300, required=False, label=_("Address"))


class EuroField(forms.CharField):
    """An amount as people type it ("1.234,50" or "1234.5"), returned in cents; at most 10 thousand million euros."""

    widget = forms.TextInput({"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "").replace("\u00a0", "").replace(" ", "").removesuffix("€")
        if not text:
            return None
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        try:
            cents = Decimal(text) * 100
        except InvalidOperation as error:
            raise self._wrong() from error
        if not cents.is_finite() or cents != cents.to_integral_value() or not 0 < cents <= MOST_CENTS:
            raise self._wrong()
        return int(cents)

    def _wrong(self) -> ValidationError:
        return ValidationError(_("Please give an amount in euros, for example 1.500,00."), code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:.2f}".replace(".", ",") if isinstance(value, int) else value


class SupportForm(KernForm):
    kind = forms.ChoiceField(choices=Support.Kind.choices, widget=forms.RadioSelect, label=_("What is given?"))
    amount_cents = EuroField(required=False, label=_("Amount in euros"), help_text=_("For money."))
    description = LineField(max_length=300, required=False, label=_("Description"), help_text=_("For services."))
    start = DayField(label=_("First day"))
    end = DayField(required=False, label=_("Last day"), help_text=_("Empty if there is no end yet."))
    published = forms.BooleanField(required=False, label=_("Is published"))


class RosterForm(KernForm):
    """A list of seats and people. `cleaned_data["file"]` are its bytes."""

    file = forms.FileField(
        label=_("List as CSV or XLSX"),
        help_text=_("At most 5 MB and 5,000 rows. The first row holds the names of the columns."),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.xlsx"}),
        error_messages={"empty": _("The file is empty."), "required": _("Please choose a file.")},
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Please split it."), code="too_large")
        return bytes(upload.read())
