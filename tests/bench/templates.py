"""Templates of any size, as a platform team would write them: a fleet after the other, each with a
role alias, its role and the devices' policy, a trust anchor, a profile and its role."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import yaml


@dataclass(frozen=True)
class Call:
    """A function of CloudFormation."""

    name: str
    given: Any


def template(size: int, certificate: str) -> dict[str, Any]:
    """Of so many resources; one fleet in ten has an alias that lasts longer than its role allows,
    and the profile of another is disabled."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": {"Stage": {"Type": "String", "Default": "prod"}},
        "Resources": dict(islice(_resources(certificate), size)),
    }


def _resources(certificate: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number in count():
        fleet = f"Fleet{number}"
        yield f"{fleet}Alias", _alias(fleet, 43200 if number % 10 == 3 else 3600)
        yield f"{fleet}DeviceRole", _device_role(fleet)
        yield f"{fleet}DevicePolicy", _device_policy(fleet)
        yield f"{fleet}Anchor", _anchor(fleet, certificate)
        yield f"{fleet}Profile", _profile(fleet, enabled=number % 10 != 7)
        yield f"{fleet}WorkloadRole", _workload_role(fleet)


def _resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def _alias(fleet: str, seconds: int) -> dict[str, Any]:
    return _resource(
        "IoT::RoleAlias",
        RoleAlias=Call("Sub", f"{fleet.lower()}-${{Stage}}"),
        RoleArn=Call("GetAtt", f"{fleet}DeviceRole.Arn"),
        CredentialDurationSeconds=seconds,
    )


def _policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(action: str | list[str], resource: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def _device_role(fleet: str) -> dict[str, Any]:
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "credentials.iot.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    uploads = f"arn:${{AWS::Partition}}:s3:::{fleet.lower()}-${{!credentials-iot:ThingName}}/*"
    return _resource(
        "IAM::Role",
        AssumeRolePolicyDocument=_policy(trust),
        Policies=[
            {
                "PolicyName": "uploads",
                "PolicyDocument": _policy(_allow(["s3:PutObject"], Call("Sub", uploads))),
            }
        ],
    )


def _device_policy(fleet: str) -> dict[str, Any]:
    client = (
        "arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:client/"
        "${!iot:Connection.Thing.ThingName}"
    )
    return _resource(
        "IoT::Policy",
        PolicyDocument=_policy(
            _allow("iot:Connect", Call("Sub", client)),
            _allow("iot:AssumeRoleWithCertificate", Call("GetAtt", f"{fleet}Alias.RoleAliasArn")),
        ),
    )


def _anchor(fleet: str, certificate: str) -> dict[str, Any]:
    return _resource(
        "RolesAnywhere::TrustAnchor",
        Name=f"{fleet.lower()}-anchor",
        Enabled=True,
        Source={
            "SourceType": "CERTIFICATE_BUNDLE",
            "SourceData": {"X509CertificateData": certificate},
        },
    )


def _profile(fleet: str, *, enabled: bool) -> dict[str, Any]:
    return _resource(
        "RolesAnywhere::Profile",
        Name=f"{fleet.lower()}-profile",
        Enabled=enabled,
        DurationSeconds=3600,
        RoleArns=[Call("GetAtt", f"{fleet}WorkloadRole.Arn")],
        SessionPolicy=json.dumps(_policy(_allow("s3:GetObject", "*"))),
    )


def _workload_role(fleet: str) -> dict[str, Any]:
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "rolesanywhere.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
        "Condition": {
            "ArnEquals": {"aws:SourceArn": Call("GetAtt", f"{fleet}Anchor.TrustAnchorArn")},
            "StringEquals": {"aws:PrincipalTag/x509Subject/CN": fleet.lower()},
        },
    }
    return _resource(
        "IAM::Role",
        AssumeRolePolicyDocument=_policy(trust),
        Policies=[
            {
                "PolicyName": "read",
                "PolicyDocument": _policy(
                    _allow("s3:GetObject", f"arn:aws:s3:::{fleet.lower()}/*")
                ),
            }
        ],
    )


def as_json(made: dict[str, Any]) -> str:
    """With functions in the long form."""
    return json.dumps(made, indent=2, default=_long)


def _long(call: Call) -> dict[str, Any]:
    name = call.name if call.name == "Ref" else f"Fn::{call.name}"
    return {name: call.given.split(".", 1) if call.name == "GetAtt" else call.given}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    Call, lambda dumper, call: dumper.represent_scalar(f"!{call.name}", call.given)
)
_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def as_yaml(made: dict[str, Any]) -> str:
    """With functions in the short form."""
    return yaml.dump(made, Dumper=_Dumper, sort_keys=False, width=120)
