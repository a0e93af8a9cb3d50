"""What IAM Roles Anywhere refuses of the request for a trust anchor."""

from collections.abc import Iterator
from typing import Final

from rolevet import Breach, Hit, Inventory, Refusal, Severity, Trouble, TrustAnchor, rule
from rolevet_rules import requests

_SOURCE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateTrustAnchor.html"
)


@rule(
    "ANCH010",
    "anchor-request-shape-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=TrustAnchor,
    source=_SOURCE,
)
def shape_invalid(anchor: TrustAnchor, _: Inventory) -> Iterator[Hit]:
    """A trust anchor is asked for with values that the API refuses.

    ## Why it matters

    The deployment fails. A name has 1 to 255 letters, digits, blanks, hyphens and underscores, a
    threshold is a whole number of 1 to 360 days, and a setting that is enabled needs one.
    A member that the operation does not know is told as well: the AWS CLI and the SDKs do not send
    such a request.

    ## Example

    `"enabled": "true"`, a text where true is taken.

    ## How to mend it

    Correct the value in the template or the request; the message tells what is taken.

    ## False positives

    None known. What is taken comes from the model that the installed botocore brings.

    ## What it cannot see

    The certificates of the source, how long they are together, and whether they are of its type:
    see ANCH002. Notification settings of templates.
    """
    yield from requests.misshapen(anchor, _is_of_the_source)
    yield from requests.unknown_members(anchor)


def _is_of_the_source(refusal: Refusal) -> bool:
    path, breach = refusal.fault.path, refusal.fault.breach
    return path.startswith("source.sourceData") and breach is Breach.SIZE
