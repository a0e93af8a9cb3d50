"""An IAM policy alone, in a role that an auditing account may assume, or in a managed policy."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

_ROLE: Final = "RolevetAudit"
_AUDITOR: Final = "RolevetAuditor"
_PARAMETERS: Final = {
    "AuditorArn": {
        "Type": "String",
        "Description": "ARN of the role or account that scans.",
    },
    "ExternalId": {
        "Type": "String",
        "Description": "What the scan must name, so that nobody else's is mistaken for it.",
        "MinLength": 2,
    },
}
_TRUST: Final = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": {"Ref": "AuditorArn"}},
            "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
            "Condition": {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
        }
    ],
}


def _json(policy: Mapping[str, Any]) -> str:
    return json.dumps(policy, indent=2) + "\n"


def _cloudformation(policy: Mapping[str, Any]) -> str:
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": _ROLE,
            "AssumeRolePolicyDocument": _TRUST,
            "Policies": [{"PolicyName": "read", "PolicyDocument": policy}],
        },
    }
    return _json(
        {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": "A role that lets rolevet read what it judges, and nothing else.",
            "Parameters": _PARAMETERS,
            "Resources": {_ROLE: role},
            "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": [_ROLE, "Arn"]}}},
        }
    )


def _terraform(policy: Mapping[str, Any]) -> str:
    return _TERRAFORM.replace("POLICY", json.dumps(policy, indent=2).replace("\n", "\n  "))


_TERRAFORM: Final = """\
variable "auditor_arn" {
  description = "ARN of the role or account that scans."
  type        = string
}

variable "external_id" {
  description = "What the scan must name, so that nobody else's is mistaken for it."
  type        = string
}

data "aws_iam_policy_document" "rolevet_trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    principals {
      type        = "AWS"
      identifiers = [var.auditor_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

resource "aws_iam_role" "rolevet_audit" {
  name               = "RolevetAudit"
  assume_role_policy = data.aws_iam_policy_document.rolevet_trust.json
}

resource "aws_iam_role_policy" "rolevet_read" {
  name   = "read"
  role   = aws_iam_role.rolevet_audit.id
  policy = jsonencode(POLICY)
}
"""


def _cloudformation_policy(policy: Mapping[str, Any]) -> str:
    managed = {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"ManagedPolicyName": _AUDITOR, "PolicyDocument": policy},
    }
    return _json(
        {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": "Lets whoever has it scan the accounts of the organization.",
            "Resources": {_AUDITOR: managed},
            "Outputs": {"PolicyArn": {"Value": {"Ref": _AUDITOR}}},
        }
    )


def _terraform_policy(policy: Mapping[str, Any]) -> str:
    document = json.dumps(policy, indent=2).replace("\n", "\n  ")
    return (
        'resource "aws_iam_policy" "rolevet_auditor" {\n'
        f'  name   = "{_AUDITOR}"\n'
        f"  policy = jsonencode({document})\n}}\n"
    )


FORMS: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "json": _json,
    "cloudformation": _cloudformation,
    "terraform": _terraform,
}

AUDITOR_FORMS: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "json": _json,
    "cloudformation": _cloudformation_policy,
    "terraform": _terraform_policy,
}
"""The same for whoever assumes the roles, by the same names."""
