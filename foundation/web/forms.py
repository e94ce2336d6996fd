"""Forms in KERN markup, and fields that refuse hostile values before they reach a row."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from foundation.values import BERLIN, DomainError, clean_line, clean_moment, clean_text

INT32 = 2**31 - 1
UNSEEN = _("This text holds characters that cannot be shown. Please type it again.")
FILL_IN = _("Please fill in this field.")
CHOOSE = _("Please choose one of the answers.")
YEARS = _("Please choose a date between 2000 and 2100.")
SHORTEN = _("Please shorten the text to %(limit_value)d characters. It has %(show_value)d now.")

CLASSES = {
    "choice": "kern-form-check__radio",
    "choices": "kern-form-check__checkbox",
    "box": "kern-form-check__checkbox",
    "select": "kern-form-input__select",
    "input": "kern-form-input__input",
}


class KernBoundField(BoundField):
    """A field whose inputs carry KERN's classes and what a screen reader needs."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        base = CLASSES[self.kind]
        own = (widget or self.field.widget).attrs.get("class", "")
        attrs["class"] = " ".join(filter(None, [base, f"{base}--error" if self.errors else "", own]))
        if self.kind in ("choice", "choices"):
            attrs.pop("aria-invalid", None)
        elif self.field.required and not self.is_hidden:
            attrs["aria-required"] = "true"
        return attrs

    @property
    def kind(self) -> str:
        """Which KERN markup the field takes, for a widget and all its descendants."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "choices"
        if isinstance(widget, forms.RadioSelect):
            return "choice"
        if isinstance(widget, forms.CheckboxInput):
            return "box"
        return "select" if isinstance(widget, forms.Select) else "input"

    @property
    def mark(self) -> str:
        """What stands between the label and its error; a label that asks has its mark."""
        return "" if str(self.label).endswith(("?", ".", ":")) else ":"

    @property
    def first_id(self) -> str:
        """Where a link of the error summary jumps to."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id


class KernRenderer(TemplatesSetting):
    """Renders every form and field with the templates under `templates/kern/`."""

    form_template_name = "kern/form.html"
    field_template_name = "kern/field.html"
    bound_field_class = KernBoundField


class Plain:
    """Required is the rule, so optional fields are marked; browsers do not interrupt; errors say what to do."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            words = field.error_messages
            if words.get("required") is forms.Field.default_error_messages["required"]:
                words["required"] = CHOOSE if isinstance(field, forms.ChoiceField) else FILL_IN
            if "invalid_choice" in words:
                words["invalid_choice"] = CHOOSE


class KernForm(Plain, forms.Form):
    """Base of all forms."""

    def refuse(self, error: DomainError) -> int:
        """Show why an act was refused, beside the fields it speaks of; the status that fits."""
        for name, words in (error.fields or {"": error.message}).items():
            self.add_error(name if name in self.fields else None, words)
        return error.status

    @property
    def status(self) -> int:
        """Of the page that shows this form: 400 once something was sent that it cannot take."""
        return 400 if self.errors else 200


class ScaleSelect(forms.RadioSelect):
    """A short scale in one row; the values in `quiet` ("cannot judge") stand apart below."""

    choice_css = "app-choice--row"

    def __init__(self, *, quiet: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.quiet = quiet


class WholeText(forms.CharField):
    """A text that arrives whole: browsers would cut what is pasted without a word, so the form refuses it instead."""

    default_error_messages = {"max_length": SHORTEN}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name != "maxlength"}


class LineField(WholeText):
    """One line: NFC, no control or bidi characters, at most `max_length` (200) characters."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return clean_line(super().to_python(value) or "")
        except ValueError as error:
            raise ValidationError(UNSEEN, code="unseen") from error


class ParagraphField(WholeText):
    """Text of several paragraphs, at most `max_length` (10,000) characters.

    `needed_at_times`: the help says when, so the label does not call it optional.
    """

    def __init__(
        self, *, max_length: int = 10_000, rows: int = 4, needed_at_times: bool = False, **kwargs: Any
    ) -> None:
        self.needed_at_times = needed_at_times
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return clean_text(super().to_python(value) or "")
        except ValueError as error:
            raise ValidationError(UNSEEN, code="unseen") from error


class MailField(forms.EmailField):
    """An e-mail address in small letters, at most 254 characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return clean_line(super().to_python(value) or "").lower()
        except ValueError as error:
            raise ValidationError(UNSEEN, code="unseen") from error


class DayField(forms.DateField):
    """A day between 2000 and 2100, chosen in the browser's calendar or typed as 11.02.2027."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ["%Y-%m-%d", "%d.%m.%Y"]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", self.input_formats)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and not 2000 <= day.year <= 2100:
            raise ValidationError(YEARS, code="year")
        return day


class MomentField(forms.Field):
    """A moment typed in Berlin's wall time, returned as aware UTC datetime between 2000 and 2100.

    The hour lost in March and the one that comes twice in October are refused: nobody knows which one is meant.
    """

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    formats = ("%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M")
    default_error_messages = {
        "invalid": _("Please give day and time, for example 11.02.2027 16:00."),
        "gap": _("This hour does not exist: the clocks are put forward. Please choose another time."),
        "twice": _("This hour comes twice: the clocks are put back. Please choose another time."),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(BERLIN).replace(tzinfo=None)
        return value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        wall = value if isinstance(value, datetime) else self._parsed(str(value).strip())
        if not 2000 <= wall.year <= 2100:
            raise ValidationError(YEARS, code="year")
        if not wall.tzinfo:
            wall = wall.replace(tzinfo=BERLIN)
            self._refuse_the_double_hour(wall)
        try:
            return clean_moment(wall).astimezone(UTC)
        except ValueError as error:
            raise ValidationError(self.error_messages["gap"], code="gap") from error

    def _refuse_the_double_hour(self, wall: datetime) -> None:
        first, second = wall.replace(fold=0).utcoffset(), wall.replace(fold=1).utcoffset()
        if first is not None and second is not None and first > second:
            raise ValidationError(self.error_messages["twice"], code="twice")

    def _parsed(self, text: str) -> datetime:
        for pattern in self.formats:
            try:
                return datetime.strptime(text, pattern)  # noqa: DTZ007 - wall time, given its zone by to_python
            except (ValueError, TypeError):
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class WholeNumberField(forms.IntegerField):
    """A whole number; 0 to 2,147,483,647 unless told otherwise."""

    widget = forms.NumberInput(attrs={"inputmode": "numeric"})

    def __init__(self, *, min_value: int = 0, max_value: int = INT32, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        assert any(isinstance(v, MinValueValidator) for v in self.validators)
        assert any(isinstance(v, MaxValueValidator) for v in self.validators)


class Brought(NamedTuple):
    """A file as it came."""

    name: str
    data: bytes


class BroughtField(forms.FileField):
    """A file of at most `most` bytes, whole; what it really is, the act finds out. `accept` helps to choose."""

    default_error_messages = {
        "required": _("Please choose a file."),
        "empty": _("The file is empty."),
        "too_large": _("The file is larger than %(most)s MB. Please make it smaller."),
    }

    def __init__(self, *, most: int, accept: str, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput({"accept": accept}), **kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > self.most:
            megabytes = {"most": self.most // 2**20}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=megabytes)
        return Brought(upload.name, bytes(upload.read()))


class RowsField(forms.ModelMultipleChoiceField):
    """Rows to tick, by number; a number larger than any database holds is a row that is not there."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if len(key) > 18:
                words = self.error_messages["invalid_choice"]
                raise ValidationError(words, code="invalid_choice", params={"value": key[:18]})
        return super().clean(value)
