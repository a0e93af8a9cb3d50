"""Listings that moto serves on one page, and what it does not serve at all."""

import json
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import pytest

Client = Callable[..., Any]
Refusal = Callable[..., tuple[str, int, str]]

DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)


def pages(
    call: Callable[..., Any], sent: str, received: str, **members: Any
) -> list[dict[str, Any]]:
    """Every answer, until none names another."""
    answers = [call(**members)]
    while token := answers[-1].get(received):
        answers.append(call(**{sent: token}, **members))
    return answers


@pytest.fixture
def iam(client: Client) -> Any:
    """Two roles with two policies of each sort, and one role without any."""
    made = client("iam")
    arns = [
        made.create_policy(PolicyName=f"m{number}", PolicyDocument=DOCUMENT)["Policy"]["Arn"]
        for number in range(2)
    ]
    for name in ("b", "a", "c"):
        made.create_role(RoleName=name, AssumeRolePolicyDocument=DOCUMENT)
    for name in ("a", "b"):
        for number, arn in enumerate(arns):
            made.attach_role_policy(RoleName=name, PolicyArn=arn)
            made.put_role_policy(RoleName=name, PolicyName=f"i{number}", PolicyDocument=DOCUMENT)
    return made


@pytest.mark.parametrize("size", [1, 2, 50])
def test_iam_pages(iam: Any, size: int) -> None:
    def rows(method: str, member: str, **members: Any) -> list[Any]:
        call = getattr(iam, method)
        answers = pages(call, "Marker", "Marker", MaxItems=size, **members)
        assert [answer["IsTruncated"] for answer in answers] == [
            *[True] * (len(answers) - 1),
            False,
        ]
        assert all(len(answer[member]) <= size for answer in answers)
        return [row for answer in answers for row in answer[member]]

    assert [role["RoleName"] for role in rows("list_roles", "Roles")] == ["a", "b", "c"]
    attached = rows("list_attached_role_policies", "AttachedPolicies", RoleName="a")
    assert [policy["PolicyName"] for policy in attached] == ["m0", "m1"]
    assert rows("list_role_policies", "PolicyNames", RoleName="a") == ["i0", "i1"]
    assert rows("list_role_policies", "PolicyNames", RoleName="c") == []


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_the_whole_account_in_pages(iam: Any, size: int) -> None:
    answers = pages(
        iam.get_account_authorization_details,
        "Marker",
        "Marker",
        MaxItems=size,
        Filter=["Role", "LocalManagedPolicy"],
    )
    roles = [role for answer in answers for role in answer["RoleDetailList"]]
    policies = [policy for answer in answers for policy in answer["Policies"]]
    assert sorted(role["RoleName"] for role in roles) == ["a", "b", "c"]
    assert sorted(policy["PolicyName"] for policy in policies) == ["m0", "m1"]
    assert policies[0]["PolicyVersionList"][0]["Document"] == json.loads(DOCUMENT)
    assert all("MaxSessionDuration" not in role for role in roles)
    assert len(answers) == -(-5 // size)


def test_a_marker_that_was_not_given_out(iam: Any, refusal: Refusal) -> None:
    assert refusal(iam.list_roles, Marker="x")[:2] == ("ValidationError", 400)


@pytest.mark.parametrize("size", [1, 2, 250])
def test_iot_policies_and_targets_in_pages(client: Client, size: int) -> None:
    iot = client("iot")
    arns = [iot.create_keys_and_certificate(setAsActive=True)["certificateArn"] for _ in range(3)]
    for name in ("b", "a", "c"):
        iot.create_policy(policyName=name, policyDocument=DOCUMENT)
    for arn in arns:
        iot.attach_policy(policyName="a", target=arn)
    answers = pages(iot.list_policies, "marker", "nextMarker", pageSize=size)
    assert [row["policyName"] for one in answers for row in one["policies"]] == ["a", "b", "c"]
    answers = pages(
        iot.list_targets_for_policy, "marker", "nextMarker", policyName="a", pageSize=size
    )
    assert [row for one in answers for row in one["targets"]] == sorted(arns)
    assert iot.list_targets_for_policy(policyName="b")["targets"] == []


def test_iot_refuses_markers_and_sizes(client: Client, refusal: Refusal) -> None:
    iot = client("iot")
    assert refusal(iot.list_policies, marker="AAAA")[:2] == ("InvalidRequestException", 400)
    assert refusal(iot.list_policies, pageSize=251)[:2] == ("InvalidRequestException", 400)


def test_tags_of_role_aliases(client: Client, refusal: Refusal) -> None:
    iot = client("iot")
    arn = iot.create_role_alias(
        roleAlias="a", roleArn="arn:aws:iam::123456789012:role/r", tags=[{"Key": "x", "Value": "1"}]
    )["roleAliasArn"]

    def tags() -> dict[str, str]:
        answer = iot.list_tags_for_resource(resourceArn=arn)
        return {tag["Key"]: tag["Value"] for tag in answer["tags"]}

    assert tags() == {"x": "1"}
    iot.tag_resource(resourceArn=arn, tags=[{"Key": "x", "Value": "2"}, {"Key": "y"}])
    assert tags() == {"x": "2", "y": ""}
    iot.untag_resource(resourceArn=arn, tagKeys=["x", "nothing"])
    assert tags() == {"y": ""}
    told = refusal(iot.list_tags_for_resource, resourceArn=f"{arn}x")
    assert told[:2] == ("ResourceNotFoundException", 404)


def test_subjects_come_in_by_their_door(over_http: Any) -> None:
    body = {
        "account": "123456789012",
        "region": "eu-west-1",
        "x509Subject": "CN=one",
        "credential": {"serialNumber": "1", "issuer": "CN=ca", "x509CertificateData": "PEM"},
    }
    request = Request(
        f"{over_http.address}/moto-api/rolesanywhere/subjects",
        json.dumps(body).encode(),
        {"Content-Type": "text/plain"},
    )
    with urlopen(request, timeout=10) as answer:
        arn = json.loads(answer.read())["subjectArn"]
    service = over_http.client("rolesanywhere")
    (subject,) = service.list_subjects()["subjects"]
    assert (subject["subjectArn"], subject["x509Subject"]) == (arn, "CN=one")
    (credential,) = service.get_subject(subjectId=subject["subjectId"])["subject"]["credentials"]
    assert (credential["serialNumber"], credential["failed"]) == ("1", False)
