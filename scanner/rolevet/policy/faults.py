"""What keeps a text from being a policy."""

from enum import StrEnum


class PolicyFault(StrEnum):
    """What is wrong, for whoever tells the faults apart."""

    TOO_LARGE = "TOO_LARGE"
    NOT_JSON = "NOT_JSON"
    DUPLICATE_KEY = "DUPLICATE_KEY"
    NO_STATEMENT = "NO_STATEMENT"
    VERSION = "VERSION"
    ELEMENT = "ELEMENT"
    EFFECT = "EFFECT"
    ACTION = "ACTION"
    RESOURCE = "RESOURCE"
    PRINCIPAL = "PRINCIPAL"
    CONDITION = "CONDITION"


class BadPolicy(ValueError):
    """The document is no policy of the kind asked for; the message is a clause about "it".

    `statement` counts from 0, and is None where the fault lies in no one statement.
    """

    def __init__(self, fault: PolicyFault, message: str, statement: int | None = None) -> None:
        super().__init__(message if statement is None else f"in Statement[{statement}], {message}")
        self.fault = fault
        self.statement = statement
