"""Rule files that are wrong, where rules come from, and the cases that they hold."""

import json
from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from scanner.declare.made import RULE, Make, declared, some_cases
from world import NOW

from rolevet.declare.cases import Verdict, problem_of
from rolevet.declare.files import declarations, declared_rules, with_files
from rolevet.declare.named import KINDS
from rolevet.declare.rules import OPTIONAL, REQUIRED
from rolevet.declare.skeleton import skeleton
from rolevet.errors import ExitCode, InputError
from rolevet.marked import parsed
from rolevet_rules import PACKS, rules

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"id": None}, "3:3: this is not a rule with an id"),
    ({"id": "acme"}, "3:3: rule acme: rule id 'acme': use capital letters"),
    ({"id": ["x"]}, "this is not a text"),
    ({"kind": "rolealias"}, "rule ACME001: there is no kind 'rolealias'"),
    ({"severity": "hihg"}, "rule ACME001: there is no severity 'hihg'"),
    ({"class": "bad"}, "rule ACME001: there is no class 'bad'"),
    ({"uri": "http://x"}, "rule ACME001: source 'http://x' is not an https:// address"),
    ({"uri": "https://x y"}, "rule ACME001: uri is not the address of a page"),
    ({"title": "x" * 119}, "rule ACME001: title has more than 118 characters"),
    ({"title": ""}, "rule ACME001: this is not a text"),
    ({"help": "x" * 20_001}, "rule ACME001: help has more than 20000 characters"),
    ({"version": 0}, "rule ACME001: version is not a whole number"),
    ({"version": "2"}, "rule ACME001: version is not a whole number"),
    ({"opt_in": "yes"}, "rule ACME001: there is no opt_in 'yes'"),
    ({"wen": "x"}, "rule ACME001: there is no field 'wen'"),
    ({"must": None}, "rule ACME001: there is no 'must'"),
    ({"must": "a =="}, "8:12: rule ACME001: in must, at character 5: it ends too soon"),
    ({"must": "a" * 100_000}, "in must, at character 4001: it has more than 4000 characters"),
    ({"when": "lenght(a)"}, "in when, at character 1: there is no function 'lenght'"),
    ({"key": "`"}, "in key, at character 1: "),
    ({"message": "a {b"}, "in message, at character 3: a { is never closed"),
    ({"message": "a {b c}"}, "in message, at character 6: 'c' cannot stand there"),
    ({"cases": []}, "rule ACME001: there is no case that the rule accepts"),
    ({"cases": RULE["cases"][:1]}, "rule ACME001: there is no case that the rule rejects"),
    ({"cases": RULE["cases"][1:]}, "rule ACME001: there is no case that the rule accepts"),
    ({"cases": [{"verdict": "accepts", "role-alias": {}}]}, "there is no 'name'"),
    ({"cases": [{"name": "x", "role-alias": {}}]}, "there is no 'verdict'"),
    ({"cases": [{"name": "x", "verdict": "passes", "role-alias": {}}]}, "no verdict 'passes'"),
    ({"cases": [{"name": "x", "verdict": "accepts"}]}, "a case of this rule holds one role-alias"),
    ({"cases": [{"name": "x", "verdict": "accepts", "profile": {}}]}, "no field 'profile'"),
    ({"cases": [{"name": "x", "verdict": "accepts", "role-alias": "missing"}]}, "not the fields"),
    (
        {"cases": [{"name": "x", "verdict": "accepts", "role-alias": {}, "now": "today"}]},
        "'today' is not a moment",
    ),
    (
        {"cases": [{"name": "x", "verdict": "accepts", "role-alias": {}, "unknown": ["roleArn"]}]},
        "'roleArn' is no field of a resource that is here",
    ),
]


@pytest.mark.parametrize(("fields", "says"), WRONG)
def test_a_rule_that_is_wrong(make: Make, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as raised:
        make(**fields)
    assert says in raised.value.message
    assert "acme.yaml:" in raised.value.message
    assert raised.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "acme.yaml is empty"),
        ("[]", "acme.yaml:1:1: this is not a mapping"),
        ("{}", "acme.yaml:1:1: there is no list 'rules'"),
        ("rules: []", "acme.yaml:1:8: no rule is listed"),
        ("rules: {}", "acme.yaml:1:8: this is not a list"),
        ("rules: [x]", "acme.yaml:1:9: this is not a rule with an id"),
        ("rule: []", "acme.yaml:1:7: there is no field 'rule'"),
        ("rules: [{id: A, id: B}]", "acme.yaml:1:17: 'id' is there twice"),
        ("rules: &a [*a]", "acme.yaml:1:12: an alias"),
        ("rules: " + "[" * 200, "nested deeper than 100 levels"),
        ("#" * (1024 * 1024 + 1), "acme.yaml holds more than 1024 KiB"),
    ],
)
def test_a_file_that_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as raised:
        declared(tmp_path / "acme.yaml", text)
    assert says in raised.value.message


def test_files_and_folders(tmp_path: Path) -> None:
    def put(name: str, rule_id: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(skeleton(rule_id))
        return path

    one, other = put("rules/b.yaml", "ACME002"), put("rules/a.yml", "ACME001")
    put("rules/c.txt", "ACME003")
    put("rules/d.yaml.bak", "ACME004")
    (tmp_path / "rules/e.yaml").mkdir()
    folder = tmp_path / "rules"
    assert [rule.info.id for rule in declared_rules(folder)] == ["ACME001", "ACME002"]
    assert len(declarations([folder, one, folder / "../rules", other])) == 2
    with pytest.raises(InputError, match=r"there is no rule file or folder .*none\.yaml"):
        declarations([tmp_path / "none.yaml"])
    with pytest.raises(InputError, match="holds no rule file"):
        declarations([folder / "e.yaml"])
    twice = put("twice.yaml", "ACME002")
    with pytest.raises(InputError) as raised:
        declarations([folder, twice])
    assert raised.value.message == (f"{twice}:5:5: rule ACME002: {one}:5:5 defines this id already")


def test_ids_that_are_taken(tmp_path: Path) -> None:
    def adding(rule_id: str) -> str:
        path = tmp_path / "acme.yaml"
        path.write_text(skeleton(rule_id))
        try:
            return with_files(rules(), [path])[0].info.id
        except InputError as error:
            return error.message.partition(": ")[2]

    assert adding("PROF001") == "rule PROF001: package 'rolevet' defines this id already"
    assert adding("PROF900") == "rule PROF900: ids that begin with PROF are rolevet's own"
    assert adding("HARD-OWN") == "rule HARD-OWN: ids that begin with HARD are rolevet's own"
    assert adding("PROFILES001") == "ALIAS001"
    assert adding("AAA001") == "AAA001"


def test_the_skeleton_is_a_rule_that_works(tmp_path: Path) -> None:
    one = declared(tmp_path / "new.yaml", skeleton("ACME001"))
    assert one.rule.info.id == "ACME001"
    assert {case.verdict for case in one.cases} == set(Verdict)
    assert [problem_of(one.rule, case) for case in one.cases] == [""] * len(one.cases)
    assert all(f"{name}:" in skeleton("X") for name in (*REQUIRED, *OPTIONAL))


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ({"verdict": "rejects"}, "expected rejects, got accepts"),
        ({"says": "never"}, "expected words with 'never', got: "),
        ({"verdict": "undecided"}, "expected undecided, got accepts"),
        (
            {"unknown": ["role-alias.credentialDurationSeconds"]},
            "got undecided: the example leaves",
        ),
        ({"role-alias": {}}, "got undecided: in must, Role alias 'example' has no field"),
    ],
)
def test_a_case_that_comes_out_otherwise(make: Make, case: dict[str, Any], problem: str) -> None:
    first = RULE["cases"][0]
    one = make(cases=[*RULE["cases"], first | case])
    assert problem in problem_of(one.rule, one.cases[2])


def test_a_case_that_holds_two_bindings(make: Make) -> None:
    cases = some_cases("binding")
    cases[0]["profile"] = {"roleArns": ["a", "b"]}
    one = make(kind="binding", must="broker.x", message="x", cases=cases)
    assert problem_of(one.rule, one.cases[0]).startswith("the rule judges 2 resources")


def test_a_message_that_cannot_be_told_is_a_problem_of_a_case(make: Make) -> None:
    one = make(message="{roleAlais}")
    assert problem_of(one.rule, one.cases[0]) == ""
    assert problem_of(one.rule, one.cases[1]) == (
        "what it says cannot be told whole: in message, Role alias 'x' has no field 'roleAlais'"
    )


def test_a_case_has_a_clock(make: Make) -> None:
    then = (NOW - timedelta(days=1)).isoformat()
    fields = {"lastModifiedDate": then}
    one = make(
        must="days_since(lastModifiedDate) > `0`",
        message="x",
        cases=[
            {"name": "a", "verdict": "accepts", "now": NOW.isoformat(), "role-alias": fields},
            {"name": "b", "verdict": "rejects", "now": then, "role-alias": fields},
        ],
    )
    assert [problem_of(one.rule, case) for case in one.cases] == ["", ""]


Faults = Callable[[Any, object], list[str]]


def _schema() -> Any:
    return json.loads(files("rolevet").joinpath("declare/rules-v1.schema.json").read_text())


def test_the_schema_takes_what_the_reader_takes(schema_faults: Faults) -> None:
    texts = [path.read_bytes() for path in sorted(PACKS.iterdir())]
    for text in (*texts, skeleton("ACME001").encode()):
        assert schema_faults(_schema(), parsed(text, "x").data()) == []
    assert schema_faults(_schema(), {"rules": [RULE]}) == []
    known = _schema()["$defs"]["rule"]
    assert (set(known["required"]), set(known["properties"])) == (
        set(REQUIRED),
        {*REQUIRED, *OPTIONAL},
    )
    assert known["properties"]["kind"]["enum"] == list(KINDS)


def test_the_schema_refuses_what_has_the_wrong_shape(schema_faults: Faults) -> None:
    beyond_a_schema = (
        "there is no function",
        "ends too soon",
        "at character",
        "holds one",
        "moment",
    )
    for fields, says in WRONG:
        if not any(word in says for word in beyond_a_schema):
            rule = {name: one for name, one in (RULE | fields).items() if one is not None}
            assert schema_faults(_schema(), {"rules": [rule]}), says
