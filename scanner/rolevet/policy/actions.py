"""The actions by which privilege is told, each list with the page that it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rolevet.policy.patterns import FRESH

_IAM: Final = f"arn:*:iam::*:{{}}/{FRESH}"
_ANYWHERE: Final = f"arn:*:rolesanywhere:*:*:{{}}/{FRESH}"
_IOT: Final = f"arn:*:iot:*:*:{{}}/{FRESH}"

ANY_ROLE: Final = _IAM.format("role")
"""A role whose name no policy spells: who may use an action on it may do so on any role."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """An action that gives its caller more than it has, if it may be used on any such resource.

    `passes` says that it also takes iam:PassRole. `own` says that what belongs to the caller is
    worth it too, be it all that is allowed: the role, its policies, or a broker that hands it out.
    `named` says that anything else that a policy names may be.
    """

    action: str
    resource: str
    passes: bool = False
    own: bool = False
    named: bool = False


def _each(
    service: str, names: str, resource: str, *, passes: bool = False, own: bool = False
) -> tuple[Escalation, ...]:
    named = service == "iam"
    return tuple(
        Escalation(f"{service}:{name}", resource, passes, own or named, named)
        for name in names.split()
    )


_USER_ACTIONS: Final = "PutUserPolicy AttachUserPolicy CreateAccessKey CreateLoginProfile"
_ROLE_ACTIONS: Final = "PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy"
_POLICY_ACTIONS: Final = "CreatePolicyVersion SetDefaultPolicyVersion"
_GROUP_ACTIONS: Final = "PutGroupPolicy AttachGroupPolicy AddUserToGroup"

IAM_ESCALATIONS: Final = (
    *_each("iam", _POLICY_ACTIONS, _IAM.format("policy")),
    *_each("iam", _ROLE_ACTIONS, ANY_ROLE),
    *_each("iam", "DeleteRolePermissionsBoundary", ANY_ROLE),
    *_each("iam", f"{_USER_ACTIONS} UpdateLoginProfile", _IAM.format("user")),
    *_each("iam", _GROUP_ACTIONS, _IAM.format("group")),
)
"""Whoever may use all of these on anything is as good as an administrator.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

OTHER_ESCALATIONS: Final = (
    *_each("sts", "AssumeRole", ANY_ROLE),
    *_each(
        "rolesanywhere",
        "CreateTrustAnchor UpdateTrustAnchor EnableTrustAnchor",
        _ANYWHERE.format("trust-anchor"),
    ),
    *_each("rolesanywhere", "CreateProfile", _ANYWHERE.format("profile"), passes=True),
    *_each("rolesanywhere", "EnableProfile", _ANYWHERE.format("profile")),
    *_each(
        "rolesanywhere",
        "UpdateProfile PutAttributeMapping DeleteAttributeMapping",
        _ANYWHERE.format("profile"),
        own=True,
    ),
    *_each("rolesanywhere", "DisableCrl DeleteCrl UpdateCrl", _ANYWHERE.format("crl")),
    *_each("iot", "CreateRoleAlias", _IOT.format("rolealias"), passes=True),
    *_each("iot", "UpdateRoleAlias", _IOT.format("rolealias"), passes=True, own=True),
    *_each("iot", "CreatePolicyVersion", _IOT.format("policy")),
    *_each("iot", "AttachPolicy UpdateCertificate", _IOT.format("cert")),
    *_each("iot", "CreateKeysAndCertificate RegisterCertificate", FRESH),
)
"""Taking on any role, or control over the brokers that hand out roles.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementrolesanywhere.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
"""

PASSING: Final = "iam:PassRole"
TRUSTING: Final = "iam:UpdateAssumeRolePolicy"

COMPUTE: Final = (
    "apprunner:CreateService",
    "batch:RegisterJobDefinition",
    "cloudformation:CreateStack",
    "codebuild:CreateProject",
    "datapipeline:PutPipelineDefinition",
    "ec2:RunInstances",
    "ecs:RegisterTaskDefinition",
    "glue:CreateDevEndpoint",
    "glue:CreateJob",
    "lambda:CreateFunction",
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "states:CreateStateMachine",
)
"""What runs the caller's code or commands with a role that it passes.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

SECURITY_SERVICES: Final = (
    "access-analyzer",
    "cloudtrail",
    "config",
    "detective",
    "guardduty",
    "iam",
    "inspector",
    "inspector2",
    "macie2",
    "securityhub",
    "support",
    "trustedadvisor",
)
"""Services that audit an account, those of AWS IoT Device Defender among them.

https://docs.aws.amazon.com/iot-device-defender/latest/devguide/audit-chk-iot-role-alias-permissive.html
"""

TAMPERING: Final = tuple(
    f"{service}:{verb}*"
    for service in SECURITY_SERVICES
    for verb in ("Delete", "Disable", "Put", "Stop", "Update")
)
"""What switches the audit off or changes it."""

THING_ADMIN_WRITE: Final = frozenset(
    f"iot:{name}"
    for name in (
        *("AddThingToThingGroup", "AttachThingPrincipal", "CreateThing", "DeleteThing"),
        *("DetachThingPrincipal", "ListThings", "ListThingsInThingGroup", "RegisterThing"),
        *("RemoveThingFromThingGroup", "UpdateThing", "UpdateThingGroupsForThing"),
    )
)
"""AWS IoT Device Defender finds fault with these on even one resource, and so with the next two.

https://docs.aws.amazon.com/iot-device-defender/latest/devguide/audit-chk-auth-cognito-role-permissive.html
"""

THING_ADMIN_READ: Final = frozenset(
    f"iot:{name}"
    for name in (
        *("DescribeThing", "ListJobExecutionsForThing"),
        *("ListThingGroupsForThing", "ListThingPrincipals"),
    )
)
"""Faulted on broad resources only; the same page."""

IOT_DATA_PLANE: Final = frozenset(
    f"iot:{name}"
    for name in (
        *("Connect", "Publish", "Receive", "Subscribe"),
        *("DeleteThingShadow", "GetThingShadow", "UpdateThingShadow"),
        *("DescribeJobExecution", "GetPendingJobExecutions"),
        *("StartNextPendingJobExecution", "UpdateJobExecution"),
    )
)
"""Faulted on broad resources only, except iot:Receive; the same page. All other actions of AWS IoT
administer more than things."""

IOT_DATA_PLANE_SINCE: Final = frozenset(
    f"iot:{name}"
    for name in (
        *("GetRetainedMessage", "ListNamedShadowsForThing", "ListRetainedMessages"),
        "RetainPublish",
    )
)
"""What that page, which is older, does not know of.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
"""


def _on(service: str, names: str, resource: str) -> Iterator[tuple[str, str]]:
    """The actions, with a resource of their kind that no policy spells."""
    yield from ((f"{service}:{name}", f"arn:*:{service}:{resource}") for name in names.split())


_ITEMS: Final = (
    "BatchGetItem BatchWriteItem DeleteItem GetItem PutItem Query Scan UpdateItem "
    "PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate"
)
_PARAMETERS: Final = "GetParameter GetParameterHistory GetParameters GetParametersByPath"
_JOBS: Final = "DescribeJobExecution GetPendingJobExecutions StartNextPendingJobExecution"
_SHADOWS: Final = "DeleteThingShadow GetThingShadow ListNamedShadowsForThing UpdateThingShadow"

DATA: Final = (
    *_on("dynamodb", _ITEMS, f"*:*:table/{FRESH}"),
    *_on("execute-api", "Invoke", f"*:*:{FRESH}/{FRESH}/{FRESH}/{FRESH}"),
    *_on("firehose", "PutRecord PutRecordBatch", f"*:*:deliverystream/{FRESH}"),
    *_on("kinesis", "PutRecord PutRecords", f"*:*:stream/{FRESH}"),
    *_on("kinesisvideo", "PutMedia", f"*:*:stream/{FRESH}/{FRESH}"),
    *_on("kms", "Decrypt", f"*:*:key/{FRESH}"),
    *_on("lambda", "InvokeFunction", f"*:*:function:{FRESH}"),
    *_on("s3", "DeleteObject GetObject PutObject", f"::{FRESH}/{FRESH}"),
    *_on("secretsmanager", "GetSecretValue", f"*:*:secret:{FRESH}"),
    *_on("sns", "Publish", f"*:*:{FRESH}"),
    *_on("sqs", "SendMessage", f"*:*:{FRESH}"),
    *_on("ssm", _PARAMETERS, f"*:*:parameter/{FRESH}"),
)
"""Actions that carry data of devices, or secrets, each with a resource that stands for any."""

IOT_DATA: Final = (
    *_on("iot", "Connect", f"*:*:client/{FRESH}"),
    *_on("iot", "GetRetainedMessage Publish RetainPublish", f"*:*:topic/{FRESH}"),
    *_on("iot", "Subscribe", f"*:*:topicfilter/{FRESH}"),
    *_on("iot", f"{_JOBS} UpdateJobExecution {_SHADOWS}", f"*:*:thing/{FRESH}"),
)
"""The same of the data plane of AWS IoT, without iot:Receive, which needs a subscription."""

ANY_THING: Final = f"arn:*:iot:*:*:thing/{FRESH}"
