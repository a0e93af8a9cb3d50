"""What IAM Roles Anywhere refuses of the request for a CRL."""

from collections.abc import Iterator
from typing import Final

from rolevet import Breach, Crl, Hit, Inventory, Refusal, Severity, Trouble, rule
from rolevet_rules import requests

_SOURCE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ImportCrl.html"


@rule(
    "CRL005",
    "crl-request-shape-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=Crl,
    source=_SOURCE,
)
def shape_invalid(crl: Crl, _: Inventory) -> Iterator[Hit]:
    """A CRL is asked for with values that ImportCrl or UpdateCrl refuses.

    ## Why it matters

    The import fails, and what the list revokes goes on to get sessions. It has a name, 1 to 300000
    bytes, and the ARN of a trust anchor. A member that the operation does not know is told as well:
    the AWS CLI and the SDKs do not send such a request.

    ## Example

    `crlData` in PEM where the request is JSON, which carries it in base64.

    ## How to mend it

    Correct the value in the template or the request; the message tells what is taken.

    ## False positives

    None known. What is taken comes from the model that the installed botocore brings.

    ## What it cannot see

    Whether the bytes are a list (CRL001-UNREADABLE), and whether the ARN names a trust anchor
    (CRL004-REJECTED). Version 1 of the AWS CLI takes `crlData` as it is, and not in base64.
    """
    yield from requests.misshapen(crl, _is_of_the_anchor)
    yield from requests.unknown_members(crl)


def _is_of_the_anchor(refusal: Refusal) -> bool:
    path, breach = refusal.fault.path, refusal.fault.breach
    return path == "trustAnchorArn" and breach in (Breach.SIZE, Breach.SPELLING)
