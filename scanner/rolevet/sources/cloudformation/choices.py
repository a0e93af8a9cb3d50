"""What a resolver takes for given of that which a template leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rolevet.stated.stack import Taking


@dataclass(frozen=True, slots=True)
class Choice:
    """One way in which a stack may be made."""

    parameters: Mapping[str, str | None] = field(default_factory=dict)
    """Values of parameters; None for one that differs from all that conditions compare it with."""
    pseudo: Mapping[str, str] = field(default_factory=dict)
    """What conditions take pseudo-parameters for."""
    conditions: Mapping[str, bool] = field(default_factory=dict)
    """Those that follow from nothing that the template tells."""
    untold: frozenset[str] = frozenset()
    """Parameters and pseudo-parameters that have too many values to go through."""
    taking: Taking = field(default_factory=Taking)
