"""What resources answer, and where they decline to."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from scanner.policy.steps import steps
from world import (
    alias,
    anchor,
    authority,
    crl,
    inventory,
    iot_policy,
    managed_policy,
    profile,
    role,
    subject,
)

from rolevet import (
    CertificateAuthority,
    Crl,
    Detail,
    Doubt,
    Inventory,
    ManagedPolicy,
    Missing,
    Profile,
    Role,
    RoleAlias,
    Tagged,
    TrustAnchor,
    Undecided,
)
from rolevet.document import BadDocument, is_deeper_than, minified, parse_document
from rolevet.inventory import Binding, listed_needs
from rolevet.needs import kinds_of, name_of, with_presupposed
from rolevet.policy.trusting import trusts_broker
from rolevet.unknown import Unknown

MAY = datetime(2026, 5, 1, tzinfo=UTC)
BOUNDED = {"PermissionsBoundaryArn": "arn:aws:iam::123456789012:policy/b"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda: crl(crlData=b"\xff").data, b"\xff"),
        (lambda: crl(updatedAt="2026-05-01T00:00:00Z").updated_at, MAY),
        (lambda: crl(enabled=False).enabled, False),
        (lambda: crl(createdAt="2026-05-01T00:00:00Z").created_at, MAY),
        (lambda: alias(creationDate=MAY.timestamp()).created_at, MAY),
        (lambda: iot_policy(creationDate=MAY.timestamp()).created_at, MAY),
        (lambda: role(CreateDate="2026-05-01T00:00:00Z").created_at, MAY),
        (lambda: managed_policy(CreateDate="2026-05-01T00:00:00Z").created_at, MAY),
        (lambda: authority(CreatedAt=MAY.timestamp()).created_at, MAY),
        (lambda: anchor(updatedAt="2026-05-01T00:00:00").updated_at, MAY),
        (lambda: anchor(source={"sourceData": {"acmPcaArn": "x"}}).acm_pca_arn, "x"),
        (lambda: anchor(source={"sourceData": {"x509CertificateData": "x"}}).acm_pca_arn, None),
        (lambda: anchor(source={}).acm_pca_arn, None),
        (lambda: authority(NotBefore=MAY.timestamp()).not_before, MAY),
        (lambda: authority(NotAfter=int(MAY.timestamp())).not_after, MAY),
        (lambda: subject(lastSeenAt="2026-05-01T00:00:00Z").last_seen_at, MAY),
        (lambda: [each.raw for each in subject(credentials=[{"x": 1}]).credentials], [{"x": 1}]),
        (lambda: iot_policy(targets=["b", "a"]).targets, ("b", "a")),
        (lambda: managed_policy().document["Statement"], []),
        (lambda: role().boundary, None),
        (lambda: role(PermissionsBoundary=BOUNDED).boundary, "arn:aws:iam::123456789012:policy/b"),
        (lambda: role(RoleLastUsed={}).last_used, None),
        (lambda: role(RoleLastUsed={"LastUsedDate": "2026-05-01T00:00:00Z"}).last_used, MAY),
        (lambda: role(AttachedManagedPolicies=[{"PolicyArn": "x"}]).attached_policies, ("x",)),
        (
            lambda: (
                role(RolePolicyList=[{"PolicyName": "i", "PolicyDocument": {}}]).inline_policies
            ),
            {"i": {}},
        ),
        (lambda: profile(tags=[{"key": "a", "value": "b"}]).tags, {"a": "b"}),
        (lambda: profile(tags=[{"Key": "a"}]).tags, {"a": ""}),
    ],
)
def test_answers(answer: Callable[[], object], expected: object) -> None:
    assert answer() == expected


@pytest.mark.parametrize(
    ("answer", "says", "doubt"),
    [
        (lambda: crl(crlData="text").data, "documented type", Doubt.BY_NATURE),
        (lambda: crl(updatedAt="once").updated_at, "is not a timestamp", Doubt.BY_NATURE),
        (lambda: crl(updatedAt=True).updated_at, "documented type", Doubt.BY_NATURE),
        (lambda: authority(NotBefore=1e300).not_before, "not a timestamp", Doubt.BY_NATURE),
        (lambda: authority(Certificate=None).certificate, "has no field", Doubt.BY_NATURE),
        (lambda: subject(credentials=["x"]).credentials, "list of objects", Doubt.BY_NATURE),
        (lambda: iot_policy().targets, "'targets' .* was not collected", Doubt.COVERAGE),
        (lambda: iot_policy(targets=[1]).targets, "not a list of texts", Doubt.BY_NATURE),
        (
            lambda: managed_policy(PolicyVersion={"Document": "%"}).document,
            "is not a JSON object",
            Doubt.BY_NATURE,
        ),
        (lambda: role(PermissionsBoundary={"x": 1}).boundary, "names no pol", Doubt.BY_NATURE),
        (
            lambda: role(RoleLastUsed={"LastUsedDate": []}).last_used,
            "not a timestamp",
            Doubt.BY_NATURE,
        ),
        (lambda: role().attached_policies, "was not collected", Doubt.COVERAGE),
        (
            lambda: role(AttachedManagedPolicies=[{}]).attached_policies,
            "not a list of texts",
            Doubt.BY_NATURE,
        ),
        (
            lambda: role(AttachedManagedPolicies=["x"]).attached_policies,
            "not a list of objects",
            Doubt.BY_NATURE,
        ),
        (
            lambda: role(RolePolicyList=[{"PolicyName": "i"}]).inline_policies,
            "inline policy 'i' .* is not a JSON object",
            Doubt.BY_NATURE,
        ),
        (lambda: profile().tags, "'tags' .* was not collected", Doubt.COVERAGE),
        (lambda: profile(tags=["x"]).tags, "not a list of objects", Doubt.BY_NATURE),
    ],
)
def test_where_they_decline(answer: Callable[[], Any], says: str, doubt: Doubt) -> None:
    with pytest.raises(Undecided, match=says) as caught:
        answer()
    assert caught.value.doubt is doubt


def test_a_credential_answers_or_declines() -> None:
    date = "2026-05-01T00:00:00Z"
    rows: list[dict[str, Any]] = [
        {"seenAt": date, "failed": True, "x509CertificateData": "PEM"},
        {"seenAt": "2026-04-01T00:00:00Z"},
    ]
    latest = subject(credentials=rows).latest_credential
    assert latest is not None
    assert (latest.seen_at, latest.failed, latest.certificate_data) == (MAY, True, "PEM")
    assert subject().latest_credential is None
    _, other = subject(credentials=rows).credentials
    for question in (lambda: other.failed, lambda: other.certificate_data):
        with pytest.raises(Undecided, match="of a credential of Subject 'CN=host' is not as"):
            question()
    with pytest.raises(Undecided, match="'seenAt' of a credential"):
        _ = subject(credentials=[{}, {}]).latest_credential


def test_kinds_that_take_in_others() -> None:
    four = {RoleAlias, Profile, TrustAnchor, Crl}
    assert kinds_of(Tagged) == listed_needs(Tagged) == four
    assert kinds_of(Role) == {Role}
    assert kinds_of(Binding) == set()
    assert listed_needs(CertificateAuthority) == {TrustAnchor}
    seen = inventory(role(), crl(), profile(), subject(), anchor(), alias())
    assert [type(each) for each in seen.of(Tagged)] == [RoleAlias, Profile, TrustAnchor, Crl]


def test_what_is_looked_up_by_arn() -> None:
    policy, ca = managed_policy(), authority()
    gone = Missing("gone", policy.place)
    seen = inventory(
        managed_policies={policy.arn: policy, "gone": gone, "dark": Unknown("it was denied")},
        authorities={ca.arn: ca, "gone": gone, "dark": Unknown("it was denied")},
    )
    assert (seen.managed_policy(policy.arn), seen.authority(ca.arn)) == (policy, ca)
    assert (seen.managed_policy("gone"), seen.authority("gone")) == (None, None)
    questions: tuple[Callable[[str], object], ...] = (seen.managed_policy, seen.authority)
    for question in questions:
        with pytest.raises(Undecided, match="it was denied"):
            question("dark")
        with pytest.raises(Undecided, match="x was not collected") as caught:
            question("x")
        assert caught.value.doubt is Doubt.COVERAGE
    assert list(seen.of(ManagedPolicy)) == [policy]
    assert list(seen.of(CertificateAuthority)) == [ca]


def test_subjects_of_every_listed_kind_are_judged() -> None:
    resources = (crl(), iot_policy(), subject())
    seen: Inventory = inventory(*resources)
    for resource in resources:
        assert list(seen.of(type(resource))) == [resource]


def test_what_must_be_listed_for_a_kind() -> None:
    assert listed_needs(Crl) == {Crl}
    assert listed_needs(Role) == {RoleAlias, Profile, Detail.TRUSTING_ROLES}
    assert listed_needs(ManagedPolicy) == {RoleAlias, Profile}
    assert listed_needs(CertificateAuthority) == {TrustAnchor}


def test_needs_bring_what_they_presuppose() -> None:
    assert with_presupposed([Crl]) == {Crl, TrustAnchor}
    assert with_presupposed([Detail.ROLE_POLICIES]) == {Detail.ROLE_POLICIES, Role}
    assert name_of(Detail.ROLE_POLICIES) == "role-policies"
    assert name_of(Crl) == "crl"
    names = [name_of(need) for need in (*Detail, Crl, Role, RoleAlias, Profile, TrustAnchor)]
    assert len(set(names)) == len(names)


def trust(principal: object, effect: str = "Allow") -> dict[str, Any]:
    return {"Statement": [{"Effect": effect, "Principal": principal}]}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (trust({"Service": "credentials.iot.amazonaws.com"}), True),
        (trust({"Service": ["ec2.amazonaws.com", "RolesAnywhere.amazonaws.com"]}), True),
        (trust({"Service": "rolesanywhere.amazonaws.com.cn"}), True),
        (trust({"Service": "*"}), True),
        (trust({"AWS": "*"}), True),
        (trust("*"), True),
        ({"Statement": {"Effect": "Allow", "Principal": "*"}}, True),
        ({"Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": "x"}}}, True),
        ("%7B", True),
        (trust({"Service": "credentials.iot.amazonaws.com"}, "Deny"), False),
        (trust({"Service": "iot.amazonaws.com"}), False),
        (trust({"Service": ["ec2.amazonaws.com", 5]}), False),
        (trust({"AWS": "arn:aws:iam::123456789012:root"}), False),
        (trust(None), False),
        ({"Statement": ["x"]}, False),
        ({}, False),
    ],
)
def test_who_may_be_let_in(document: object, expected: bool) -> None:
    assert trusts_broker(document) is expected


def test_documents() -> None:
    assert parse_document('{"a": [1]}') == {"a": [1]}
    with pytest.raises(BadDocument, match="it is not JSON"):
        parse_document("{")
    assert is_deeper_than(1, [[1]])
    assert not is_deeper_than(2, [[1]])


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        (' { "a" : [ 1 , "b c" ]\r\n\t}\n', '{"a":[1,"b c"]}'),
        ('{"a \\" b" : " \\\\" , "c" : 1}', '{"a \\" b":" \\\\","c":1}'),
        ('{"a": 1, "a": 1.50}', '{"a":1,"a":1.50}'),
        (' " never ends ', '" never ends '),
        (' "\\" ', '"\\" '),
    ],
)
def test_only_white_space_between_texts_is_taken_out(text: str, short: str) -> None:
    assert minified(text) == short


def test_what_never_ends_costs_its_length() -> None:
    assert steps(lambda: minified('"' + '\\"' * 50_000)) < 300_000
