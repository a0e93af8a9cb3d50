"""What IAM refuses of the request for a role."""

from collections.abc import Iterator
from typing import Final

from rolevet import Hit, Inventory, Role, Severity, Trouble, rule
from rolevet_rules import requests

_SOURCE: Final = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"


@rule(
    "TRUST012",
    "role-request-shape-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=Role,
    source=_SOURCE,
)
def shape_invalid(role: Role, _: Inventory) -> Iterator[Hit]:
    """A role is asked for with values that IAM refuses.

    ## Why it matters

    The deployment fails. A role's name has 1 to 64 letters, digits and characters of `_+=,.@-`, and
    MaxSessionDuration is a whole number of 3600 to 43200 seconds. A member that the operation does
    not know is told as well: the AWS CLI and the SDKs do not send such a request.

    ## Example

    `"MaxSessionDuration": 1800`.

    ## How to mend it

    Correct the value in the template or the request; the message tells what is taken.

    ## False positives

    None known. What is taken comes from the model that the installed botocore brings.

    ## What it cannot see

    Whether a policy says what IAM takes: only its length and its characters are looked at. Policies
    in templates.
    """
    yield from requests.misshapen(role)
    yield from requests.unknown_members(role)
