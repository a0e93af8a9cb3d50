"""Credentials, Regions, and the promise that nothing is ever written."""

import ast
import re
import socket
from collections import Counter
from pathlib import Path

import botocore
import botocore.session
import pytest
from scanner.aws.conftest import _STS, Endpoint, iam_error

from rolevet.errors import CollectError, ExitCode, UsageError
from rolevet.sources.aws import shared
from rolevet.sources.aws.clients import WriteRefused
from rolevet.sources.aws.plan import ACTIONS, ASSUME, DISCOVERY, ORGANIZATION
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.shared import Connection, Shared, open_shared


def opened(
    endpoint: Endpoint | None,
    *regions: str,
    profile: str | None = None,
    partition: str | None = None,
    url: str | None = None,
) -> Shared:
    connection = Connection(profile, partition, endpoint.url if endpoint else url, "rolevet/test")
    return open_shared(connection, Wish(regions))


@pytest.mark.parametrize(("own", "home"), [("eu-central-1", "eu-central-1"), (None, "us-east-1")])
def test_the_session_s_region_is_where_the_rest_is_asked(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, own: str | None, home: str
) -> None:
    if own:
        monkeypatch.setenv("AWS_DEFAULT_REGION", own)
    opening = opened(endpoint, "*")
    assert (opening.own.account, opening.partition, opening.home) == ("123456789012", "aws", home)


@pytest.mark.parametrize(
    ("partition", "home"), [("aws-cn", "cn-northwest-1"), ("aws-us-gov", "us-gov-west-1")]
)
def test_the_partition_says_where_to_ask(endpoint: Endpoint, partition: str, home: str) -> None:
    endpoint.script = lambda *_: (200, _STS.replace("arn:aws:", f"arn:{partition}:"))
    opening = opened(endpoint, partition=partition)
    assert (opening.partition, opening.home) == (partition, home)


def test_a_partition_that_there_is_not(endpoint: Endpoint) -> None:
    with pytest.raises(UsageError, match="there is no partition 'aws-china'") as caught:
        opened(endpoint, partition="aws-china")
    assert "aws-cn" in caught.value.hint


def test_credentials_of_another_partition(endpoint: Endpoint) -> None:
    with pytest.raises(UsageError, match="credentials belong to partition 'aws'"):
        opened(endpoint, partition="aws-cn")


def test_a_ca_bundle_that_is_none(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    with pytest.raises(UsageError, match=r"the CA bundle .*missing.pem cannot be used"):
        opened(endpoint)


def test_profiles_of_the_config_file_are_used(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile audit]\nregion = eu-north-1\naws_access_key_id = a\naws_secret_access_key = b\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    assert opened(endpoint, "*", profile="audit").home == "eu-north-1"
    with pytest.raises(UsageError, match=r"audti.*could not be found") as caught:
        opened(endpoint, profile="audti")
    assert caught.value.hint == "did you mean audit?"


def test_a_config_file_that_does_not_parse(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("[profile\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with pytest.raises(UsageError, match="Unable to parse config file"):
        opened(endpoint, "eu-west-1")


@pytest.mark.parametrize(
    ("regions", "says", "hint"),
    [
        (("mars-*",), r"no Region of partition 'aws' matches 'mars-\*'", "known are"),
        (("eu-wset-1",), "there is no Region 'eu-wset-1'", "did you mean eu-west-1"),
        (("eu-west-1", "x\n"), r"there is no Region 'x\\n'", "known are"),
        (("cn-north-1",), "in partition 'aws-cn', but the credentials", "of its own"),
    ],
)
def test_regions_that_cannot_be_scanned(
    endpoint: Endpoint, regions: tuple[str, ...], says: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        opened(endpoint, *regions)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "url", ["localhost:5000", "ftp://host", "http://", "http://[", "", "http://h:99999"]
)
def test_endpoints_that_are_none(url: str) -> None:
    with pytest.raises(UsageError, match="is not an endpoint"):
        opened(None, "eu-west-1", url=url)


def test_an_endpoint_that_nobody_listens_on() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CollectError, match="EndpointConnectionError") as caught:
        opened(None, "eu-west-1", url=f"http://127.0.0.1:{port}")
    assert caught.value.exit_code is ExitCode.INCOMPLETE


def test_no_credentials(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(UsageError, match="no usable AWS credentials in this environment") as caught:
        opened(endpoint, "eu-west-1")
    assert "aws sts get-caller-identity" in caught.value.hint


def test_credentials_that_turn_out_to_be_none(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Those of a portal are found, and only the first call shows that nobody has signed in."""
    config = tmp_path / "config"
    config.write_text(
        "[profile portal]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n"
        "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://portal.example/start\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(UsageError, match="no usable AWS credentials of profile 'portal'"):
        opened(endpoint, profile="portal")


def test_half_credentials(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(UsageError, match=r"Partial credentials found"):
        opened(endpoint, "eu-west-1")


def test_a_setting_that_botocore_refuses(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", "never")
    with pytest.raises(UsageError, match="AWS configuration cannot be used"):
        opened(endpoint, "eu-west-1")


def test_a_number_of_attempts_that_is_none(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "often")
    with pytest.raises(UsageError, match="max_attempts of the AWS configuration is not a number"):
        opened(endpoint, "eu-west-1")


def test_credentials_that_aws_refuses(endpoint: Endpoint) -> None:
    endpoint.script = lambda *_: iam_error(403, "ExpiredToken", "too old")
    with pytest.raises(CollectError, match="ExpiredToken: too old"):
        opened(endpoint, "eu-west-1")


@pytest.mark.parametrize("body", ["<GetCallerIdentityResponse/>", "not xml"])
def test_an_answer_that_is_none(endpoint: Endpoint, body: str) -> None:
    endpoint.script = lambda *_: (200, body)
    with pytest.raises(CollectError, match=r"answered without|MalformedAnswer"):
        opened(endpoint, "eu-west-1")


@pytest.mark.parametrize(
    ("service", "method", "parameters"),
    [
        ("iot", "update_role_alias", {"roleAlias": "a", "roleArn": "arn:aws:iam::1:role/x"}),
        ("rolesanywhere", "disable_profile", {"profileId": "x" * 36}),
        ("iam", "delete_role", {"RoleName": "x"}),
    ],
)
def test_no_client_can_write(
    endpoint: Endpoint, service: str, method: str, parameters: dict[str, str]
) -> None:
    client = opened(endpoint, "eu-west-1").clients.of(service, "eu-west-1")
    sent = len(endpoint.calls)
    with pytest.raises(WriteRefused):
        getattr(client, method)(**parameters)
    assert len(endpoint.calls) == sent, "nothing left the process"


def test_no_operation_in_the_source_is_a_write() -> None:
    """Whatever the collector's source names that some service could be asked to do."""
    folder = Path(shared.__file__).parent
    nodes = [node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    named = {node.value for node in nodes if isinstance(node, ast.Constant)}
    session = botocore.session.get_session()
    operations = {
        (f"{service}:{operation}", botocore.xform_name(operation))
        for service in ("acm-pca", "ec2", "iam", "iot", "organizations", "rolesanywhere", "sts")
        for operation in session.get_service_model(service).operation_names
    }
    owners = Counter(method for _, method in operations)
    called = {
        action
        for action, method in operations
        if action in named or (method in named and owners[method] == 1)
    }
    assert named & set(owners) <= {method for action, method in operations if action in called}
    planned = {action for actions in ACTIONS.values() for action in actions}
    alone = {DISCOVERY, "sts:GetCallerIdentity", ASSUME}
    assert called == planned | set(ORGANIZATION) | alone
    assert all(re.match(r"[a-z0-9-]+:(Get|List|Describe)", action) for action in called - {ASSUME})
