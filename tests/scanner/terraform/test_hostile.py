"""Plans and state that mean harm, or were made by nobody: each ends in worlds or in one error."""

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scanner.terraform.made import (
    FILE,
    LINKED,
    alias,
    change,
    configured,
    every_worlds,
    plan,
    refers,
    role,
    state,
)
from scanner.terraform.test_state import alias as kept_alias
from scanner.terraform.test_state import role as kept_role
from world import NOW

from rolevet.check import check_worlds, together
from rolevet.sources.terraform import LIMITS, read_worlds
from rolevet.tree import BadTree, read_json
from rolevet.unknown import Doubt
from rolevet_rules import rules

CHOSEN = [rule for rule in rules() if not rule.info.opt_in]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"format_version": "2.0", "planned_values": {}}', "format version '2.0' is not read"),
        ('{"format_version": "0.2", "values": {}}', "format version '0.2' is not read"),
        ('{"format_version": [], "resource_changes": []}', "format version '' is not read"),
        ('{"format_version": "1.2", "resource_changes": 3}', "resource_changes is not as"),
        ('{"version": 3, "terraform_version": "0.11.0", "modules": []}', "version '3' is not read"),
        ('{"version": 4, "terraform_version": "1", "resources": true}', "resources is not as"),
        (plan(role())[:-40], "it ends too early"),
    ],
)
def test_what_is_not_read_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BadTree, match=says) as error:
        every_worlds(text)
    assert error.value.message.startswith(f"{FILE}:")


@pytest.mark.parametrize("text", ["{}", "[]", "3", '{"format_version": "1.0"}', '{"version": 4}'])
def test_what_is_neither_is_told_apart(text: str) -> None:
    assert read_worlds([read_json(text.encode(), FILE)], FILE, NOW) is None


def chained(count: int) -> str:
    """Modules that hand a value on, each to the next."""
    inner: dict[str, Any] = {
        "resources": [configured("aws_iot_role_alias.fleet", role_arn=refers("var.x"))]
    }
    for _ in range(count):
        call = {"module": inner, "expressions": {"x": refers(*["var.x"] * 3, "module.m.x")}}
        outputs = {"x": {"expression": refers("module.m.x", "var.x")}}
        inner = {"module_calls": {"m": call}, "outputs": outputs}
    address = "module.m." * count + "aws_iot_role_alias.fleet"
    mine = alias(address)
    mine["module_address"] = ("module.m." * count).rstrip(".")
    return plan(mine, resources=(), root=inner)


@pytest.mark.parametrize(
    "text",
    [
        chained(2),
        chained(40),
        plan(alias(), resources=[configured(LINKED["address"], role_arn=refers("a" * 9999))]),
        plan(
            *(alias(f"aws_iot_role_alias.x[{n}]", alias=f"x{n}") for n in range(300)),
            *(role(f"aws_iam_role.x[{n}]") for n in range(300)),
            resources=[configured("aws_iot_role_alias.x", role_arn=refers("aws_iam_role.x"))],
        ),
        plan(
            alias(),
            resources=[
                configured(
                    "aws_iot_role_alias.fleet",
                    role_arn=refers(*(f"aws_iam_role.x{n}.arn" for n in range(5000))),
                )
            ],
        ),
        plan(
            *(
                change(f"aws_iam_role.r{n}", {}, ["arn", "name", "assume_role_policy"])
                for n in range(200)
            ),
            resources=[
                configured(f"aws_iam_role.r{n}", name=refers(f"aws_iam_role.r{n + 1}.name"))
                for n in range(200)
            ],
        ),
    ],
)
def test_what_refers_to_very_much_ends(text: str) -> None:
    verdicts = together(check_worlds(CHOSEN, each) for each in every_worlds(text))
    assert {doubt.doubt for doubt in verdicts.inconclusive} <= {Doubt.BY_NATURE}


DOCUMENT = change(
    "data.aws_iam_policy_document.trust",
    {"statement": [{"actions": ["sts:AssumeRole"], "condition": [{"values": [None]}]}]},
    {"json": True, "statement": [{"condition": [{"values": [True]}]}]},
    "read",
)
ANCHOR = change(
    "aws_rolesanywhere_trust_anchor.ca",
    {"name": "ca", "source": [{"source_type": "AWS_ACM_PCA", "source_data": [{}]}]},
    {"arn": True, "source": [{"source_data": [{"acm_pca_arn": True}]}]},
    "update",
    before={"name": "ca", "arn": "arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/x"},
)
PROFILE = change("module.m[0].aws_rolesanywhere_profile.p", {"name": "p"}, ["role_arns", "arn"])
VALID = plan(
    *(DOCUMENT, ANCHOR, PROFILE, alias(), role()),
    resources=[
        configured("aws_iot_role_alias.fleet", role_arn=refers("aws_iam_role.device.arn")),
        configured(
            "aws_iam_role.device",
            assume_role_policy=refers("data.aws_iam_policy_document.trust.json"),
        ),
        configured(
            "data.aws_iam_policy_document.trust",
            statement=[
                {"condition": [{"values": refers("aws_rolesanywhere_trust_anchor.ca.arn")}]}
            ],
        ),
        configured("aws_rolesanywhere_trust_anchor.ca", source=[{"source_data": [{}]}]),
    ],
    root={
        "module_calls": {
            "m": {
                "expressions": {"arns": refers("aws_iam_role.device.arn")},
                "module": {
                    "resources": [
                        configured("aws_rolesanywhere_profile.p", role_arns=refers("var.arns"))
                    ]
                },
            }
        }
    },
    prior_state={"values": {"root_module": {"resources": [], "child_modules": [{}]}}},
    variables={"region": {"value": "eu-west-1"}},
    configuration={"provider_config": {"aws": {"expressions": {"region": refers("var.region")}}}},
)
STATE = state(kept_role(), kept_alias(sensitive_attributes=[[{"type": "get_attr", "value": "x"}]]))

Way = tuple[str | int, ...]


def ways_into(tree: Any, way: Way = ()) -> list[Way]:
    """To every value of it."""
    inside = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    return [way, *(found for name, item in inside for found in ways_into(item, (*way, name)))]


WAYS = {text: ways_into(json.loads(text))[1:] for text in (VALID, STATE)}
SCALARS = (None, True, False, 0, -1, 10**18, "", "x", "*", "${x}", "arn:aws:iam::1:role/x")
OBJECTS: tuple[Any, ...] = ([], [[]], [None], {}, {"references": ["var.x"]}, {"references": "x"})
OTHERS = st.sampled_from((*SCALARS, *OBJECTS, {"constant_value": {}}, [{"a": [True]}]))


def changed(tree: Any, way: Way, other: Any) -> None:
    for step in way[:-1]:
        tree = tree[step]
    tree[way[-1]] = other


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([VALID, STATE]), st.data())
def test_wrong_shapes_anywhere_are_refused_or_not_known(text: str, data: st.DataObject) -> None:
    tree = json.loads(text)
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from(WAYS[text]))
        try:
            changed(tree, way, deepcopy(data.draw(OTHERS)))
        except (KeyError, IndexError, TypeError):
            continue  # it is in what was changed before
    written = json.dumps(tree)
    document = read_json(written.encode(), FILE, LIMITS)
    try:
        found = read_worlds([document], FILE, NOW)
    except BadTree:
        return
    verdicts = together(check_worlds(CHOSEN, each) for each in found or ())
    assert all(doubt.doubt is not Doubt.RULE_ERROR for doubt in verdicts.inconclusive)


CORPUS = Path(os.environ.get("ROLEVET_CORPUS", "/nowhere"))
PLANS = sorted(CORPUS.glob("**/*.tfplan.json"))
STATES = sorted(CORPUS.glob("**/*.tfstate"))


def found_in(path: Path, *ids: str) -> list[tuple[str, str]]:
    document = read_json(path.read_bytes(), path.name, LIMITS)
    worlds = read_worlds([document], path.name, NOW)
    assert worlds
    chosen = [rule for rule in rules() if (rule.info.id in ids if ids else not rule.info.opt_in)]
    found = together(check_worlds(chosen, each) for each in worlds)
    assert {doubt.doubt for doubt in found.inconclusive} <= {Doubt.BY_NATURE}
    return sorted((one.rule.id, one.resource_name) for one in found.findings)


@pytest.mark.skipif(not PLANS, reason="ROLEVET_CORPUS names no folder with plans")
def test_real_plans_give_what_a_reader_found_in_their_sources() -> None:
    """The certificate of one is the word "example", which is what its author put in."""
    found = {path.name.partition("__")[0]: found_in(path) for path in PLANS}
    assert found.pop("mayfairman") == [("ANCH002", "paperless-ai-worker")]
    assert not any(found.values())


@pytest.mark.skipif(not STATES, reason="ROLEVET_CORPUS names no folder with state")
def test_a_real_state_gives_what_a_reader_found_in_it() -> None:
    (path,) = STATES
    assert found_in(path) == [
        ("ANCH001", "cert-manager-spiffe"),
        ("TRUST001", "spiffe_iam_anywhere"),
    ]
    assert found_in(path, "PROF001", "PROF010") == found_in(path, "PROF010")
