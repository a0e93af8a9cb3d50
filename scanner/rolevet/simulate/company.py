"""A small company to look at: what goes wrong in real accounts, beside what is well kept."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import boto3
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

_ACCOUNT: Final = "123456789012"  # whom moto takes for the caller who has assumed no role
_PARTNER: Final = "210987654321"
_DEVICES: Final = "credentials.iot.amazonaws.com"
_WORKLOADS: Final = "rolesanywhere.amazonaws.com"

# Role name, who may take it, MaxSessionDuration in seconds.
_ROLES: Final = (
    ("TurbineTelemetry", _DEVICES, 3600),
    ("TurbineCameraUpload", _DEVICES, 3600),
    ("BuildRunner", _WORKLOADS, 7200),
    ("NightlyBackup", _WORKLOADS, 3600),
    ("Warehouse", _WORKLOADS, 3600),
    ("ErpBridge", _WORKLOADS, 3600),
    ("OldDatacentre", _WORKLOADS, 3600),
)

# Alias name, account and name of its role, credentialDurationSeconds.
_ALIASES: Final = (
    ("turbine-telemetry", _ACCOUNT, "TurbineTelemetry", 3600),  # well kept
    ("turbine-camera-upload", _ACCOUNT, "TurbineCameraUpload", 43200),  # outlives its role
    ("turbine-gateway-v1", _ACCOUNT, "TurbineGatewayV1", 3600),  # its role is gone
    ("partner-weather-mast", _PARTNER, "WeatherMast", 3600),  # a role of another account
)

# Profile name, its roles as account and name, durationSeconds, number of managed policies, enabled.
_PROFILES: Final = (
    ("build-runners", ((_ACCOUNT, "BuildRunner"),), 7200, 1, True),  # well kept
    ("nightly-backup", ((_ACCOUNT, "NightlyBackup"),), 43200, 1, True),  # outlives its role
    ("warehouse", ((_ACCOUNT, "Warehouse"),), 3600, 12, True),  # twelve policies
    ("erp-bridge", ((_ACCOUNT, "ErpBridge"), (_ACCOUNT, "ErpReports")), 3600, 1, True),  # one gone
    ("acquired-subsidiary", ((_PARTNER, "Reports"),), 3600, 1, True),  # a role of another account
    ("old-datacentre", ((_ACCOUNT, "OldDatacentre"),), 3600, 1, False),  # disabled
)


def found(endpoint_url: str, region: str) -> None:
    """Create the company over HTTP, as its engineers would."""
    session: Any = boto3.Session("demo", "demo", region_name=region)
    iam, iot, anywhere = (
        session.client(service, endpoint_url=endpoint_url)
        for service in ("iam", "iot", "rolesanywhere")
    )
    for name, principal, longest in _ROLES:
        iam.create_role(
            RoleName=name,
            AssumeRolePolicyDocument=json.dumps(_trust(principal)),
            MaxSessionDuration=longest,
        )
    for name, account, role, seconds in _ALIASES:
        iot.create_role_alias(
            roleAlias=name, roleArn=_role_arn(account, role), credentialDurationSeconds=seconds
        )
    anywhere.create_trust_anchor(
        name="company-ca",
        enabled=True,
        source={
            "sourceType": "CERTIFICATE_BUNDLE",
            "sourceData": {"x509CertificateData": _ca_certificate()},
        },
    )
    for name, roles, seconds, policies, enabled in _PROFILES:
        anywhere.create_profile(
            name=name,
            roleArns=[_role_arn(account, role) for account, role in roles],
            durationSeconds=seconds,
            managedPolicyArns=[
                f"arn:aws:iam::{_ACCOUNT}:policy/{name}-{number}" for number in range(policies)
            ],
            enabled=enabled,
        )


def _role_arn(account: str, name: str) -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def _trust(principal: str) -> dict[str, Any]:
    actions = ["sts:AssumeRole"]
    if principal == _WORKLOADS:
        actions += ["sts:SetSourceIdentity", "sts:TagSession"]
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": principal}, "Action": actions}],
    }


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
        .sign(key, SHA256())
    )
    return certificate.public_bytes(Encoding.PEM).decode()
