"""What can go wrong where passages live.

IndexRoomError       anything below; `str(error)` is one line that says what to do
  HomeError          the home folder cannot be made, written or read, or is full
    Locked           another process is writing and did not finish in time
  FingerprintError   the home was indexed with another model or splitter
  SourceError        a folder or file to be indexed is not there, or clashes with what the home holds
  AddressError       an address may not be fetched, does not answer or holds no report
  EncoderError       the embedding model cannot be loaded or used
  WeightsError       weights that ship with the product are missing, damaged or another network's
  StoreError         the vector store failed (it is derived, and can be made again)
  UnknownReport      no report goes by that name
"""


class IndexRoomError(Exception):
    """Base of all errors of this room."""


class HomeError(IndexRoomError):
    """The home folder cannot be made, written or read, or is full."""


class Locked(HomeError):
    """Another process is writing and did not finish in time."""


class FingerprintError(IndexRoomError):
    """The home was indexed with another embedding model or splitter."""


class SourceError(IndexRoomError):
    """A folder or file to be indexed is not there, or clashes with what the home holds."""


class AddressError(IndexRoomError):
    """An address may not be fetched, does not answer or holds no report."""


class EncoderError(IndexRoomError):
    """The embedding model cannot be loaded or used."""


class WeightsError(IndexRoomError):
    """Weights that ship with the product are missing, damaged or another network's."""


class StoreError(IndexRoomError):
    """The vector store failed; it is derived from the catalogue and can be made again."""


class UnknownReport(IndexRoomError):
    """No report goes by that name."""
