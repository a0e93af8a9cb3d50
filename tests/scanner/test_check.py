"""The engine: what a rule does, and what becomes of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from world import ACCOUNT, REGION, alias, anchor, inventory, missing, profile, role, role_arn

from rolevet import (
    AliasBinding,
    Binding,
    Cell,
    CellState,
    Confidence,
    Doubt,
    Hit,
    Inventory,
    NotApplicable,
    Overlay,
    Parameter,
    Profile,
    ProfileBinding,
    Role,
    RoleAlias,
    Rule,
    Severity,
    Trouble,
    TrustAnchor,
    Undecided,
    rule,
)
from rolevet.check import check, together
from rolevet.finding import RuleResult


def make(
    judge: Callable[..., Any], kind: type[Any] = Profile, id: str = "TEST001", **more: Any
) -> Rule:
    judge.__doc__ = "A test rule."
    return rule(
        id,
        "test-rule",
        severity=Severity.MEDIUM,
        trouble=Trouble.HYGIENE,
        kind=kind,
        source="https://example.com/",
        **more,
    )(judge)


def counts(result: RuleResult) -> tuple[int, int, int, int]:
    return result.passed, result.failed, result.inconclusive, result.not_applicable


def judged(
    judge: Callable[..., Any], *resources: Profile
) -> tuple[list[str], list[str], tuple[int, ...]]:
    verdicts = check([make(judge)], inventory(*resources or (profile(),)))
    return (
        [finding.message for finding in verdicts.findings],
        [f"{doubt.doubt.value}: {doubt.reason}" for doubt in verdicts.inconclusive],
        counts(verdicts.results[0]),
    )


def test_silence_is_a_pass() -> None:
    def judge(*_: object) -> Iterator[Hit]:
        yield from ()

    assert judged(judge) == ([], [], (1, 0, 0, 0))


def test_a_hit_is_a_finding() -> None:
    def judge(subject: Profile, _: Inventory) -> Iterator[Hit]:
        yield Hit("bad\nthing", at="name", evidence={"n": 1}, confidence=Confidence.LOW)

    (finding,) = check([make(judge)], inventory(profile("p"))).findings
    assert finding.message == r"bad\nthing"
    assert (finding.resource_type, finding.resource_name) == ("profile", "p")
    assert (finding.path, finding.evidence) == ("name", {"n": 1})
    assert finding.confidence is Confidence.LOW
    assert finding.place == profile("p").place


def test_what_was_found_before_a_doubt_is_kept() -> None:
    def judge(*_: object) -> Iterator[Hit]:
        yield Hit("bad", at="name")
        raise Undecided("nobody knows the rest")

    assert judged(judge) == (["bad"], ["by-nature: nobody knows the rest"], (0, 1, 0, 0))


def test_not_applicable_is_no_pass() -> None:
    def judge(*_: object) -> Iterator[Hit]:
        yield from ()
        raise NotApplicable("not here")

    assert judged(judge) == ([], [], (0, 0, 0, 1))


def test_not_applicable_after_a_hit_keeps_the_hit() -> None:
    def judge(*_: object) -> Iterator[Hit]:
        yield Hit("bad", at="name")
        raise NotApplicable("not here")

    assert judged(judge) == (["bad"], [], (0, 1, 0, 0))


def test_a_broken_rule_costs_its_own_verdict_only() -> None:
    def judge(subject: Profile, _: Inventory) -> Iterator[Hit]:
        if subject.name == "a":
            raise ZeroDivisionError("by zero\n")
        yield Hit("bad", at="name")

    messages, doubts, tally = judged(judge, profile("a"), profile("b"))
    assert messages == ["bad"]
    assert doubts == [r"rule-error: the rule failed: ZeroDivisionError: by zero\n"]
    assert tally == (0, 1, 1, 0)


def test_the_traceback_of_a_broken_rule_is_kept_for_its_author() -> None:
    def judge(*_: object) -> Iterator[Hit]:
        yield from ()
        raise KeyError("x")

    (doubt,) = check([make(judge)], inventory(profile())).inconclusive
    assert "in judge" in doubt.traceback


@pytest.mark.parametrize(
    ("yielded", "says"),
    [
        (["text"], "it yielded str instead of a Hit"),
        ([Hit("a", at="x"), Hit("b", at="y")], "it yielded two hits with the key ''"),
        (None, "'NoneType' object is not iterable"),
    ],
)
def test_a_rule_that_yields_nonsense_is_broken(yielded: object, says: str) -> None:
    _, doubts, _ = judged(lambda *_: yielded)
    assert len(doubts) == 1
    assert says in doubts[0]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (RoleAlias, ["fleet"]),
        (Profile, ["backup"]),
        (TrustAnchor, ["company-ca"]),
        (Role, ["Device"]),
        (Binding, ["fleet", "backup", "backup"]),
        (AliasBinding, ["fleet"]),
        (ProfileBinding, ["backup", "backup"]),
    ],
)
def test_a_rule_sees_every_subject_of_its_kind(kind: type[Any], names: list[str]) -> None:
    def judge(subject: object, _: Inventory) -> Iterator[Hit]:
        yield Hit("seen", at="")

    world = inventory(
        alias(),
        profile(roleArns=[role_arn("Device"), role_arn("Gone"), role_arn("Gone")]),
        anchor(),
        role(),
        missing("Gone"),
    )
    verdicts = check([make(judge, kind)], world)
    assert [finding.resource_name for finding in verdicts.findings] == names
    assert len({finding.fingerprint for finding in verdicts.findings}) == len(names)


def test_rules_run_in_the_order_of_their_ids() -> None:
    def judge(*_: object) -> Iterator[Hit]:
        yield Hit("bad", at="name")

    rules = [make(judge, id="B"), make(judge, id="A")]
    assert [f.rule.id for f in check(rules, inventory(profile())).findings] == ["A", "B"]


def test_fingerprints_hold_identity_and_nothing_else() -> None:
    def prints(message: str, at: str, key: str, **fields: Any) -> str:
        def judge(*_: object) -> Iterator[Hit]:
            yield Hit(message, at=at, key=key)

        return check([make(judge)], inventory(profile("p", **fields))).findings[0].fingerprint

    same = prints("one", "name", "k", durationSeconds=900)
    assert prints("other", "enabled", "k", durationSeconds=901) == same
    assert prints("one", "name", "other", durationSeconds=900) != same


@pytest.mark.parametrize(
    ("kind", "lists", "unseen"),
    [
        (Profile, "profile", 1),
        (ProfileBinding, "profile", 1),
        (Binding, "profile", 1),
        (Role, "profile", 1),
        (AliasBinding, "profile", 0),
        (RoleAlias, "profile", 0),
        (TrustAnchor, "profile", 0),
        (Profile, "", 0),
    ],
)
def test_what_a_broken_listing_hides_is_undecided(kind: type[Any], lists: str, unseen: int) -> None:
    def judge(*_: object) -> Iterator[Hit]:
        yield from ()

    cell = Cell(
        "123456789012",
        "eu-west-1",
        "rolesanywhere:ListProfiles",
        CellState.DENIED,
        kind=lists or "profile",
        lists=bool(lists),
        error="AccessDeniedException",
    )
    verdicts = check([make(judge, kind)], inventory(coverage=[cell]))
    assert len(verdicts.inconclusive) == unseen
    assert counts(verdicts.results[0]) == (0, 0, unseen, 0)
    for doubt in verdicts.inconclusive:
        assert doubt.doubt is Doubt.COVERAGE
        assert doubt.resource == "123456789012/eu-west-1"
        assert doubt.reason == (
            "rolesanywhere:ListProfiles was denied (AccessDeniedException) "
            "in 123456789012/eu-west-1"
        )


@pytest.mark.parametrize("state", [CellState.COMPLETE, CellState.NOT_OFFERED])
def test_a_settled_listing_hides_nothing(state: CellState) -> None:
    def judge(*_: object) -> Iterator[Hit]:
        yield from ()

    cell = Cell("123456789012", "eu-west-1", "x:ListProfiles", state, "profile", lists=True)
    assert not check([make(judge)], inventory(coverage=[cell])).inconclusive


def test_verdicts_on_several_inventories_are_one() -> None:
    """A role that two of them hold is judged twice, but what was found in it is told once."""

    @rule(
        "TEST002",
        "any-role",
        severity=Severity.LOW,
        trouble=Trouble.HYGIENE,
        kind=Role,
        source="https://example.com/",
    )
    def any_role(role: Role, _: Inventory) -> Iterator[Hit]:
        """A test rule."""
        yield Hit(f"{role.label} is there", at="RoleName")

    cell = Cell("123456789012", "eu-west-1", "rolesanywhere:ListProfiles", CellState.COMPLETE)
    one = check([any_role], inventory(role("A"), role("B"), coverage=[cell]))
    other = check([any_role], inventory(role("B"), role("C")))
    both = together([one, other])
    assert [finding.resource[-1] for finding in both.findings] == ["A", "B", "C"]
    assert [(result.rule.id, result.failed) for result in both.results] == [("TEST002", 4)]
    assert (both.scopes, both.coverage) == (one.scopes, (cell,))
    assert together([one]) == one


def hits(*names: str) -> Callable[..., Iterator[Hit]]:
    """A judge that hits the resources, or the brokers of bindings, of these names."""

    def judge(subject: Any, _: Inventory) -> Iterator[Hit]:
        resource = getattr(subject, "broker", subject)
        if resource.name in names:
            yield Hit(f"{resource.name} is bad", at="name")

    return judge


def told(*rules: Rule) -> dict[str, list[tuple[str, list[str]]]]:
    """Of each rule, the names in its findings, with what is related to them."""
    seen = inventory(profile("a", roleArns=[role_arn("R")]), profile("b"), role("R"))
    found: dict[str, list[tuple[str, list[str]]]] = {rule.info.id: [] for rule in rules}
    for finding in check(rules, seen).findings:
        related = [other.note for other in finding.related]
        found[finding.rule.id].append((finding.resource_name, related))
    return found


def test_what_follows_from_another_finding_is_related_to_it() -> None:
    root = make(hits("a"), id="ROOT")
    after = make(hits("a", "b"), id="AFTER", yields_to=["ROOT"])
    assert told(root, after) == {"ROOT": [("a", ["AFTER: a is bad"])], "AFTER": [("b", [])]}
    (result,) = [r for r in check([root, after], inventory(profile("a"))).results if r.superseded]
    assert (result.rule.id, result.failed, result.passed) == ("AFTER", 0, 0)


def test_without_the_root_it_stands_for_itself() -> None:
    after = make(hits("a"), id="AFTER", yields_to=["ROOT"])
    assert told(after) == {"AFTER": [("a", [])]}


def test_a_binding_yields_to_its_broker() -> None:
    root = make(hits("a"), id="ROOT")
    after = make(hits("a", "b"), ProfileBinding, id="AFTER", yields_to=["ROOT"])
    assert told(root, after)["ROOT"] == [("a", ["AFTER: a is bad"])]
    assert [name for name, _ in told(root, after)["AFTER"]] == ["b"]


@pytest.mark.parametrize(
    ("kind", "follows", "stands"),
    [
        (AliasBinding, ["b"], ["c"]),
        (ProfileBinding, ["a"], ["a"]),
        (Binding, ["b", "a"], ["c", "a"]),
    ],
)
def test_a_binding_yields_to_its_role(
    kind: type[Binding], follows: list[str], stands: list[str]
) -> None:
    seen = inventory(
        profile("a", roleArns=[role_arn("R"), role_arn("S")]),
        alias("b", roleArn=role_arn("R")),
        alias("c", roleArn=role_arn("S")),
        *(role("R"), role("S")),
    )
    root = make(hits("R"), Role, id="ROOT")
    after = make(hits("a", "b", "c"), kind, id="AFTER", yields_to=["ROOT"])
    *of_after, of_root = check([root, after], seen).findings
    assert [other.note for other in of_root.related] == [
        f"AFTER: {name} is bad" for name in follows
    ]
    # Those on the other role stand, as they would without that root.
    assert [finding.resource_name for finding in of_after] == stands
    alone = {finding.fingerprint for finding in check([after], seen).findings}
    assert {finding.fingerprint for finding in of_after} < alone


def test_a_role_does_not_yield_to_what_hands_it_out() -> None:
    root = make(hits("a"), ProfileBinding, id="ROOT")
    after = make(hits("R"), Role, id="AFTER", yields_to=["ROOT"])
    assert told(root, after) == {"ROOT": [("a", [])], "AFTER": [("R", [])]}


def test_what_two_inventories_relate_to_one_role_is_told_with_it() -> None:
    rules = [
        make(hits("R"), Role, id="ROOT"),
        make(hits("a", "b"), ProfileBinding, id="AFTER", yields_to=["ROOT"]),
    ]
    parts = [
        check(rules, inventory(profile(name, roleArns=[role_arn("R")]), role("R")))
        for name in ("a", "b")
    ]
    (both,) = together(parts).findings
    assert [other.note for other in both.related] == ["AFTER: a is bad", "AFTER: b is bad"]
    assert together([parts[0], parts[0]]).findings == parts[0].findings


def test_a_chain_ends_at_its_root() -> None:
    rules = (
        make(hits("a"), id="FIRST"),
        make(hits("a"), id="SECOND", yields_to=["FIRST"]),
        make(hits("a"), id="THIRD", yields_to=["FIRST", "SECOND"]),
    )
    assert told(*rules) == {
        "FIRST": [("a", ["SECOND: a is bad", "THIRD: a is bad"])],
        "SECOND": [],
        "THIRD": [],
    }


def test_settings_reach_the_rule() -> None:
    def judge(subject: Profile, _: Inventory, *, days: int) -> Iterator[Hit]:
        yield Hit(f"{days}", at="name")

    rule = make(judge, parameters={"days": Parameter(7, "Days.", 1, 9)})
    seen = inventory(profile())
    assert check([rule], seen).findings[0].message == "7"
    assert check([rule.configured({"days": 9})], seen).findings[0].message == "9"


def test_a_role_knows_who_vends_it() -> None:
    seen = inventory(
        alias("one", roleArn=role_arn("R")),
        profile("two", roleArns=[role_arn("R"), role_arn("S")]),
        profile("three", roleArns=[role_arn("S")]),
        role("R"),
        role("Lonely"),
    )
    by_name = {found.name: found for found in seen.of(Role) if isinstance(found, Role)}
    assert [b.broker.name for b in seen.bindings_to(by_name["R"])] == ["one", "two"]
    assert seen.bindings_to(by_name["Lonely"]) == ()


OTHER = "210987654321"


@pytest.mark.parametrize(
    ("overlays", "said"),
    [
        ([Overlay(accounts=(ACCOUNT,), settings=(("days", 9),))], "9"),
        ([Overlay(accounts=(OTHER,), settings=(("days", 9),))], "7"),
        ([Overlay(aliases=("lab-*",), settings=(("days", 9),))], "9"),
        ([Overlay(aliases=("LAB-*", "lab"), settings=(("days", 9),))], "7"),
        ([Overlay((ACCOUNT,), ("x", "lab-*"), settings=(("days", 9),))], "9"),
        ([Overlay((OTHER,), ("lab-*",), settings=(("days", 9),))], "7"),
        ([Overlay(settings=(("days", 9),)), Overlay(settings=(("days", 8),))], "8"),
        ([Overlay(aliases=("lab-*",), ignored=True)], None),
        ([Overlay(accounts=(ACCOUNT,), ignored=True)], None),
        ([Overlay(accounts=(OTHER,), ignored=True)], "7"),
    ],
)
@pytest.mark.parametrize("kind", [RoleAlias, AliasBinding])
def test_overlays_are_for_the_resources_that_they_cover(
    overlays: list[Overlay], said: str | None, kind: type[Any]
) -> None:
    def judge(subject: Any, _: Inventory, *, days: int) -> Iterator[Hit]:
        yield Hit(f"{days}", at="name")

    rule = make(judge, kind, parameters={"days": Parameter(7, "Days.", 1, 9)}).overlaid(overlays)
    verdicts = check([rule], inventory(alias("lab-1")))
    assert [finding.message for finding in verdicts.findings] == ([said] if said else [])
    assert verdicts.results[0].not_applicable == (0 if said else 1)


def test_patterns_of_aliases_cover_nothing_else() -> None:
    overlay = Overlay(aliases=("*",), ignored=True)
    verdicts = check([make(hits("a")).overlaid([overlay])], inventory(profile("a")))
    assert len(verdicts.findings) == 1


@pytest.mark.parametrize(
    ("overlay", "unseen"),
    [
        (Overlay(accounts=(ACCOUNT,), ignored=True), 0),
        (Overlay(accounts=(OTHER,), ignored=True), 1),
        (Overlay(aliases=("*",), ignored=True), 1),
    ],
)
def test_a_rule_misses_nothing_in_an_account_that_it_leaves_alone(
    overlay: Overlay, unseen: int
) -> None:
    cell = Cell(ACCOUNT, REGION, "x:ListY", CellState.DENIED, kind="profile", lists=True)
    rule = make(hits()).overlaid([overlay])
    assert len(check([rule], inventory(coverage=[cell])).inconclusive) == unseen
