"""A voice: what says a message, a number or a day in one language, where there is no session."""

from dataclasses import dataclass
from datetime import date, datetime

from dq.errors import Filled
from dq.words import catalogue, formats

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Voice:
    """Whatever it says is bare text in the language `code`."""

    code: str = "nl"

    def plain(self, message: str, **values: object) -> str:
        """`message` with its `{places}` filled."""
        if isinstance(message, Filled):
            message, values = message.message, message.values | values
        if not message:
            return ""  # the catalogue has its own head there
        return self._filled(catalogue.of(self.code).gettext(message), values)

    def counted(self, one: str, many: str, number: int, **values: object) -> str:
        """The singular or plural sentence for `number`, which fills `{number}`."""
        sentence = catalogue.of(self.code).ngettext(one, many, number)
        return self._filled(sentence, {"number": number, **values})

    def _filled(self, sentence: str, values: dict[str, object]) -> str:
        return catalogue.fill(sentence, {name: self.written(one) for name, one in values.items()})

    def written(self, value: object) -> str:
        """A value as this language writes it: numbers, dates, yes and no; nothing for null."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.plain("yes") if value else self.plain("no")
        if isinstance(value, int | float):
            return formats.number(value, self.code)
        if isinstance(value, datetime):
            return formats.moment(value, self.code)
        return formats.day(value, self.code) if isinstance(value, date) else str(value)
