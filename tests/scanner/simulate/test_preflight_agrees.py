"""What preflight takes the simulated AWS takes, and what it refuses the simulated AWS refuses."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError
from botocore.parsers import ResponseParserError
from scanner.request.edges import ROLE, TRUST, UUID, Edge, edges
from world import NOW

from rolevet.requested import refusals
from rolevet.sources.request import read_request, worlds
from rolevet.sources.request.operations import OPERATIONS, Operation
from rolevet.tree import read_json

IDS = [operation.action for operation in OPERATIONS]
REFUSALS = {"ValidationException", "InvalidRequestException", "ValidationError", "InvalidInput"}
SOURCE = {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": "PEM"}}

_UNSENDABLE = (ParamValidationError, TypeError, ValueError, AttributeError, KeyError)
"""What a client raises that does not know how to write such a request."""

EXEMPT = {
    r"iot:\S+ (roleAlias|policyName) another type": "an address holds texts only",
    r"\S+ (roleAlias|policyName|profileId|trustAnchorId|crlId) size 0": (
        "an address with an empty part is another address"
    ),
    r"iam:\S+ \S+ another type": "a form, as IAM takes it, holds texts only",
    r"rolesanywhere:\S+ managedPolicyArns another type": "moto takes a text for a list",
}
"""Where a request cannot be sent as it is, or moto is laxer; by what an edge is called."""


def exempt(edge: Edge) -> bool:
    return any(re.fullmatch(pattern, edge.id) for pattern in EXEMPT)


def test_every_exemption_is_needed() -> None:
    ids = [edge.id for operation in OPERATIONS for edge in edges(operation)]
    assert all(any(re.fullmatch(pattern, name) for name in ids) for pattern in EXEMPT)


def taken_by_preflight(edge: Edge) -> bool:
    root = read_json(json.dumps(edge.members).encode(), "r.json")
    request = read_request(root, "r.json", edge.operation)
    assert request is not None
    (first, *_) = worlds(request, NOW)
    return not list(refusals(request.resource_in(first.inventory)))


@pytest.mark.parametrize("operation", OPERATIONS, ids=IDS)
def test_the_simulated_aws_agrees(operation: Operation, in_process: Any) -> None:
    send = sender(operation, in_process.client)
    told = {}
    for edge in edges(operation):
        if exempt(edge):
            continue
        found = edge.fits, taken_by_preflight(edge), send(edge)
        if len(set(found)) > 1:
            told[edge.id] = found
    assert told == {}


def sender(operation: Operation, client: Callable[..., Any]) -> Callable[[Edge], bool]:
    """Whether the simulated AWS takes a request; each is sent where nothing stands in its way."""
    service = client(operation.action.partition(":")[0])
    call = getattr(service, xform_name(operation.name))
    held = _held(client) if operation.updates or operation.name == "ImportCrl" else {}

    def send(edge: Edge) -> bool:
        members = dict(edge.members)
        for name, value in held.items():
            if members.get(name) in (UUID, "a", f"{name}"):
                members[name] = value
        try:
            if "crlData" in members:
                members["crlData"] = base64.b64decode(members["crlData"], validate=True)
            call(**members)
        except _UNSENDABLE:
            return False
        except ResponseParserError:
            return True
        except ClientError as error:
            return error.response["Error"]["Code"] not in REFUSALS
        return True

    return send


def _held(client: Callable[..., Any]) -> dict[str, str]:
    """The ids of one resource of each kind that can be updated."""
    broker = client("rolesanywhere")
    anchor = broker.create_trust_anchor(name="a", source=SOURCE)["trustAnchor"]
    arn = anchor["trustAnchorArn"]
    crl = broker.import_crl(name="a", crlData=b"x", trustAnchorArn=arn)["crl"]
    client("iot").create_role_alias(roleAlias="a", roleArn=f"{ROLE}device")
    client("iam").create_role(RoleName="a", AssumeRolePolicyDocument=TRUST)
    profile = broker.create_profile(name="a", roleArns=[])["profile"]
    return {
        "profileId": profile["profileId"],
        "trustAnchorId": anchor["trustAnchorId"],
        "crlId": crl["crlId"],
    }
