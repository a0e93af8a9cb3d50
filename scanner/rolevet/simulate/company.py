"""A small company to look at: what goes wrong in real accounts, beside what is well kept."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import boto3
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

DEVICES: Final = "credentials.iot.amazonaws.com"
WORKLOADS: Final = "rolesanywhere.amazonaws.com"


@dataclass(frozen=True, slots=True)
class Role:
    """A role that trusts one service; it allows sessions of so many seconds."""

    name: str
    principal: str
    longest: int = 3600


@dataclass(frozen=True, slots=True)
class Alias:
    """A role alias."""

    name: str
    role_arn: str
    seconds: int = 3600


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile with so many managed policies."""

    name: str
    role_arns: tuple[str, ...]
    seconds: int = 3600
    policies: int = 1
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Site:
    """One account in one Region, which its engineers reach at an address."""

    session: boto3.Session
    endpoint_url: str
    region: str
    keys: Mapping[str, str] = field(default_factory=dict)
    """In place of those of the session, which is dear to make."""

    def client(self, service: str) -> Any:
        """One that may write."""
        return self.session.client(  # type: ignore[call-overload]
            service, endpoint_url=self.endpoint_url, region_name=self.region, **self.keys
        )


def role_arn(account: str, name: str) -> str:
    """In the partition `aws`."""
    return f"arn:aws:iam::{account}:role/{name}"


_ACCOUNT: Final = "123456789012"  # whom moto takes for the caller who has assumed no role
_own, _partner = partial(role_arn, _ACCOUNT), partial(role_arn, "210987654321")

_ROLES: Final = (
    Role("TurbineTelemetry", DEVICES),
    Role("TurbineCameraUpload", DEVICES),
    Role("BuildRunner", WORKLOADS, longest=7200),
    Role("NightlyBackup", WORKLOADS),
    Role("Warehouse", WORKLOADS),
    Role("ErpBridge", WORKLOADS),
    Role("OldDatacentre", WORKLOADS),
)

_ALIASES: Final = (
    Alias("turbine-telemetry", _own("TurbineTelemetry")),  # well kept
    Alias("turbine-camera-upload", _own("TurbineCameraUpload"), 43200),  # outlives its role
    Alias("turbine-gateway-v1", _own("TurbineGatewayV1")),  # its role is gone
    Alias("partner-weather-mast", _partner("WeatherMast")),  # a role of another account
)

_PROFILES: Final = (
    Profile("build-runners", (_own("BuildRunner"),), 7200),  # well kept
    Profile("nightly-backup", (_own("NightlyBackup"),), 43200),  # outlives its role
    Profile("warehouse", (_own("Warehouse"),), policies=12),
    Profile("erp-bridge", (_own("ErpBridge"), _own("ErpReports"))),  # one is gone
    Profile("acquired-subsidiary", (_partner("Reports"),)),  # a role of another account
    Profile("old-datacentre", (_own("OldDatacentre"),), enabled=False),
)


def found(endpoint_url: str, region: str) -> None:
    """Create the company over HTTP, as its engineers would."""
    site = Site(boto3.Session("demo", "demo"), endpoint_url, region)
    build_roles(site, _ROLES, anchors=[build_anchor(site)])
    build_aliases(site, _ALIASES)
    build_profiles(site, _ACCOUNT, _PROFILES)


def build_anchor(site: Site) -> str:
    """The ARN of a new trust anchor, in the Region of the site."""
    made = site.client("rolesanywhere").create_trust_anchor(
        name="company-ca",
        enabled=True,
        source={
            "sourceType": "CERTIFICATE_BUNDLE",
            "sourceData": {"x509CertificateData": _ca_certificate()},
        },
    )
    return str(made["trustAnchor"]["trustAnchorArn"])


def build_roles(site: Site, roles: Iterable[Role], anchors: Sequence[str]) -> None:
    """Roles belong to the account, whatever the Region; workloads come through these anchors."""
    iam = site.client("iam")
    for role in roles:
        iam.create_role(
            RoleName=role.name,
            AssumeRolePolicyDocument=_document(_trust(role, anchors)),
            MaxSessionDuration=role.longest,
        )
        iam.put_role_policy(
            RoleName=role.name, PolicyName="work", PolicyDocument=_document(_work(role))
        )


def build_aliases(site: Site, aliases: Iterable[Alias]) -> None:
    """In the Region of the site."""
    iot = site.client("iot")
    for alias in aliases:
        iot.create_role_alias(
            roleAlias=alias.name,
            roleArn=alias.role_arn,
            credentialDurationSeconds=alias.seconds,
        )


def build_profiles(site: Site, account: str, profiles: Iterable[Profile]) -> None:
    """In the Region of the site, each with managed policies of its own."""
    iam, anywhere = site.client("iam"), site.client("rolesanywhere")
    stores = _document({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*-store/*"})
    for profile in profiles:
        names = [f"{profile.name}-{number}" for number in range(profile.policies)]
        for name in names:
            iam.create_policy(PolicyName=name, PolicyDocument=stores)
        anywhere.create_profile(
            name=profile.name,
            roleArns=list(profile.role_arns),
            durationSeconds=profile.seconds,
            managedPolicyArns=[f"arn:aws:iam::{account}:policy/{name}" for name in names],
            enabled=profile.enabled,
        )


def _document(statement: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _trust(role: Role, anchors: Sequence[str]) -> dict[str, Any]:
    """As AWS shows it for devices, and as it advises for workloads: one anchor and one subject."""
    statement = {"Effect": "Allow", "Principal": {"Service": role.principal}}
    if role.principal == DEVICES:
        return {**statement, "Action": "sts:AssumeRole"}
    return {
        **statement,
        "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
        "Condition": {
            "ArnEquals": {"aws:SourceArn": list(anchors)},
            "StringEquals": {"aws:PrincipalTag/x509Subject/CN": role.name},
        },
    }


def _work(role: Role) -> dict[str, Any]:
    """What it may do: each device for itself, each workload with a store of its own."""
    if role.principal == DEVICES:
        topic = "arn:aws:iot:*:*:topic/turbines/${credentials-iot:ThingName}/*"
        return {"Effect": "Allow", "Action": "iot:Publish", "Resource": topic}
    store = f"arn:aws:s3:::{role.name.lower()}-store/*"
    return {"Effect": "Allow", "Action": "s3:PutObject", "Resource": store}


def _ca_certificate() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Company CA")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_ca_usage(), critical=True)
        .sign(key, SHA256())
    )
    return certificate.public_bytes(Encoding.PEM).decode()


def _ca_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
