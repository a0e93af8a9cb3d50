"""That no value, however it came to be, keeps a comparison from ending with an answer."""

from dataclasses import replace
from typing import Any

import pytest
from world import alias, inventory, profile, role

from rolevet.check import check
from rolevet.normal import NORMAL
from rolevet.symbols import Symbols
from rolevet.unknown import Doubt
from rolevet_rules.inv import drift, drift_settings

DEEP = "[" * 900 + "]" * 900
ODD: list[Any] = [
    *(None, 0, 1.5, True, "", "x", [], {}, [[]], [{}], [None], {"a": [1]}, b"", "\ud800", "{"),
    *('{"Statement": ' + DEEP + "}", '{"Statement": [[{"a": null}]]}', "[1]"),
    {"sourceData": 1},
    [{"event": [], "enabled": True, "threshold": []}],
    [{"mappingRules": {"specifier": 1}}],
]
RULES = [
    *(drift.drifted, drift.role_drifted, drift_settings.enabled_otherwise),
    *(drift_settings.mapped_otherwise, drift_settings.instance_properties_otherwise),
]


@pytest.mark.parametrize("field", sorted(NORMAL))
def test_every_value_has_a_normal_form(field: str) -> None:
    for value in ODD:
        assert NORMAL[field].value(value) == NORMAL[field].value(value)


@pytest.mark.parametrize("field", sorted(NORMAL))
def test_no_value_breaks_a_rule(field: str) -> None:
    for stated in (profile(), role(), alias()):
        for value in ODD:
            live = replace(stated, raw={**stated.raw, field: value})
            seen = replace(inventory(stated), live={stated.arn: live})
            assert all(d.doubt is not Doubt.RULE_ERROR for d in check(RULES, seen).inconclusive)
            back = replace(inventory(live), live={live.arn: stated})
            assert all(d.doubt is not Doubt.RULE_ERROR for d in check(RULES, back).inconclusive)


@pytest.mark.parametrize(
    ("stated", "live", "may_be"),
    [
        ("arn:role/@A@", "arn:role/x", True),
        ("arn:role/@A@", "arn:user/x", False),
        ("@A@-@B@", "x-y", True),
        ("@A@-@B@", "xy", False),
        ("a@A@a", "a", False),
        ("a@A@b@B@c", "abc", True),
        ("a@A@b@B@c", "acb", False),
    ],
)
def test_what_stands_for_something_may_be_anything(stated: str, live: str, may_be: bool) -> None:
    symbols = Symbols({"@A@": "<A>", "@B@": "<B>"})
    one = alias(roleArn=stated)
    seen = replace(inventory(one), live={one.arn: alias(roleArn=live)}, symbols=symbols)
    verdicts = check([drift.drifted], seen)
    assert bool(verdicts.findings) is not may_be
    assert bool(verdicts.inconclusive) is may_be
