"""Reading through a role: what AWS is told, and whose key signs what."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from scanner.aws.conftest import Answer, Endpoint, iam_error, opened
from world import NOW

from rolevet import Profile
from rolevet.errors import UsageError
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.assume import Assumption, check_assumption
from rolevet.sources.aws.calls import CallFailed
from rolevet.sources.aws.collect import collect
from rolevet.sources.aws.regions import Wish

ROLE = "arn:aws:iam::123456789012:role/RolevetAudit"
ACTIONS = ("ec2:DescribeRegions", "rolesanywhere:ListProfiles")


def credentials(key: str, lasts: timedelta) -> Answer:
    expires = (datetime.now(UTC) + lasts).isoformat()
    return 200, (
        "<AssumeRoleResponse><AssumeRoleResult><Credentials>"
        f"<AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
        f"<SessionToken>t</SessionToken><Expiration>{expires}</Expiration></Credentials>"
        "<AssumedRoleUser><AssumedRoleId>a</AssumedRoleId><Arn>b</Arn></AssumedRoleUser>"
        "</AssumeRoleResult></AssumeRoleResponse>"
    )


def entered(endpoint: Endpoint, arn: str = ROLE, external_id: str | None = "e-1") -> Access:
    return opened(
        endpoint,
        Wish(("eu-west-1",)),
        assumption=Assumption(arn, external_id),
        actions=ACTIONS,
    )


def test_the_role_is_left_with_what_is_read(endpoint: Endpoint) -> None:
    lasting = credentials("ASIAONE", timedelta(hours=1))
    endpoint.script = lambda operation, _: lasting if operation == "AssumeRole" else None
    collect(entered(endpoint), (Profile,), NOW)
    ((_, told),) = [call for call in endpoint.calls if call[0] == "AssumeRole"]
    assert (told["RoleArn"], told["ExternalId"], told["RoleSessionName"]) == (
        ROLE,
        "e-1",
        "nightly",
    )
    assert json.loads(told["Policy"]) == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": list(ACTIONS), "Resource": "*"}],
    }
    assert dict(endpoint.signed) == {
        "GetCallerIdentity": "x",
        "AssumeRole": "x",
        "DescribeRegions": "ASIAONE",
        "ListProfiles": "ASIAONE",
    }


def test_without_an_external_id_none_is_told(endpoint: Endpoint) -> None:
    lasting = credentials("ASIAONE", timedelta(hours=1))
    endpoint.script = lambda operation, _: lasting if operation == "AssumeRole" else None
    entered(endpoint, external_id=None)
    ((_, told),) = [call for call in endpoint.calls if call[0] == "AssumeRole"]
    assert "ExternalId" not in told


def test_credentials_that_expire_are_fetched_again(endpoint: Endpoint) -> None:
    keys = iter(("ASIA1", "ASIA2", "ASIA3", "ASIA4", "ASIA5"))

    def script(operation: str, _: dict[str, str]) -> Answer | None:
        # Within the time before expiry in which botocore insists on new ones.
        short = timedelta(minutes=5)
        return credentials(next(keys), short) if operation == "AssumeRole" else None

    endpoint.script = script
    collect(entered(endpoint), (Profile,), NOW)
    used = dict(endpoint.signed)
    assert used["ListProfiles"] > used["DescribeRegions"] > "ASIA"


def test_a_role_that_may_not_be_assumed(endpoint: Endpoint) -> None:
    refused = iam_error(403, "AccessDenied", "is not authorized to perform: sts:AssumeRole")
    endpoint.script = lambda operation, _: refused if operation == "AssumeRole" else None
    with pytest.raises(CallFailed, match="not authorized to perform: sts:AssumeRole"):
        entered(endpoint)


@pytest.mark.parametrize("arn", ["RolevetAudit", "arn:aws:iam::123456789012:user/x", "x" * 3000])
def test_an_arn_of_no_role(arn: str) -> None:
    with pytest.raises(UsageError, match=r"--assume-role '.*' is no role"):
        check_assumption(Assumption(arn), "--assume-role")


@pytest.mark.parametrize(
    "missing", [["AWS_SECRET_ACCESS_KEY"], ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"]]
)
def test_nobody_to_assume_it(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, missing: list[str]
) -> None:
    for name in missing:
        monkeypatch.delenv(name)
    with pytest.raises(UsageError, match="there are no usable AWS credentials"):
        entered(endpoint)
