"""What can go wrong while answers are graded.

EvalsError      anything below; `str(error)` is one line that says what to do
  GoldError     a gold set that cannot be read, or does not fit the reports at hand
  ResultError   a recorded result, or the thresholds, that cannot be read or used
"""


class EvalsError(Exception):
    """Base of all errors of this room."""


class GoldError(EvalsError):
    """A gold set that cannot be read, or does not fit the reports at hand."""


class ResultError(EvalsError):
    """A recorded result, or the thresholds, that cannot be read or used."""
