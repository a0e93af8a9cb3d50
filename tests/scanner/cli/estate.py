"""An account with one of everything that can be collected, made as its engineers would."""

import json
from typing import Any
from urllib.request import Request, urlopen

from scanner.cli.conftest import client
from world import ACCOUNT, REGION, role_arn

DOCUMENT = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
    }
)


def trust(service: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def build(url: str, count: int = 1) -> None:
    """As many of each kind that comes in lists."""
    policies = [_policy(url, f"m{number}") for number in range(count)]
    for name, service in (
        ("Device", "credentials.iot.amazonaws.com"),
        ("Workload", "rolesanywhere.amazonaws.com"),
        ("Dormant", "rolesanywhere.amazonaws.com"),
        ("Other", "ec2.amazonaws.com"),
    ):
        _role(url, name, service, policies)
    _iot(url, count)
    _anywhere(url, policies, count)


def crowd(url: str) -> None:
    """So many roles that IAM is asked in the other way."""
    arns = [role_arn(f"Crowd{number}") for number in range(25)]
    client("rolesanywhere", url).create_profile(name="crowd", roleArns=arns, enabled=True)


def _policy(url: str, name: str) -> str:
    made = client("iam", url).create_policy(PolicyName=name, PolicyDocument=DOCUMENT)
    return str(made["Policy"]["Arn"])


def _role(url: str, name: str, service: str, policies: list[str]) -> None:
    iam = client("iam", url)
    iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=trust(service),
        PermissionsBoundary=policies[0],
        Tags=[{"Key": "team", "Value": "roles"}],
    )
    for number, arn in enumerate(policies):
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
        iam.put_role_policy(RoleName=name, PolicyName=f"i{number}", PolicyDocument=DOCUMENT)


def _iot(url: str, count: int) -> None:
    iot = client("iot", url)
    targets = [iot.create_keys_and_certificate(setAsActive=True) for _ in range(count)]
    for number in range(count):
        iot.create_role_alias(
            roleAlias=f"a{number}",
            roleArn=role_arn("Device"),
            tags=[{"Key": "team", "Value": "things"}],
        )
        iot.create_policy(policyName=f"p{number}", policyDocument=DOCUMENT)
        for target in targets:
            iot.attach_policy(policyName=f"p{number}", target=target["certificateArn"])


def _anywhere(url: str, policies: list[str], count: int) -> None:
    anywhere = client("rolesanywhere", url)
    for number in range(count):
        anywhere.create_profile(
            name=f"w{number}",
            roleArns=[role_arn("Workload")],
            managedPolicyArns=policies,
            enabled=True,
            tags=[{"key": "team", "value": "work"}],
        )
        source = {"sourceType": "AWS_ACM_PCA", "sourceData": {"acmPcaArn": _authority(url)}}
        anchor = anywhere.create_trust_anchor(name=f"ca{number}", source=source, enabled=True)
        anywhere.import_crl(
            name=f"crl{number}",
            crlData=b"\x30\x82CRL",
            trustAnchorArn=anchor["trustAnchor"]["trustAnchorArn"],
        )
        record_subject(url, f"CN=host-{number}")


def _authority(url: str) -> str:
    pca: Any = client("acm-pca", url)
    made = pca.create_certificate_authority(
        CertificateAuthorityConfiguration={
            "KeyAlgorithm": "EC_prime256v1",
            "SigningAlgorithm": "SHA256WITHECDSA",
            "Subject": {"CommonName": "ca"},
        },
        CertificateAuthorityType="ROOT",
    )
    return str(made["CertificateAuthorityArn"])


def record_subject(url: str, name: str) -> None:
    """By the simulated AWS's own door."""
    body = {
        "account": ACCOUNT,
        "region": REGION,
        "x509Subject": name,
        "credential": {"serialNumber": "1", "issuer": "CN=ca", "x509CertificateData": "PEM"},
    }
    request = Request(
        f"{url}/moto-api/rolesanywhere/subjects",
        json.dumps(body).encode(),
        {"Content-Type": "text/plain"},
    )
    with urlopen(request, timeout=10):
        pass
