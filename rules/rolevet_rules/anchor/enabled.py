"""Whether a new trust anchor says if it is enabled."""

from collections.abc import Iterator
from typing import Final

from rolevet import Confidence, Hit, Inventory, Severity, Trouble, TrustAnchor, rule
from rolevet_rules import requests

_CREATE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateTrustAnchor.html"
)
_CREATES: Final = "rolesanywhere:CreateTrustAnchor"


@rule(
    "ANCH007-UNDECLARED",
    "anchor-enabled-not-declared",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=TrustAnchor,
    source=_CREATE,
    confidence=Confidence.MEDIUM,
)
def enabled_not_declared(anchor: TrustAnchor, _: Inventory) -> Iterator[Hit]:
    """A new trust anchor does not say whether it is enabled.

    ## Why it matters

    AWS does not document what a trust anchor is that is created without `enabled`. Terraform's
    provider sends `false` where nothing is set. Requests that name an anchor which is not enabled
    fail.

    ## Example

    A template with `Name` and `Source` and nothing else.

    ## How to mend it

    State it, whichever is meant: `Enabled: true` in a template, `enabled = true` in Terraform,
    `"enabled": true` in a request. Of an anchor that is there already:

        aws rolesanywhere enable-trust-anchor --trust-anchor-id ID

    ## False positives

    A change of a stack leaves the anchor as it is, and a step of its own may enable it.

    ## What it cannot see

    Whether the anchor exists already, and whether it is enabled.
    """
    consequence = "an anchor that is not enabled lets nobody in"
    yield from requests.enabled_unstated(anchor, _CREATES, consequence)
