"""What can go wrong while a question is answered.

AssistantError      anything below; `str(error)` is one line that says what to do
  BadQuestion       a question that is empty or too long, or its date is none
  UnknownBody       no report is about that body, or the name may be several
  CitationError     a quote that is not the report's own text (a fault of ours, never of the user's)
  SettingsError     a setting that cannot be used
  ReaderError       the model that reads windows cannot be loaded
  PortInUse         another program listens where the page was to be served
  Busy              there is something better to do: others wait for answers
  UsersError        the users file, a name or a password cannot be used
"""


class AssistantError(Exception):
    """Base of all errors of this room."""


class BadQuestion(AssistantError):
    """The question is empty or too long, or the day beside it is no date."""


class UnknownBody(AssistantError):
    """No report is about that body, or the name may be that of several."""


class CitationError(AssistantError):
    """A quote that is not, character for character, the report's text at its span."""


class SettingsError(AssistantError):
    """A setting that cannot be used."""


class ReaderError(AssistantError):
    """The model that reads windows cannot be loaded."""


class PortInUse(AssistantError):
    """Another program listens where the page was to be served, or this one may not."""


class Busy(AssistantError):
    """There is something better to do than what was begun: others wait for answers."""


class UsersError(AssistantError):
    """The file that says who may ask cannot be used, or a name or password for it cannot."""
