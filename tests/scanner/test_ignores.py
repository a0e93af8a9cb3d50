"""What files say of rules that are to leave a part of them alone: where it stands, and for what."""

import json
from datetime import date
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolevet.comments import hcl_comments, yaml_comments
from rolevet.ignores import NEEDLE, Ignores, ignores_from
from rolevet.place import Span
from rolevet.sources.cloudformation import ignores_of
from rolevet.tree import Source, read_documents

SAYS = "rolevet: ignore[PROF004] shared"


def excerpt(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def in_yaml(text: str) -> list[tuple[str, str]]:
    """Each comment with the needle, and what it is about."""
    documents = read_documents(text.encode(), "t.yaml")
    (source,) = {document.source for document in documents}
    found = yaml_comments(source, documents, NEEDLE)
    return [(each.text.strip(), excerpt(text, each.target)) for each in found]


def in_hcl(text: str) -> list[tuple[str, str]]:
    found = hcl_comments(Source("t.tf", text), NEEDLE)
    return [(each.text.strip(), excerpt(text, each.target)) for each in found]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (f"a: b # {SAYS}", ["a: b"]),
        (f"a: b\n# {SAYS}\nc: d\ne: f", ["c: d"]),
        (f"a:\n  # {SAYS}\n\n  # more\n  c: d\n  e: f", ["c: d"]),
        (f"a: # {SAYS}\n  c: d\n  e: f\ng: h", ["a: # " + SAYS + "\n  c: d\n  e: f"]),
        (f"# {SAYS}\na:\n  c: d\ng: h", ["a:\n  c: d"]),
        (f"a:\n- b # {SAYS}\n- c", ["b"]),
        (f"a:\n# {SAYS}\n- b: c\n  d: e\n- f", ["b: c"]),
        (f"a: {{b: c, d: e}} # {SAYS}", ["a: {b: c, d: e}"]),
        (f"a: [b,\n  c] # {SAYS}", ["c"]),
        (f"a: [b,\n  c\n] # {SAYS}", ["]"]),
        (f"a: b\n# {SAYS}", ["# " + SAYS]),
        (f"a: | # {SAYS}\n  b # {SAYS}\nc: d", ["a: | # " + SAYS + "\n  b # " + SAYS]),
        (f"a: >-\n  b # {SAYS}\n# {SAYS}\nc: d", ["c: d"]),
        (f"a: 'b # {SAYS}' # {SAYS}", [f"a: 'b # {SAYS}'"]),
        (f'a: "b\n  # {SAYS}"', []),
        (f"'a # {SAYS}': b", []),
        ("a: b#rolevet:ignore[A1]", []),
        (f"a: !Sub 'b # {SAYS}'", []),
        (f"a: &x b\nc: *x # {SAYS}", ["c"]),
        (f"--- # {SAYS}\na: b", ["---"]),
        (f"a: b # other {SAYS}\r\nc: d", ["a: b"]),
    ],
)
def test_comments_of_yaml(text: str, about: list[str]) -> None:
    assert [each for _, each in in_yaml(text)] == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (f"a = 1 # {SAYS}", ["a = 1 # " + SAYS]),
        (f"a = 1 // {SAYS}", ["a = 1 // " + SAYS]),
        (f"# {SAYS}\n// {SAYS}\n\na = 1\nb = 2", ["a = 1", "a = 1"]),
        (f"r x {{ # {SAYS}\n  a = [\n    1,\n  ]\n}}\nb = 2", None),
        (f"# {SAYS}\nr x {{\n  a = 1\n}}\nb = 2", ["r x {\n  a = 1\n}"]),
        (f"r x {{\n  # {SAYS}\n  a = [\n    1,\n  ]\n  b = 2\n}}", ["a = [\n    1,\n  ]"]),
        (f'a = "# {SAYS}"', []),
        (f'a = "\\"# {SAYS}" # {SAYS}', [f'a = "\\"# {SAYS}" # {SAYS}']),
        (f'a = "${{f("# {SAYS}")}} # {SAYS}"', []),
        (f'a = "$${{" # {SAYS}', [f'a = "$${{" # {SAYS}']),
        (f"a = <<EOT\n# {SAYS}\nEOT\n# {SAYS}\nb = 2", ["b = 2"]),
        (f"a = <<-E\n  # {SAYS}\n  E\n", []),
        (f"/* {SAYS}\n# {SAYS} */ a = 1 # {SAYS}", None),
        (f"a = 1\n# {SAYS}", [""]),
        ("# other", []),
        ('"' * 9 + f"# {SAYS}", []),
    ],
)
def test_comments_of_hcl(text: str, about: list[str] | None) -> None:
    found = [each for _, each in in_hcl(text)]
    assert len(found) == 1 if about is None else found == about


def said(comment: str) -> Ignores:
    text = f"a: b # {comment}"
    documents = read_documents(text.encode(), "t.yaml")
    return ignores_from(yaml_comments(documents[0].source, documents, NEEDLE))


@pytest.mark.parametrize(
    ("comment", "rules", "reason", "until"),
    [
        ("rolevet: ignore[PROF004] shared by all", ["PROF004"], "shared by all", None),
        ("rolevet:ignore[PROF004]shared", ["PROF004"], "shared", None),
        (
            "rolevet: ignore[prof001-latent, ALIAS001,ALIAS001] x, until=2027-01-31",
            ["PROF001-LATENT", "ALIAS001"],
            "x",
            date(2027, 1, 31),
        ),
        ("rolevet: ignore[PROF004] x until = 2027-01-31  ", ["PROF004"], "x", date(2027, 1, 31)),
        ("rolevet: ignore[PROF004] valid until May", ["PROF004"], "valid until May", None),
    ],
)
def test_a_comment_names_rules_reason_and_day(
    comment: str, rules: list[str], reason: str, until: date | None
) -> None:
    ignores = said(comment)
    (found,) = ignores.found
    assert (list(found.rules), found.reason, found.until) == (rules, reason, until)
    assert (found.span.column, found.target.column, ignores.faults) == (6, 1, ())


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("rolevet: ignore", "this comment is not understood"),
        ("rolevet: ignores[PROF004] x", "this comment is not understood"),
        ("rolevet: ignore[PROF004 x", "this comment is not understood"),
        ("rolevet: ignore[PROF004]", "this tells no reason"),
        ("rolevet: ignore[PROF004] until=2027-01-31", "this tells no reason"),
        ("rolevet: ignore[] x", "this names no rules"),
        ("rolevet: ignore[*] x", "this names no rules"),
        ("rolevet: ignore[PROF004,] x", "this names no rules"),
        ("rolevet: ignore[" + "A1," * 60 + "AA1] x", "this names no rules"),
        ("rolevet: ignore[PROF004] x, until=", "this tells no day"),
        ("rolevet: ignore[PROF004] x, until=soon", "'soon' is not a day"),
        ("rolevet: ignore[PROF004] x, until=2027-02-30", "'2027-02-30' is not a day"),
        ("rolevet: ignore[PROF004] x, until=20270101", "is not a day"),
        ("rolevet: ignore[PROF004] " + "x" * 2000, "this comment has more than 1000 characters"),
    ],
)
def test_a_malformed_comment_is_told_with_its_place(comment: str, problem: str) -> None:
    ignores = said(comment)
    (fault,) = ignores.faults
    assert ignores.found == ()
    assert problem in fault.problem
    assert fault.message.startswith("t.yaml:1:6: ")


def test_other_comments_are_nobodys_fault() -> None:
    assert said("see rolevet: docs") == Ignores()


def stated(entries: object) -> Ignores:
    metadata = {"rolevet": {"ignore": entries}}
    text = json.dumps({"Resources": {"A": {"Type": "AWS::IoT::RoleAlias", "Metadata": metadata}}})
    return ignores_of(read_documents(text.encode(), "t.json"))


def test_metadata_speaks_for_its_resource() -> None:
    entry = {"rules": ["PROF004", "alias001"], "reason": "shared", "until": "2027-01-31"}
    (found,) = stated([entry]).found
    assert (found.rules, found.until) == (("PROF004", "ALIAS001"), date(2027, 1, 31))
    assert (found.target.column, found.span.column) == (16, 89)
    assert len(stated([entry, {"rules": "PROF004", "reason": "x"}]).found) == 2
    assert len(stated({"rules": "PROF004", "reason": "x"}).found) == 1


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("text", "this has no rules and reason"),
        ({"rules": ["PROF004"]}, "this has no rules and reason"),
        ({"reason": "x"}, "this has no rules and reason"),
        ({"rules": ["PROF004"], "reason": []}, "this tells no reason"),
        ({"rules": [], "reason": "x"}, "this names no rules"),
        ({"rules": {}, "reason": "x"}, "this names no rules"),
        ({"rules": [["PROF004"]], "reason": "x"}, "this names no rules"),
        ({"rules": ["x" * 9999], "reason": "x"}, "this names no rules"),
        ({"rules": ["PROF004"], "reason": "x" * 9999}, "this tells no reason"),
        ({"rules": ["PROF004"], "reason": "x", "until": []}, "this tells no day"),
        ({"rules": ["PROF004"], "reason": "x", "until": "9" * 9999}, "is not a day"),
        ({"rules": ["PROF004"], "reason": "x", "owner": "y"}, "there is no field 'owner'"),
    ],
)
def test_malformed_metadata_is_told_with_its_place(entry: object, problem: str) -> None:
    (fault,) = stated([entry]).faults
    assert problem in fault.problem
    assert fault.message.startswith("t.json:1:")


def test_all_that_a_template_says_is_read() -> None:
    text = dedent(f"""\
        Resources:
          # {SAYS}
          A:
            Type: AWS::IoT::RoleAlias
            Metadata:
              rolevet:
                ignore: [{{rules: [ALIAS001], reason: shared}}]
            Properties:
              RoleArn: x # {SAYS}
    """)
    found = ignores_of(read_documents(text.encode(), "t.yaml")).found
    about = [excerpt(text, each.target).partition("\n")[0] for each in found]
    assert about == ["A:", "RoleArn: x", "A:"]
    assert ignores_of(read_documents(b"a: b # " + SAYS.encode(), "t.yaml")) == Ignores()


LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["x", "'{}'", '"{}"', "|\n    {}", ">\n    {}\n    y", "!Sub '{}'", "x#{}", "[x, '{}']"]
        ),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


@given(LINES)
def test_only_comments_are_comments(lines: list[tuple[str, bool, bool]]) -> None:
    """Texts hold what looks like one; a block may not have one behind it."""
    rows, expected = [], 0
    for number, (value, before, behind) in enumerate(lines):
        rows += [f"# {SAYS}"] if before else []
        is_block = value[0] in "|>"
        mark = f" # {SAYS}" if behind and not is_block else ""
        rows.append(f"k{number}: {value.format(f'# {SAYS}' if value != 'x#{}' else '')}{mark}")
        expected += before + bool(mark)
    text = "\n".join([*rows, "end: x"])
    assert [each for each, _ in in_yaml(text)] == [SAYS] * expected


@given(st.text("ab\"'#/*{}[]()$%\\<-\nEO =", max_size=60), st.integers(0, 60))
def test_any_text_has_comments_with_places(text: str, at: int) -> None:
    text = f"{text[:at]}# {NEEDLE}{text[at:]}"
    for each in hcl_comments(Source("t.tf", text), NEEDLE):
        assert NEEDLE in excerpt(text, each.span)
        assert each.target.line <= each.target.end_line
