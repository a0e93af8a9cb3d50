"""Policy documents: what is read, in which forms, and what is refused where."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scanner.policy.made import NEW, Json, allow, deny, policy, without

from rolevet.document import MAX_LENGTH
from rolevet.policy.conditions import Condition, Quantifier
from rolevet.policy.documents import read_policy
from rolevet.policy.faults import BadPolicy, PolicyFault
from rolevet.policy.statements import Effect, Kind, Policy
from rolevet.policy.variables import Variable, variables

TRUSTED: Json = {
    "Effect": "Allow",
    "Principal": {"Service": "rolesanywhere.amazonaws.com"},
    "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    "Condition": {"StringEquals": {"aws:PrincipalTag/x509Subject/OU": "Plant"}},
}


def trust(**changes: Any) -> Json:
    statement = TRUSTED | changes
    return {"Version": NEW, "Statement": [without(statement, *_absent(statement))]}


def _absent(statement: Json) -> list[str]:
    return [name for name, value in statement.items() if value is None]


def refused(document: Any, kind: Kind = Kind.PERMISSIONS) -> BadPolicy:
    with pytest.raises(BadPolicy) as caught:
        read_policy(document, kind)
    return caught.value


def test_a_document_is_the_same_in_every_form() -> None:
    document = trust()
    read = read_policy(document, Kind.TRUST)
    text = json.dumps(document, indent=2)
    single = {"Version": NEW, "Statement": document["Statement"][0]}
    for form in (text, quote(text), f" {quote(text)}", single, json.dumps(single)):
        assert read_policy(form, Kind.TRUST) == read


def test_what_is_kept() -> None:
    read = policy(
        allow("s3:GetObject"),
        deny(["S3:Put*"], Sid="NoWrites", Condition={"Bool": {"aws:SecureTransport": False}}),
        name="policy 'Backup'",
    )
    first, second = read.statements
    assert [s.effect for s in read.statements] == [Effect.ALLOW, Effect.DENY]
    assert first.label == "Statement[0] of policy 'Backup'"
    assert second.label == "Statement[1] 'NoWrites' of policy 'Backup'"
    assert second.actions.written == ("S3:Put*",)
    assert second.conditions == (Condition("Bool", "aws:SecureTransport", ("false",)),)
    assert (first.principals, first.conditions) == (None, ())


def test_principals() -> None:
    named = {"Service": "a", "AWS": ["b", "c"], "Federated": "d", "CanonicalUser": "e"}
    (statement,) = read_policy(trust(Principal=named), Kind.TRUST).statements
    principals = statement.principals
    assert principals is not None
    assert (principals.services, principals.aws) == (("a",), ("b", "c"))
    assert (principals.federated, principals.canonical_users) == (("d",), ("e",))
    assert statement.applies("sts:assumerole", "the role itself").reason.endswith("conditions")


@pytest.mark.parametrize(
    ("written", "operator", "quantifier", "if_exists"),
    [
        ("StringEquals", "StringEquals", Quantifier.NONE, False),
        ("stringequals", "StringEquals", Quantifier.NONE, False),
        ("StringNotLikeIfExists", "StringNotLike", Quantifier.NONE, True),
        ("ForAnyValue:StringLike", "StringLike", Quantifier.ANY, False),
        ("ForAllValues:ArnLikeIfExists", "ArnLike", Quantifier.ALL, True),
        ("Null", "Null", Quantifier.NONE, False),
        ("NumericLessThanEquals", "NumericLessThanEquals", Quantifier.NONE, False),
        ("DateGreaterThan", "DateGreaterThan", Quantifier.NONE, False),
        ("NotIpAddress", "NotIpAddress", Quantifier.NONE, False),
        ("BinaryEquals", "BinaryEquals", Quantifier.NONE, False),
    ],
)
def test_operators(written: str, operator: str, quantifier: Quantifier, if_exists: bool) -> None:
    statement = allow("s3:*", Condition={written: {"aws:username": ["x", ""]}})
    (condition,) = policy(statement).statements[0].conditions
    assert (condition.operator, condition.quantifier) == (operator, quantifier)
    assert (condition.if_exists, condition.values) == (if_exists, ("x", ""))


def test_conditions_hold_what_json_shows() -> None:
    text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "a:b", '
    text += '"Resource": "*", "Condition": {"NumericEquals": {"k": [1, 2.50, "3", true]}}}}'
    (statement,) = read_policy(text, Kind.PERMISSIONS).statements
    assert statement.conditions[0].values == ("1", "2.50", "3", "true")
    (statement,) = policy(allow("a:b", Condition={"NumericEquals": {"k": 1}})).statements
    assert statement.conditions[0].values == ("1",)


def test_variables_belong_to_one_version() -> None:
    statement = allow(
        "s3:*", "arn:aws:s3:::${aws:username}", Condition={"StringLike": {"k": "${x}"}}
    )
    for version, keys in ((NEW, ["x"]), ("2008-10-17", [])):
        (read,) = policy(statement, version=version).statements
        assert [variable.key for variable in read.conditions[0].variables] == keys
        assert read.applies("s3:get", "arn:aws:s3:::me").known is (None if keys else False)
    old = read_policy({"Statement": [statement]}, Kind.PERMISSIONS)
    assert old.version == ""
    assert old.statements[0].covers("s3:get", "x") is False
    (bare,) = policy(without(statement, "Condition"), version="2008-10-17").statements
    assert bare.applies("s3:get", "arn:aws:s3:::${aws:username}").certain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a${aws:username}b${x}", (Variable("aws:username"), Variable("x"))),
        ("${aws:PrincipalTag/team, 'all'}", (Variable("aws:PrincipalTag/team", "all"),)),
        ("${k,''}", (Variable("k", ""),)),
        ("${k, x}", (Variable("k, x"),)),
        ("${*}${?}${$}", ()),
        ("$(aws:username}", ()),
        ("${aws:username", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_variables(text: str, expected: tuple[Variable, ...]) -> None:
    assert variables(text) == expected


def test_literal_wildcards() -> None:
    (statement,) = policy(allow("s3:*", "arn:aws:s3:::b/${*}")).statements
    assert not statement.applies("s3:get", "arn:aws:s3:::b/x").possible
    (statement,) = policy(allow("s3:*", "arn:aws:s3:::b/${$}x*")).statements
    assert statement.applies("s3:get", "arn:aws:s3:::b/$xyz").certain


@pytest.mark.parametrize(
    ("document", "fault", "says"),
    [
        ("", PolicyFault.NOT_JSON, "it is not JSON: Expecting value at line 1, column 1"),
        ("\ufeff{}", PolicyFault.NOT_JSON, "byte order mark"),
        ("[]", PolicyFault.NOT_JSON, "it is not a JSON object"),
        ("{", PolicyFault.NOT_JSON, "it is not JSON"),
        ("{}{}", PolicyFault.NOT_JSON, "Extra data"),
        ('{"Statement": NaN}', PolicyFault.NOT_JSON, "NaN"),
        ("%FF", PolicyFault.NOT_JSON, "UTF-8"),
        ("[" * 90_000, PolicyFault.NOT_JSON, "nested too deep"),
        ('{"Id": "\\ud800"}', PolicyFault.NOT_JSON, "half of a character"),
        ("x" * (MAX_LENGTH + 1), PolicyFault.TOO_LARGE, "more than 404600 characters"),
        ("%20" * (MAX_LENGTH + 1), PolicyFault.TOO_LARGE, "more than 404600 characters"),
        ("%" * (3 * MAX_LENGTH + 1), PolicyFault.TOO_LARGE, "more than 404600 characters"),
        ({"Statement": ["x"] * MAX_LENGTH}, PolicyFault.TOO_LARGE, "more than 404600"),
        ({"Statement": "x" * MAX_LENGTH}, PolicyFault.TOO_LARGE, "more than 404600"),
        ("{}", PolicyFault.NO_STATEMENT, "it has no statement"),
        ({"Statement": []}, PolicyFault.NO_STATEMENT, "it has no statement"),
        ({"Statement": "x"}, PolicyFault.NO_STATEMENT, "it has no statement"),
        ({"Statement": [allow("a:b"), 5]}, PolicyFault.NO_STATEMENT, "in Statement[1], "),
        ({"Version": "2012-10-18"}, PolicyFault.VERSION, "2008-10-17, 2012-10-17"),
        ({"Version": ["2012-10-17"]}, PolicyFault.VERSION, "2008-10-17, 2012-10-17"),
        ({"statement": []}, PolicyFault.ELEMENT, "did you mean Statement?"),
        ('{"Id": "a", "Version": "b", "Id": "c"}', PolicyFault.DUPLICATE_KEY, "'Id' is there"),
    ],
)  # fmt: skip
def test_documents_that_are_refused(document: Any, fault: PolicyFault, says: str) -> None:
    wrong = refused(document)
    assert wrong.fault is fault
    assert says in str(wrong)


@pytest.mark.parametrize(
    ("changes", "fault", "says"),
    [
        ({"Effect": "allow"}, PolicyFault.EFFECT, "Effect is neither Allow nor Deny"),
        ({"Effect": None}, PolicyFault.EFFECT, "Effect is neither Allow nor Deny"),
        ({"Sid": ["x"]}, PolicyFault.ELEMENT, "Sid is not a text"),
        ({"Actions": "s3:*"}, PolicyFault.ELEMENT, "there is no element 'Actions'"),
        ({"Action": None}, PolicyFault.ACTION, "neither of Action and NotAction"),
        ({"NotAction": "s3:*"}, PolicyFault.ACTION, "both of Action and NotAction"),
        ({"Action": []}, PolicyFault.ACTION, "Action is neither a text nor a list of texts"),
        ({"Action": [["s3:*"]]}, PolicyFault.ACTION, "Action is neither a text nor a list"),
        ({"Action": "GetObject"}, PolicyFault.ACTION, "'GetObject' is not of the form service:"),
        ({"Action": True}, PolicyFault.ACTION, "Action is neither a text"),
        ({"Resource": None}, PolicyFault.RESOURCE, "neither of Resource and NotResource"),
        ({"Resource": ""}, PolicyFault.RESOURCE, "Resource is neither a text"),
        ({"Principal": "*"}, PolicyFault.PRINCIPAL, "there is Principal, which no permissions"),
        ({"NotPrincipal": "*"}, PolicyFault.PRINCIPAL, "there is NotPrincipal, which no"),
        ({"Condition": []}, PolicyFault.CONDITION, "Condition is not an object"),
        ({"Condition": {"Bool": 5}}, PolicyFault.CONDITION, "Bool is not an object"),
        ({"Condition": {"Like": {"k": "v"}}}, PolicyFault.CONDITION, "operator 'Like'"),
        ({"Condition": {"NullIfExists": {"k": "v"}}}, PolicyFault.CONDITION, "'NullIfExists'"),
        ({"Condition": {"ForAnyValue:Null": {"k": "v"}}}, PolicyFault.CONDITION, "operator"),
        ({"Condition": {"ForOne:Bool": {"k": "v"}}}, PolicyFault.CONDITION, "'ForOne:Bool'"),
        ({"Condition": {"Bool": {"k": None}}}, PolicyFault.CONDITION, "k is neither a text"),
        ({"Condition": {"Bool": {"k": {"v": 1}}}}, PolicyFault.CONDITION, "k is neither a text"),
    ],
)
def test_statements_that_are_refused(changes: Json, fault: PolicyFault, says: str) -> None:
    statement = allow("s3:*") | changes
    kept = {name: value for name, value in statement.items() if value is not None}
    document = {"Version": NEW, "Statement": [allow("a:b"), kept]}
    for form in (document, json.dumps(document)):
        wrong = refused(form)
        assert (wrong.fault, wrong.statement) == (fault, 1)
        assert str(wrong).startswith("in Statement[1], ")
        assert says in str(wrong)


@pytest.mark.parametrize(
    ("changes", "fault", "says"),
    [
        ({"Resource": "*"}, PolicyFault.RESOURCE, "there is Resource, which no trust policy may"),
        ({"NotResource": "*"}, PolicyFault.RESOURCE, "there is NotResource, which no trust"),
        ({"Principal": None}, PolicyFault.PRINCIPAL, "neither of Principal and NotPrincipal"),
        ({"NotPrincipal": "*"}, PolicyFault.PRINCIPAL, "both of Principal and NotPrincipal"),
        ({"Principal": "x"}, PolicyFault.PRINCIPAL, 'Principal is neither "*" nor an object'),
        ({"Principal": {}}, PolicyFault.PRINCIPAL, 'Principal is neither "*" nor an object'),
        ({"Principal": {"Services": "x"}}, PolicyFault.ELEMENT, "did you mean Service?"),
        ({"Principal": {"Service": []}}, PolicyFault.PRINCIPAL, "Service is neither a text"),
    ],
)
def test_trust_policies_that_are_refused(changes: Json, fault: PolicyFault, says: str) -> None:
    wrong = refused(trust(**changes), Kind.TRUST)
    assert (wrong.fault, wrong.statement) == (fault, 0)
    assert says in str(wrong)


@pytest.mark.parametrize(
    "inside",
    [
        '"Effect": "Allow", "Effect": "Deny"',
        '"Condition": {"Bool": {"k": "true"}, "Bool": {"j": "true"}}',
        '"Condition": {"Bool": {"k": "true", "k": "false"}}',
    ],
)
def test_a_key_that_is_there_twice_is_told_with_its_statement(inside: str) -> None:
    rest = ", ".join(f'"{k}": "{v}"' for k, v in allow("s3:*").items() if f'"{k}"' not in inside)
    wrong = refused(f'{{"Statement": [{{{inside}, {rest}}}]}}')
    assert (wrong.fault, wrong.statement) == (PolicyFault.DUPLICATE_KEY, 0)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Version", "Statement", "Effect", "Action", "Resource", "Condition"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=50, deadline=None)
@given(_JSON, st.sampled_from(Kind))
def test_any_json_is_a_policy_or_a_bad_one(value: Any, kind: Kind) -> None:
    outcomes = []
    for form in (value, json.dumps(value)):
        try:
            outcomes.append(str(len(read_policy(form, kind).statements)))
        except BadPolicy as bad:
            outcomes.append(bad.fault)
    assert outcomes[0] == outcomes[1] or isinstance(value, str)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_policy_or_a_bad_one(text: str) -> None:
    with pytest.raises(BadPolicy):
        read_policy(text, Kind.TRUST)


def test_policies_are_values() -> None:
    one: Policy = read_policy(trust(), Kind.TRUST)
    assert {one: 1}[read_policy(trust(), Kind.TRUST)] == 1


def test_variables_that_are_plain_text() -> None:
    variable, condition = "arn:aws:s3:::${aws:username}", {"StringLike": {"k": ["${x}", "y"]}}
    statements = [allow("s3:*", [variable, "*"], Condition=condition), allow("s3:*", variable)]
    assert policy(*statements).literal_variables == ()
    assert policy(*statements, version="2008-10-17").literal_variables == (variable, "${x}")
    assert policy(allow("s3:*", Sid="${x}"), version="2008-10-17").literal_variables == ()
