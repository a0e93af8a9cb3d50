"""Whole accounts as the documents of others set them up, each with all that it takes.

They are written anew from what the pages say; no text of theirs is copied.
"""

import json
from typing import Any

from grants import ASSUME, DEVICES, HERE, IDENTITY, TAG, document, granting, trusts
from pki import bundle, ca, pem
from scanner.policy.made import allow
from world import alias, anchor, iot_policy, managed_policy, profile, role_arn, whole

from rolevet.authorities import TrustAnchor
from rolevet.inventory import Inventory

CN = "${aws:PrincipalTag/x509Subject/CN}"
SAN = "$(aws:PrincipalTag/x509SAN/Name/CN}"
"""As the template of Amazon EKS offers it, with the wrong bracket."""

_PULL = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"


def usual_anchor(**fields: Any) -> TrustAnchor:
    return anchor(source=bundle(pem(ca())), updatedAt="2026-05-20T12:00:00Z", **fields)


def credential_provider_walkthrough() -> Inventory:
    """https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"""
    made = granting(
        allow("s3:GetObject", "arn:aws:s3:::firmware/${credentials-iot:ThingName}/*"),
        trust=trusts(DEVICES),
    )
    own = alias()
    statement = allow("iot:AssumeRoleWithCertificate", own.arn)
    return whole(own, made, iot_policy(policyDocument=json.dumps(document(statement))))


def roles_anywhere_getting_started() -> Inventory:
    """https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html"""
    issuer = {"StringEquals": {"aws:PrincipalTag/x509Issuer/CN": "Company CA"}}
    made = granting(
        allow("s3:ListBucket", "arn:aws:s3:::reports"), trust=trusts(condition=HERE | issuer)
    )
    return whole(usual_anchor(), profile(), made)


def eks_hybrid_nodes(session_name: str = CN) -> Inventory:
    """https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-creds.html"""
    named = {"StringEquals": {"sts:RoleSessionName": session_name}}
    made = granting(
        allow("eks:DescribeCluster"),
        name="AmazonEKSHybridNodesRole",
        trust=[
            trusts(action=[TAG, IDENTITY], condition=HERE),
            trusts(action=ASSUME, condition=named),
        ],
        attached=(_PULL,),
    )
    images = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    version = {"VersionId": "v1", "Document": document(allow(images))}
    pull = managed_policy("AmazonEC2ContainerRegistryPullOnly", PolicyVersion=version)
    nodes = profile("nodes", roleArns=[made.arn], acceptRoleSessionName=True)
    return whole(usual_anchor(), nodes, made, managed_policies={_PULL: pull})


def greengrass_core() -> Inventory:
    """https://docs.aws.amazon.com/greengrass/v2/developerguide/device-service-role.html"""
    logs = ["CreateLogGroup", "CreateLogStream", "PutLogEvents", "DescribeLogStreams"]
    made = granting(
        allow([*(f"logs:{name}" for name in logs), "s3:GetBucketLocation"]),
        name="GreengrassV2TokenExchangeRole",
        trust=trusts(DEVICES),
    )
    return whole(alias("GreengrassCoreTokenExchangeRoleAlias", roleArn=made.arn), made)


def stratus_warm_up() -> Inventory:
    """https://stratus-red-team.cloud/attack-techniques/AWS/aws.persistence.rolesanywhere-create-trust-anchor/"""
    return whole(granting(allow("s3:ListAllMyBuckets"), name="stratus-role", trust=trusts()))


def terraform_registry_example() -> Inventory:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rolesanywhere_profile

    It does not say `enabled`, so that the profile is created disabled.
    """
    made = granting(name="test", trust=trusts())
    return whole(profile("example", roleArns=[role_arn("test")], enabled=False), made)
