"""A small company of several accounts, with what keeps a scan from reading some of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from typing import Any, Final
from urllib.parse import urlsplit

import boto3

from rolevet.simulate import ACCOUNT_DOOR
from rolevet.simulate.company import (
    DEVICES,
    WORKLOADS,
    Alias,
    Profile,
    Role,
    Site,
    build_aliases,
    build_anchor,
    build_profiles,
    build_roles,
    role_arn,
)

MANAGEMENT: Final = "123456789012"  # whom moto takes for the caller who has assumed no role
AUDIT_ROLE: Final = "RolevetAudit"
EXTERNAL_ID: Final = "rolevet-organization"

_FACTORY: Final = "111122223333"
_WAREHOUSE: Final = "444455556666"
_LABORATORY: Final = "777788889999"
_OLD_SHOP: Final = "222222222222"
_FORMER_AUDIT: Final = "999999999999"  # in no organization

# What the audit role may do, which is more than a scan asks for.
_READS: Final = (
    *("ec2:DescribeRegions", "iam:Get*", "iam:List*", "iot:Describe*", "iot:Get*", "iot:List*"),
    *("organizations:Describe*", "organizations:List*", "rolesanywhere:Get*"),
    "rolesanywhere:List*",
)

# Name and parent, the outer before the inner.
_UNITS: Final = (("Production", "Root"), ("Plants", "Production"), ("Sandbox", "Root"))


@dataclass(frozen=True, slots=True)
class Account:
    """An account, its place in the organization and what stands in it, by Region."""

    number: str
    name: str
    unit: str
    roles: tuple[Role, ...]
    aliases: Mapping[str, tuple[Alias, ...]] = field(default_factory=dict)
    profiles: Mapping[str, tuple[Profile, ...]] = field(default_factory=dict)
    trusts: str = MANAGEMENT
    """Whom its audit role lets in."""
    disabled: tuple[str, ...] = ()
    state: str = "ACTIVE"


_ACCOUNTS: Final = (
    Account(
        MANAGEMENT,
        "audit",
        "Root",
        (Role("ReportUpload", WORKLOADS),),
        profiles={
            "us-east-1": (Profile("report-upload", (role_arn(MANAGEMENT, "ReportUpload"),)),)
        },
    ),
    Account(
        _FACTORY,
        "factory",
        "Plants",
        (Role("PressLine", DEVICES), Role("PaintLine", DEVICES), Role("PlantBackup", WORKLOADS)),
        aliases={
            "eu-west-1": (
                Alias("press-line", role_arn(_FACTORY, "PressLine")),
                Alias("paint-line", role_arn(_FACTORY, "PaintLine"), 43200),  # outlives its role
            ),
            "eu-south-1": (
                Alias("press-line-v1", role_arn(_FACTORY, "PressLineV1")),  # its role is gone
            ),
        },
        profiles={"us-east-1": (Profile("plant-backup", (role_arn(_FACTORY, "PlantBackup"),)),)},
    ),
    Account(
        _WAREHOUSE,
        "warehouse",
        "Production",
        (Role("ForkliftTracker", DEVICES), Role("StockLedger", WORKLOADS)),
        aliases={
            "eu-west-1": (Alias("forklift-tracker", role_arn(_WAREHOUSE, "ForkliftTracker")),)
        },
        profiles={
            "us-east-1": (  # outlives its role
                Profile("stock-ledger", (role_arn(_WAREHOUSE, "StockLedger"),), 43200),
            )
        },
        disabled=("eu-south-1",),
    ),
    Account(  # its audit role still lets in who came before
        _LABORATORY,
        "laboratory",
        "Sandbox",
        (Role("Spectrometer", DEVICES),),
        aliases={
            "eu-west-1": (Alias("spectrometer", role_arn(_LABORATORY, "Spectrometer"), 43200),)
        },
        trusts=_FORMER_AUDIT,
    ),
    Account(  # not to be read any more
        _OLD_SHOP,
        "old-shop",
        "Root",
        (Role("TillTerminal", DEVICES),),
        aliases={
            "eu-west-1": (Alias("till-terminal", role_arn(_OLD_SHOP, "TillTerminal"), 43200),)
        },
        state="SUSPENDED",
    ),
)


def found(endpoint_url: str) -> None:
    """Create the organization over HTTP."""
    audit = Site(boto3.Session("demo", "demo"), endpoint_url, "us-east-1")
    organizations = audit.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    units = {"Root": organizations.list_roots()["Roots"][0]["Id"]}
    for name, parent in _UNITS:
        made = organizations.create_organizational_unit(ParentId=units[parent], Name=name)
        units[name] = made["OrganizationalUnit"]["Id"]
    for account in _ACCOUNTS:
        _join(account, endpoint_url)
        organizations.move_account(
            AccountId=account.number,
            SourceParentId=units["Root"],
            DestinationParentId=units[account.unit],
        )
        _furnish(account, audit)


def _join(account: Account, endpoint_url: str) -> None:
    given = {
        "Management": MANAGEMENT,
        "Id": account.number,
        "Name": account.name,
        "State": account.state,
    }
    connection = HTTPConnection(urlsplit(endpoint_url).netloc)
    connection.request("POST", ACCOUNT_DOOR, json.dumps(given), {"Content-Type": "text/plain"})
    connection.getresponse().read()
    connection.close()


def _furnish(account: Account, audit: Site) -> None:
    home = _site_in(account, audit)
    _build_audit_role(account, home)
    anchors = [build_anchor(replace(home, region=region)) for region in account.profiles]
    build_roles(home, account.roles, anchors)
    for region, aliases in account.aliases.items():
        build_aliases(replace(home, region=region), aliases)
    for region, profiles in account.profiles.items():
        build_profiles(replace(home, region=region), account.number, profiles)
    for region in account.disabled:
        home.client("account").disable_region(RegionName=region)


def _site_in(account: Account, audit: Site) -> Site:
    if account.number == MANAGEMENT:
        return audit
    entered = audit.client("sts").assume_role(
        RoleArn=role_arn(account.number, "Founder"), RoleSessionName="founding"
    )["Credentials"]
    return replace(
        audit,
        keys={
            "aws_access_key_id": entered["AccessKeyId"],
            "aws_secret_access_key": entered["SecretAccessKey"],
            "aws_session_token": entered["SessionToken"],
        },
    )


def _build_audit_role(account: Account, home: Site) -> None:
    iam = home.client("iam")
    trust: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account.trusts}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
    }
    reads = {"Effect": "Allow", "Action": _READS, "Resource": "*"}
    iam.create_role(RoleName=AUDIT_ROLE, AssumeRolePolicyDocument=_policy(trust))
    iam.put_role_policy(RoleName=AUDIT_ROLE, PolicyName="read", PolicyDocument=_policy(reads))


def _policy(statement: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
