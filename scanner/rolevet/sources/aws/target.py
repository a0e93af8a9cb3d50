"""Which account to read, and how to get there."""

from dataclasses import dataclass

from rolevet.sources.aws.assume import Assumption


@dataclass(frozen=True, slots=True)
class Target:
    """One account; without an assumption it is read with the credentials at hand.

    `unit` is the path of its organizational unit. `regions` are names or patterns that take the
    place of those of the run.
    """

    account: str
    assumption: Assumption | None = None
    regions: tuple[str, ...] = ()
    name: str = ""
    unit: str = ""
