"""What holds for every rule: no way of writing a document flips a verdict, no fact breaks one."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.cases import Case, verdict_of
from rules.tables import CASES
from world import (
    NOW,
    alias,
    anchor,
    authority,
    crl,
    inventory,
    iot_policy,
    managed_policy,
    profile,
    role,
    role_arn,
    subject,
)

from rolevet.check import check
from rolevet.definition import Rule
from rolevet.inventory import Inventory
from rolevet.resources import Resource
from rolevet.unknown import Doubt
from rolevet_rules import rules

RULES = {rule.info.id: rule for rule in rules()}

_ABOUT_THE_TEXT = ("PROF005", "PROF006")
"""Rules that judge how a document is written, and not what it says."""


def rewritten(value: Any, chance: random.Random, name: str = "", *, in_list: bool = False) -> Any:
    """The same policy document, written otherwise; a list in a list would be none."""
    if isinstance(value, dict):
        items = [(key, rewritten(each, chance, key)) for key, each in value.items()]
        chance.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items_ = [rewritten(each, chance, name, in_list=True) for each in value]
        chance.shuffle(items_)
        return items_[0] if len(items_) == 1 and chance.random() < 0.5 else items_
    if name in ("Action", "NotAction") and isinstance(value, str) and value.isascii():
        value = chance.choice((value.upper(), value.lower()))
    alone = isinstance(value, str) and name not in ("Version", "Effect", "Sid", "Id")
    return [value] if alone and not in_list and value != "*" and chance.random() < 0.5 else value


def rewritten_text(text: Any, chance: random.Random) -> Any:
    try:
        document = json.loads(text)
    except (TypeError, ValueError):
        return text
    if not isinstance(document, dict) or json.dumps(document) != text:
        return text  # a second key of the same name would be lost
    return json.dumps(rewritten(document, chance))


def in_other_words(seen: Inventory, chance: random.Random) -> Inventory:
    """The same facts, with every policy document written otherwise."""

    def again(fact: Any) -> Any:
        if not isinstance(fact, Resource):
            return fact
        raw = {name: _member(name, value, chance) for name, value in fact.raw.items()}
        return replace(fact, raw=raw)

    def each(facts: Mapping[str, Any]) -> dict[str, Any]:
        return {arn: again(fact) for arn, fact in facts.items()}

    return replace(
        seen,
        profiles=tuple(map(again, seen.profiles)),
        iot_policies=tuple(map(again, seen.iot_policies)),
        roles=each(seen.roles),
        managed_policies=each(seen.managed_policies),
    )


def _member(name: str, value: Any, chance: random.Random) -> Any:
    if name in ("sessionPolicy", "policyDocument"):
        return rewritten_text(value, chance)
    if name == "AssumeRolePolicyDocument":
        return rewritten(value, chance)
    if name == "RolePolicyList" and isinstance(value, list):
        return [_with(row, "PolicyDocument", chance) for row in value]
    return _with(value, "Document", chance) if name == "PolicyVersion" else value


def _with(row: Any, name: str, chance: random.Random) -> Any:
    if not isinstance(row, dict) or name not in row:
        return row
    return {**row, name: rewritten(row[name], chance)}


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        pytest.param(RULES[rule_id], case, id=f"{rule_id} {case.name}")
        for rule_id, cases in CASES.items()
        for case in cases
        if not rule_id.startswith(_ABOUT_THE_TEXT)
        and in_other_words(case.inventory, random.Random(0)) != case.inventory
    ],
)
def test_how_a_document_is_written_changes_no_verdict(rule: Rule, case: Case) -> None:
    chosen = rule.configured(case.settings)
    for seed in range(4):
        seen = in_other_words(case.inventory, random.Random(seed))
        assert verdict_of(chosen, seen, case.besides)[0] == case.verdict, seed


_TEXTS = st.sampled_from(
    [
        *("", "*", "x", "Allow", "Deny", "2012-10-17", "sts:AssumeRole", "iam:*", "é", "\ud800"),
        *("${aws:PrincipalTag/x509Subject/CN}", "${credentials-iot:ThingName}", "$(", "${"),
        *("rolesanywhere.amazonaws.com", "credentials.iot.amazonaws.com", "StringLike"),
        *("arn:aws:iam::aws:policy/AdministratorAccess", role_arn(), anchor().arn, alias().arn),
        *("CN=x", "x" * 70, "-----BEGIN CERTIFICATE-----", "2026-01-01T00:00:00Z", "=cmd", "[*"),
    ]
)
_NAMES = st.sampled_from(
    [
        *("Version", "Statement", "Effect", "Action", "NotAction", "Resource", "NotResource"),
        *("Principal", "Condition", "Service", "AWS", "StringEquals", "ForAllValues:StringLike"),
        *("aws:SourceArn", "aws:PrincipalTag/x509Subject/CN", "sts:RoleSessionName"),
        *("sts:SourceIdentity", "key", "value", "PolicyName", "PolicyDocument", "PolicyArn"),
        *("credentials-iot:ThingName", "iot:ClientId", "iam:PassedToService", "Null"),
        *("certificateField", "mappingRules", "specifier", "sourceType", "sourceData"),
        *("x509CertificateData", "acmPcaArn", "credentials", "seenAt", "failed", "issuer"),
    ]
)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-1, 10**12), st.floats(), _TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=6)
    ),
    max_leaves=12,
)
_DOCUMENTS = _JSON.map(lambda value: {"Version": "2012-10-17", "Statement": value})
_TEXT_DOCUMENTS = st.one_of(_DOCUMENTS.map(json.dumps), _TEXTS)


def _fields(**strategies: Any) -> Any:
    return st.fixed_dictionaries(
        {}, optional={name: st.one_of(each, _JSON) for name, each in strategies.items()}
    )


_WORLDS = st.builds(
    lambda a, p, t, c, r, i, m, s, pca: inventory(
        alias(**a),
        profile(**p),
        anchor(**t),
        crl(**c),
        role(**r),
        iot_policy(**i),
        subject(**s),
        managed_policies={managed_policy().arn: managed_policy(**m)},
        authorities={authority().arn: authority(**pca)},
    ),
    _fields(roleArn=_TEXTS, credentialDurationSeconds=st.integers(), tags=_JSON),
    _fields(
        roleArns=st.just([role_arn()]),
        sessionPolicy=_TEXT_DOCUMENTS,
        managedPolicyArns=st.just([managed_policy().arn]),
        enabled=st.booleans(),
        acceptRoleSessionName=st.booleans(),
        attributeMappings=_JSON,
        tags=_JSON,
    ),
    _fields(source=_JSON, enabled=st.booleans(), notificationSettings=_JSON, updatedAt=_TEXTS),
    _fields(crlData=st.binary(max_size=40), trustAnchorArn=_TEXTS, enabled=st.booleans()),
    _fields(
        AssumeRolePolicyDocument=_DOCUMENTS,
        RolePolicyList=_DOCUMENTS.map(lambda each: [{"PolicyName": "x", "PolicyDocument": each}]),
        AttachedManagedPolicies=st.just([{"PolicyArn": managed_policy().arn}]),
        PermissionsBoundary=st.just({"PermissionsBoundaryArn": managed_policy().arn}),
        MaxSessionDuration=st.integers(),
        RoleLastUsed=_JSON,
    ),
    _fields(policyDocument=_TEXT_DOCUMENTS, targets=_JSON),
    _fields(PolicyVersion=_DOCUMENTS.map(lambda each: {"Document": each})),
    _fields(credentials=_JSON, x509Subject=_TEXTS, lastSeenAt=_TEXTS),
    _fields(Certificate=_TEXTS, Status=_TEXTS, NotBefore=_TEXTS, NotAfter=_TEXTS),
)


@settings(max_examples=150, deadline=None)
@given(_WORLDS)
def test_no_fact_breaks_a_rule(seen: Inventory) -> None:
    verdicts = check(RULES.values(), seen)
    broken = [doubt for doubt in verdicts.inconclusive if doubt.doubt is Doubt.RULE_ERROR]
    assert broken == []
    assert verdicts.scopes == seen.scopes
    assert seen.now == NOW
