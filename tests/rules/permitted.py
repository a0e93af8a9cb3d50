"""Roles that are handed out with something in them, for the tables of the family PERM."""

import json
from typing import Any

from grants import document, granting
from scanner.policy.made import Json, allow, without
from world import DENIED, alias, inventory, profile

from rolevet.inventory import Inventory
from rolevet.resources import Profile

MFA: Json = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
UNREAD = "arn:aws:iam::123456789012:policy/Unread"
NAME = "${credentials-iot:ThingName}"

# What AWS documents, on which no default rule may say a word.
# https://docs.aws.amazon.com/greengrass/v2/developerguide/device-service-role.html
GREENGRASS = [
    allow(
        [
            *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
            *("logs:DescribeLogStreams", "s3:GetBucketLocation"),
        ]
    )
]
# https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-iot.html
CAMERA = [
    allow(
        [
            *("kinesisvideo:DescribeStream", "kinesisvideo:PutMedia"),
            *("kinesisvideo:TagStream", "kinesisvideo:GetDataEndpoint"),
        ],
        f"arn:aws:kinesisvideo:*:*:stream/{NAME}/*",
    )
]
# https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-creds.html
HYBRID_NODE = [
    allow(["eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"]),
    allow(["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]),
    allow(["ssm:UpdateInstanceInformation", "ssm:ListAssociations", "ssmmessages:*Channel"]),
]
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html
POWER_USER = [
    without(allow("x:y"), "Action") | {"NotAction": ["iam:*", "organizations:*", "account:*"]},
    allow(["iam:CreateServiceLinkedRole", "iam:ListRoles", "organizations:DescribeOrganization"]),
]


def to_devices(*statements: Json, **more: Any) -> Inventory:
    """The role behind a role alias."""
    return inventory(alias(), granting(*statements, **more))


def to_workloads(*statements: Json, **more: Any) -> Inventory:
    """The role in an enabled profile without session policies."""
    return inventory(profile(), granting(*statements, **more))


def asleep(*statements: Json, **more: Any) -> Inventory:
    """The role in a disabled profile."""
    return inventory(profile(enabled=False), granting(*statements, **more))


def cut(*statements: Json, **more: Any) -> Profile:
    """A profile whose inline session policy has these statements."""
    return profile("cut", sessionPolicy=json.dumps(document(*statements)), **more)


def perhaps_enabled(*statements: Json) -> Inventory:
    return inventory(profile(unknown={"enabled": DENIED}), granting(*statements))


def under(operator: str, key: str, *values: str) -> Json:
    return {"Condition": {operator: {key: list(values)}}}
