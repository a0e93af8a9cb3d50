"""What is wrong with a snapshot, before anybody knows which file it came from."""

from typing import Final

from rolevet.text import plain

AGAIN: Final = "collect it again: rolevet collect -o FILE"
UPDATE: Final = "update rolevet: pip install --upgrade rolevet"


class Fault(Exception):
    """`message` is a clause about the file; `hint` says what to do."""

    def __init__(self, message: str, hint: str = AGAIN) -> None:
        super().__init__(message)
        self.message = plain(message, limit=300)
        self.hint = hint


def foreign(what: str, word: str) -> Fault:
    """Something that a later rolevet may have written."""
    return Fault(f"{what} '{plain(word, limit=100)}', which this rolevet does not know", UPDATE)
