"""What a request states, where it stands, and what is unknown of it."""

import base64
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import NOW, alias, anchor, crl, profile, role, role_arn, whole

from rolevet.authorities import Crl
from rolevet.check import Verdicts, check, check_worlds
from rolevet.errors import UsageError
from rolevet.inventory import Inventory
from rolevet.place import Declared
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.sources.request import Place, changed, operation_named, read_request, worlds
from rolevet.sources.request.operations import OPERATIONS, Operation
from rolevet.tree import read_json
from rolevet.unknown import Doubt, Undecided
from rolevet_rules import rules

UUID = "01234567-89ab-cdef-0123-456789abcdef"
STORED = whole(
    alias("x"), replace(profile(), arn=profile().arn[:-36] + UUID), anchor("x"), crl("x"), role("x")
)
ALIAS = {"roleAlias": "fleet", "roleArn": role_arn()}


def made(operation: str, members: Any, indent: int | None = None) -> tuple[Inventory, ...]:
    text = json.dumps(members, indent=indent)
    request = read_request(read_json(text.encode(), "r.json"), "r.json", operation_named(operation))
    assert request is not None
    return tuple(world.inventory for world in worlds(request, NOW))


def judged(operation: str, members: Any, *ids: str, indent: int | None = None) -> Verdicts:
    text = json.dumps(members, indent=indent)
    request = read_request(read_json(text.encode(), "r.json"), "r.json", operation_named(operation))
    assert request is not None
    return check_worlds([r for r in rules() if r.info.id in ids], worlds(request, NOW))


def the(kind: type[Any], operation: str, **members: Any) -> Any:
    (found,) = made(operation, members)[0].of(kind)
    assert isinstance(found, Resource)
    return found


def test_what_aws_fills_in_is_filled_in() -> None:
    alias = the(RoleAlias, "CreateRoleAlias", **ALIAS)
    assert (alias.name, alias.role_arn, alias.duration) == ("fleet", role_arn(), 3600)
    profile = the(Profile, "CreateProfile", name="p", roleArns=[])
    assert (profile.duration, profile.session_policy, profile.role_arns) == (3600, None, ())
    assert len(profile.attribute_mappings) == 3


@pytest.mark.parametrize(
    "question",
    [
        "duration", "enabled", "role_arns", "managed_policy_arns", "session_policy",
        "accepts_session_name", "attribute_mappings", "tags",
    ],
)  # fmt: skip
def test_an_update_tells_only_what_it_sends(question: str) -> None:
    profile = the(Profile, "UpdateProfile", profileId=UUID)
    with pytest.raises(Undecided, match="does not tell") as caught:
        getattr(profile, question)
    assert caught.value.doubt is Doubt.BY_NATURE


@pytest.mark.parametrize("question", ["trust", "attached_policies", "inline_policies", "boundary"])
def test_an_update_of_a_role_tells_only_what_it_sends(question: str) -> None:
    role = the(Role, "UpdateRole", RoleName="Device", MaxSessionDuration=7200)
    assert role.max_session_duration == 7200
    with pytest.raises(Undecided, match="does not tell"):
        getattr(role, question)


def test_null_is_not_given() -> None:
    alias = the(RoleAlias, "CreateRoleAlias", **ALIAS, credentialDurationSeconds=None)
    assert alias.duration == 3600


def test_crl_data_is_in_base64() -> None:
    data = base64.b64encode(b"-----BEGIN X509 CRL-----\n").decode()
    crl = the(Crl, "ImportCrl", name="r", crlData=data, trustAnchorArn="x")
    assert crl.data == b"-----BEGIN X509 CRL-----\n"
    assert the(Crl, "ImportCrl", name="r", crlData="--", trustAnchorArn="x").data == b"--"


def test_a_statement_inside_a_text_has_its_own_place() -> None:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "rolesanywhere.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "${aws:x"}},
            }
        ],
    }
    members = {"RoleName": "Device", "AssumeRolePolicyDocument": json.dumps(trust)}
    role = the(Role, "CreateRole", **members)
    assert isinstance(role.place, Declared)
    text = json.dumps(members)
    span = role.place.part("AssumeRolePolicyDocument.Statement[0]")
    written = text[span.column - 1 : span.end_column - 1]
    assert written.startswith('{\\"Effect\\"')
    assert written.endswith("}")
    assert json.loads(f'"{written}"') == json.dumps(trust["Statement"][0])


def test_members_that_nobody_knows_stand_where_their_names_do() -> None:
    found = judged("CreateRoleAlias", {**ALIAS, "tags": [{"Key": "a", "value": "b"}]},
                   "ALIAS002-UNKNOWN", indent=1).findings  # fmt: skip
    assert [(each.path, each.place.line) for each in found] == [("tags[0].value", 7)]  # type: ignore[union-attr]


def test_an_account_that_is_named_may_or_may_not_be_the_own_one() -> None:
    ways = made("CreateRoleAlias", ALIAS)
    assert [next(iter(way.aliases)).role_arn == role_arn() for way in ways] == [True, False]
    verdicts = judged("CreateRoleAlias", ALIAS, "ALIAS003")
    assert verdicts.findings == ()
    (doubt,) = verdicts.inconclusive
    assert "account 123456789012 is not the caller's own" in doubt.reason


def _values(names: list[str]) -> st.SearchStrategy[Any]:
    odd = st.sampled_from(
        [None, True, 1, -1.5, 10**30, "", "x", "*", "\x00", "\ud800", "{}", "[]", UUID, role_arn()]
    )
    return st.recursive(
        odd,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names), inner, max_size=3)
        ),
        max_leaves=5,
    )


def _inner_names(operation: Operation) -> list[str]:
    inner = ("key", "value", "Key", "Value", "sourceType", "sourceData", "x509CertificateData")
    return [*operation.input.members, *inner, "acmPcaArn", "enabled", "event", "odd"]


REQUESTS = st.sampled_from(OPERATIONS).flatmap(
    lambda operation: st.tuples(
        st.just(operation),
        st.dictionaries(
            st.sampled_from([*operation.input.members, "odd"]), _values(_inner_names(operation))
        ),
    )
)


@given(REQUESTS)
@settings(max_examples=150)
def test_no_request_breaks_a_rule(drawn: tuple[Operation, dict[str, Any]]) -> None:
    operation, members = drawn
    request = read_request(read_json(json.dumps(members).encode(), "r.json"), "r.json", operation)
    assert request is not None
    verdicts = check_worlds(rules(), worlds(request, NOW))
    assert [each for each in verdicts.inconclusive if each.doubt is Doubt.RULE_ERROR] == []
    with suppress(UsageError):
        merged = changed(STORED, request, Place()).inventory
        doubts = check(rules(), merged).inconclusive
        assert [each for each in doubts if each.doubt is Doubt.RULE_ERROR] == []


def test_many_faults_are_told_up_to_a_bound() -> None:
    tags = [{"nokey": 1}] * 300
    found = judged("CreateRoleAlias", {**ALIAS, "tags": tags}, "ALIAS002", "ALIAS002-UNKNOWN")
    assert 0 < len(found.findings) <= 200


@pytest.mark.parametrize("name", ["", "a:b:c:d:e:f:g", "x" * 100_000, "\x00\n", "\ud800", "/", 1])
def test_a_hostile_name_is_only_a_name(name: Any) -> None:
    for operation, member in (
        ("UpdateRoleAlias", "roleAlias"),
        ("UpdateProfile", "profileId"),
        ("UpdateRole", "RoleName"),
    ):
        ids = ("ALIAS002", "PROF002", "TRUST012")
        found = judged(operation, {member: name}, *ids).findings
        assert all(len(each.message) <= 2000 for each in found)
