"""What can go wrong while a file is read.

CorpusError             anything below; `str(error)` is one line that says what to do
  UnreadableFile        the file holds no report that can be read
    UnsupportedFormat   no reader takes this kind of file
    EmptyFile           there is nothing in it
    NoText              a PDF of pictures (scanned) or otherwise without letters
    EncryptedFile       it wants a password
    BrokenFile          it is not what its name says, or is damaged
    BadFrontMatter      the lines at the top of the file are not valid
    TooLarge            larger than the limit on files, or on the text read from one
    TooSlow             reading went past the limit on time
    OutOfMemory         reading went past the limit on memory
"""


class CorpusError(Exception):
    """Base of all errors of this room."""


class UnreadableFile(CorpusError):
    """A file that holds no report that can be read; the others go on."""


class UnsupportedFormat(UnreadableFile):
    """No reader takes this kind of file."""


class EmptyFile(UnreadableFile):
    """There is nothing in the file."""


class NoText(UnreadableFile):
    """The file has pages but no letters on them."""


class EncryptedFile(UnreadableFile):
    """The file wants a password."""


class BrokenFile(UnreadableFile):
    """The file is damaged or not what its name says."""


class BadFrontMatter(UnreadableFile):
    """The lines at the top of the file are not valid."""


class TooLarge(UnreadableFile):
    """The file, or the text read from it, is larger than the limit."""


class TooSlow(UnreadableFile):
    """Reading went past the limit on time."""


class OutOfMemory(UnreadableFile):
    """Reading went past the limit on memory."""
