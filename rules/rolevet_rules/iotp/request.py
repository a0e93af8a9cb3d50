"""What AWS IoT refuses of the request for a policy."""

from collections.abc import Iterator
from typing import Final

from rolevet import Hit, Inventory, IotPolicy, Severity, Trouble, rule
from rolevet_rules import requests

_SOURCE: Final = "https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicy.html"


@rule(
    "IOTP005",
    "iot-policy-request-shape-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=IotPolicy,
    source=_SOURCE,
)
def shape_invalid(policy: IotPolicy, _: Inventory) -> Iterator[Hit]:
    """An IoT policy is asked for with values that CreatePolicy refuses.

    ## Why it matters

    The deployment fails. A policy's name has 1 to 128 letters, digits and characters of `_+=,.@-`,
    and its document is one text. A member that the operation does not know is told as well: the AWS
    CLI and the SDKs do not send such a request.

    ## Example

    `policyDocument` as an object, where the text of it is taken.

    ## How to mend it

    Correct the value in the template or the request; the message tells what is taken.

    ## False positives

    None known. What is taken comes from the model that the installed botocore brings.

    ## What it cannot see

    Whether the document is a policy that AWS IoT takes.
    """
    yield from requests.misshapen(policy)
    yield from requests.unknown_members(policy)
