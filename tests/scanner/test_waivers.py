"""Which findings are accepted, and what is told of acceptances that do not hold."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import inventory, profile

from rolevet import (
    Cell,
    CellState,
    Hit,
    Inventory,
    Profile,
    Report,
    Rule,
    Severity,
    Status,
    Trouble,
    Waiver,
    WaiverState,
    rule,
)
from rolevet.check import check
from rolevet.errors import InputError
from rolevet.place import Span
from rolevet.settle import Gate, settle
from rolevet.waiver_file import load_waivers, read_waivers
from rolevet.waiving import Waivers, fact_hashes

TODAY = date(2026, 11, 25)


@rule(
    "TEST001",
    "test-rule",
    severity=Severity.HIGH,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source="https://example.com/",
)
def _bad(subject: Profile, _: Inventory) -> Iterator[Hit]:
    """A test rule."""
    if subject.name.startswith("bad"):
        yield Hit("bad", at="name", evidence={"name": subject.name, "size": 1})


RULE: Rule = _bad


def arn(name: str) -> str:
    return profile(name).arn


def waiver(resource: str, **fields: Any) -> Waiver:
    given: dict[str, Any] = {
        "rule": "TEST001",
        "owner": "me",
        "reason": "why",
        "expires": TODAY,
        "place": "w:1:1",
    }
    return Waiver(resource=resource, **(given | fields))


def report(
    *waivers: Waiver,
    names: tuple[str, ...] = ("bad",),
    mandatory: frozenset[str] = frozenset(),
    cell: CellState = CellState.COMPLETE,
    rules: tuple[Rule, ...] = (RULE,),
) -> Report:
    seen = inventory(*map(profile, names), coverage=[Cell("1", "eu-west-1", "x:ListY", cell)])
    told = Waivers(waivers, TODAY, frozenset({"TEST001"}), mandatory)
    return settle(check(rules, seen), Gate(), version="1", waivers=told)


EVIDENCE = fact_hashes({"name": "bad", "size": 1})


@pytest.mark.parametrize(
    ("made", "state", "note", "code"),
    [
        (report(waiver(arn("bad"))), "active", "", 0),
        (report(waiver(arn("bad"), expires=None)), "active", "", 0),
        (report(waiver(arn("bad"), evidence=EVIDENCE)), "active", "", 0),
        (report(waiver("*", count=1)), "active", "", 0),
        (report(waiver("arn:*profile/*", count=1)), "active", "", 0),
        (report(waiver(arn("bad"), expires=date(2026, 11, 24))), "expired", "2026-11-24", 1),
        (report(waiver("*", count=1), names=("bad", "bad2")), "too-broad", "matches 2", 1),
        (report(waiver("[a]*", count=1)), "unused", "nothing is found", 1),
        (report(waiver(arn("bad") + "x")), "unused", "nothing is found", 1),
        (report(waiver(arn("bad"), rule="TEST002")), "unknown-rule", "no rule TEST002", 1),
        (report(waiver(arn("bad")), mandatory=frozenset({"TEST001"})), "mandatory", "lets", 1),
        (
            report(waiver(arn("bad"), evidence=EVIDENCE | {"size": "0" * 16})),
            "changed",
            "what was accepted has changed: size",
            1,
        ),
        (report(waiver(arn("bad"), evidence={})), "changed", "changed: name, size", 1),
        (report(waiver("gone"), names=(), cell=CellState.DENIED), "not-judged", "told", 3),
        (report(waiver("gone"), rules=()), "not-judged", "told", 0),
    ],
)
def test_what_becomes_of_a_waiver(made: Report, state: str, note: str, code: int) -> None:
    (told,) = made.waivers
    assert (told.state.value, made.exit_code) == (state, code)
    assert note in told.note
    assert bool(made.waived) is (told.state is WaiverState.ACTIVE)


def test_a_waived_finding_keeps_its_place_and_the_others_count() -> None:
    made = report(waiver(arn("bad")), names=("bad", "bad2"))
    assert {(found.resource, found.status) for found in made.findings} == {
        (arn("bad"), Status.WAIVED),
        (arn("bad2"), Status.OPEN),
    }
    assert made.exit_code == 1


@given(st.permutations([waiver(arn("bad")), waiver("*", count=1), waiver("gone", place="w:9:1")]))
def test_the_order_of_waivers_makes_no_difference(waivers: list[Waiver]) -> None:
    assert report(*waivers) == report(*reversed(waivers))


def test_a_live_finding_is_not_in_a_span() -> None:
    target = Span("t.yaml", 1, 1, 9, 1)
    assert report(waiver("", target=target)).exit_code == 1


ENTRY = (
    "waivers:\n- rule: test001\n  resource: a\n  owner: me\n  reason: why\n  expires: 2027-01-31\n"
)


def test_a_file_is_read() -> None:
    text = ENTRY + "  ticket: T-1\n  evidence: {size: 0123456789012345}\n"
    (read,) = read_waivers(text.encode(), "w.yaml")
    assert read == waiver(
        "a",
        ticket="T-1",
        expires=date(2027, 1, 31),
        evidence={"size": "0123456789012345"},
        place="w.yaml:2:3",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "w.yaml is empty"),
        ("[]", "w.yaml:1:1: this is not a mapping"),
        ("{}", "w.yaml:1:1: there is no list 'waivers'"),
        ("waivers: x", "w.yaml:1:10: this is not a list"),
        ("waivers: [x]", "w.yaml:1:11: this is not a mapping"),
        (ENTRY.replace("owner", "owned"), "w.yaml:4:10: there is no field 'owned'"),
        (ENTRY.replace("  owner: me\n", ""), "w.yaml:2:3: this waiver has no owner"),
        (ENTRY.replace("  expires: 2027-01-31\n", ""), "w.yaml:2:3: this waiver has no expires"),
        (ENTRY.replace("2027-01-31", "2027-02-31"), "w.yaml:6:12: '2027-02-31' is not a day"),
        (ENTRY.replace("2027-01-31", "20270131"), "w.yaml:6:12: '20270131' is not a day"),
        (ENTRY.replace("2027-01-31", "never"), "w.yaml:6:12: 'never' is not a day"),
        (ENTRY.replace("why", "' '"), "w.yaml:5:11: this is empty"),
        (ENTRY.replace("why", "x" * 3000), "w.yaml:5:11: this is empty, or longer"),
        (ENTRY.replace("resource: a", "resource: a*"), "w.yaml:3:13: this is a pattern"),
        (ENTRY.replace(": a\n", f": {'a*' * 30}\n  count: 1\n"), "w.yaml:3:13: a pattern has more"),
        (ENTRY + "  count: 0\n", "w.yaml:7:10: a count is a number"),
        (ENTRY + "  count: '2'\n", "w.yaml:7:10: a count is a number"),
        (ENTRY + "  count: true\n", "w.yaml:7:10: a count is a number"),
        (ENTRY + "  evidence: {a: b}\n", "w.yaml:7:17: this is not the hash of a fact"),
        (ENTRY + ENTRY.removeprefix("waivers:\n"), "w.yaml:7:3: the same is waived at w.yaml:2:3"),
        (ENTRY + "  reason: again\n", "w.yaml:7"),
        ("waivers: !!python/object:os.system []", "w.yaml:1:10: the tag"),
        ("waivers: &a [*a]", "w.yaml:1"),
        ("waivers: [\x00]", "w.yaml"),
        ("waivers: " + "[" * 500, "w.yaml:1"),
    ],
)
def test_what_is_not_well_formed_is_told_with_its_place(text: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read_waivers(text.encode(), "w.yaml")
    assert caught.value.exit_code == 2


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_it_is_read_or_refused(text: str) -> None:
    try:
        read_waivers(f"{ENTRY}{text}".encode("utf-8", "surrogatepass"), "w.yaml")
    except InputError as error:
        if "w.yaml" not in error.message:
            raise


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_waivers(tmp_path / "none.yaml")


def test_the_documented_file_is_well_formed() -> None:
    page = Path(__file__).parents[2] / "docs" / "waivers.md"
    (example,) = re.findall(r"```yaml\n(.*?)```", page.read_text(), re.DOTALL)
    assert [one.count for one in read_waivers(example.encode(), "w.yaml")] == [None, 3]
