"""How much a role may do, and that the actions by which it is told are AWS's."""

from functools import cache
from typing import Any

import botocore.session
import pytest
from botocore.model import OperationModel, StructureShape
from scanner.policy.made import Json, allow, allowed_by, deny, policy, without

from rolevet.policy.actions import (
    COMPUTE,
    DATA,
    IAM_ESCALATIONS,
    IOT_DATA,
    IOT_DATA_PLANE,
    IOT_DATA_PLANE_SINCE,
    OTHER_ESCALATIONS,
    SECURITY_SERVICES,
    TAMPERING,
    THING_ADMIN_READ,
    THING_ADMIN_WRITE,
)
from rolevet.policy.permissions import Permissions
from rolevet.policy.sets import PolicySet
from rolevet.policy.tiers import Tier, escalations, reaches, tier
from rolevet.unknown import Undecided, Unknown

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
HERE = "arn:aws:iam::123456789012"
IAM = allow("iam:*")
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html
POWER_USER = [
    without(allow("x:y"), "Action") | {"NotAction": ["iam:*", "organizations:*", "account:*"]},
    allow(["iam:CreateServiceLinkedRole", "iam:ListRoles", "organizations:DescribeOrganization"]),
]
# https://docs.aws.amazon.com/greengrass/v2/developerguide/device-service-role.html
GREENGRASS = [
    allow(
        [
            *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
            *("logs:DescribeLogStreams", "s3:GetBucketLocation"),
        ]
    )
]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([allow("*")], Tier.ADMINISTRATOR),
        ([allow(["*:*"], ["*"])], Tier.ADMINISTRATOR),
        ([allow("*"), deny("organizations:LeaveOrganization")], Tier.ADMINISTRATOR),
        ([*POWER_USER, IAM], Tier.ADMINISTRATOR),
        (POWER_USER, Tier.ESCALATION),
        ([IAM], Tier.ESCALATION),
        ([allow("*"), deny("iam:*")], Tier.ESCALATION),
        ([allow("iam:PutRolePolicy")], Tier.ESCALATION),
        ([allow("iam:PutRolePolicy", f"{HERE}:role/*")], Tier.ESCALATION),
        ([allow("iam:put*policy", f"{HERE}:role/*")], Tier.ESCALATION),
        ([allow("iam:PutRolePolicy", f"{HERE}:role/pump")], None),
        ([allow("iam:PutRolePolicy", f"{HERE}:role/pump-*")], None),
        ([allow("iam:PutRolePolicy", f"{HERE}:policy/*")], None),
        ([allow("sts:AssumeRole")], Tier.ESCALATION),
        ([allow("sts:AssumeRole", f"{HERE}:role/pump")], Tier.ORDINARY),
        ([allow("iam:PassRole")], Tier.ORDINARY),
        ([allow(["iam:PassRole", "lambda:CreateFunction"])], Tier.ESCALATION),
        ([allow("iam:PassRole", f"{HERE}:role/x"), allow("ec2:RunInstances")], Tier.ORDINARY),
        ([allow("rolesanywhere:CreateTrustAnchor")], Tier.ESCALATION),
        ([allow("rolesanywhere:CreateProfile")], Tier.ORDINARY),
        ([allow(["rolesanywhere:CreateProfile", "iam:PassRole"])], Tier.ESCALATION),
        ([allow("iot:UpdateRoleAlias")], Tier.ORDINARY),
        ([allow(["iot:UpdateRoleAlias", "iam:PassRole"])], Tier.ESCALATION),
        ([allow("iot:CreateKeysAndCertificate")], Tier.ESCALATION),
        ([allow("iot:*")], Tier.ESCALATION),
        ([allow("cloudtrail:StopLogging")], Tier.TAMPERING),
        ([allow("cloudtrail:*", "arn:aws:cloudtrail:*:*:trail/x")], Tier.TAMPERING),
        ([allow("guardduty:Get*")], Tier.ORDINARY),
        ([allow("s3:*")], Tier.SERVICE_WIDE),
        ([allow("s3:*"), deny("s3:DeleteBucket")], Tier.SERVICE_WIDE),
        ([without(allow("x:y"), "Action") | {"NotAction": "s3:*"}, deny(["iam:*", "sts:*", "iot:*",
          "rolesanywhere:*", *(f"{service}:*" for service in SECURITY_SERVICES)])],
         Tier.SERVICE_WIDE),
        ([allow("s3:*", "arn:aws:s3:::bucket/*")], Tier.ORDINARY),
        ([allow("s3:Get*")], Tier.ORDINARY),
        (GREENGRASS, Tier.ORDINARY),
        ([deny("*")], Tier.ORDINARY),
        ([allow("*"), deny("*")], Tier.ORDINARY),
        ([allow("*", Condition=MFA)], None),
        ([allow("*"), deny("*", Condition=MFA)], None),
        ([allow("s3:*", Condition=MFA)], None),
        # What is certain comes first only where nothing above it is in doubt.
        ([allow("iam:PutRolePolicy"), allow("*", Condition=MFA)], None),
        ([allow("sts:AssumeRole"), allow("iam:PutRolePolicy", Condition=MFA)], Tier.ESCALATION),
    ],
)  # fmt: skip
def test_tiers(statements: list[Json], expected: Tier | None) -> None:
    permissions = allowed_by(*statements)
    if expected is None:
        with pytest.raises(Undecided):
            tier(permissions)
        assert any(reaches(permissions, each).known is None for each in Tier)
        return
    assert tier(permissions) is expected
    for each in Tier:
        assert reaches(permissions, each).known is (each >= expected)


UNREAD = PolicySet.of([Unknown("the call was denied")])


@pytest.mark.parametrize(
    ("statements", "expected"), [([allow("*")], None), (GREENGRASS, Tier.ORDINARY)]
)
def test_an_unread_boundary_matters_only_above_the_lowest_tier(
    statements: list[Json], expected: Tier | None
) -> None:
    identity = PolicySet.of([policy(*statements)])
    permissions = Permissions.of(identity, boundary=UNREAD)
    if expected is None:
        with pytest.raises(Undecided, match="the call was denied"):
            tier(permissions)
    else:
        assert tier(permissions) is expected


def test_an_unread_policy_may_hold_anything() -> None:
    identity = PolicySet.of([policy(*GREENGRASS), Unknown("the call was denied")])
    with pytest.raises(Undecided, match="the call was denied"):
        tier(Permissions.of(identity))


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (GREENGRASS, Tier.ORDINARY),
        ([allow("*")], Tier.ADMINISTRATOR),
        ([allow("s3:*")], Tier.SERVICE_WIDE),
        ([deny("*")], Tier.ORDINARY),
    ],
)
def test_a_session_policy_lowers_the_tier_unless_it_allows_everything(
    session: list[Json], expected: Tier
) -> None:
    identity = PolicySet.of([policy(allow("*"))])
    assert tier(Permissions.of(identity, session=PolicySet.of([policy(*session)]))) is expected


def test_the_actions_that_escalate_are_told() -> None:
    found = escalations(
        allowed_by(
            allow(["iam:PutRolePolicy", "iam:CreateAccessKey", "ec2:RunInstances"]),
            allow("iam:AttachRolePolicy", f"{HERE}:role/pump"),
            allow("iam:PassRole", Condition=MFA),
        )
    )
    assert {action: answer.known for action, answer in found.items()} == {
        "iam:PutRolePolicy": True,
        "iam:AttachRolePolicy": None,
        "iam:CreateAccessKey": True,
        "iam:PassRole": None,
    }
    reason = found["iam:AttachRolePolicy"].reason
    assert reason == "it may use iam:AttachRolePolicy on resources that a policy names"


def test_more_services_than_there_are() -> None:
    many = allow([f"s{number}:*" for number in range(600)])
    identity = PolicySet.of([policy(many)])
    assert tier(allowed_by(many)) is Tier.SERVICE_WIDE
    with pytest.raises(Undecided, match="more services than there are"):
        tier(Permissions.of(identity, boundary=PolicySet.of([policy(allow("a:b"))])))


# How a service is called in IAM where its model is called otherwise, and the actions that are no
# operations: those that devices take by MQTT or as a stream, and those that have other names there.
_MODELS = {"access-analyzer": "accessanalyzer", "states": "stepfunctions"}
_IOT_MODELS = ("iot", "iot-data", "iot-jobs-data")
_NO_OPERATIONS = {
    *("iot:Connect", "iot:Receive", "iot:RetainPublish", "iot:Subscribe"),
    *("execute-api:Invoke", "kinesisvideo:PutMedia", "lambda:InvokeFunction"),
    *(f"dynamodb:PartiQL{verb}" for verb in ("Delete", "Insert", "Select", "Update")),
}


@cache
def operations(service: str) -> dict[str, OperationModel]:
    names = _IOT_MODELS if service == "iot" else (_MODELS.get(service, service),)
    models = [botocore.session.get_session().get_service_model(name) for name in names]
    return {name: model.operation_model(name) for model in models for name in model.operation_names}


def test_every_action_is_an_operation() -> None:
    actions = {each.action for each in (*IAM_ESCALATIONS, *OTHER_ESCALATIONS)}
    actions |= {*COMPUTE, *THING_ADMIN_WRITE, *THING_ADMIN_READ, *IOT_DATA_PLANE}
    actions |= {*IOT_DATA_PLANE_SINCE, *(action for action, _ in (*DATA, *IOT_DATA))}
    for action in actions - _NO_OPERATIONS:
        service, _, name = action.partition(":")
        assert name in operations(service), action


def test_data_of_aws_iot_is_its_data_plane() -> None:
    asked = {action for action, _ in IOT_DATA}
    without_resources = {"iot:Receive", "iot:ListRetainedMessages"}
    assert asked == (IOT_DATA_PLANE | IOT_DATA_PLANE_SINCE) - without_resources


def holds_a_role(shape: Any, depth: int = 3) -> bool:
    if not isinstance(shape, StructureShape) or not depth:
        return False
    return any(
        "role" in name.lower() or name == "IamInstanceProfile" or holds_a_role(member, depth - 1)
        for name, member in shape.members.items()
    )


@pytest.mark.parametrize("action", sorted(set(COMPUTE) - {"datapipeline:PutPipelineDefinition"}))
def test_what_computes_takes_a_role(action: str) -> None:
    service, _, name = action.partition(":")
    assert holds_a_role(operations(service)[name].input_shape)


def test_what_tampers_are_operations() -> None:
    # Trusted Advisor has actions of no API; the API of support has none that takes anything away.
    verbs: dict[str, list[str]] = {}
    for pattern in TAMPERING:
        service, _, verb = pattern.removesuffix("*").partition(":")
        if service not in ("trustedadvisor", "support"):
            verbs.setdefault(service, []).append(verb)
    for service, listed in verbs.items():
        assert any(name.startswith(tuple(listed)) for name in operations(service)), service
    assert verbs.keys() | {"trustedadvisor", "support"} == set(SECURITY_SERVICES)
