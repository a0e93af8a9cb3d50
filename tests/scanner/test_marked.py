"""YAML with places: what is read, and what is refused where."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolevet.errors import InputError
from rolevet.marked import MAX_BYTES, MAX_DEPTH, Marked, parsed


def bare(marked: Marked) -> object:
    """The values without their places."""
    if isinstance(marked.value, tuple):
        return [bare(item) for item in marked.value]
    if isinstance(marked.value, dict):
        return {key: bare(value) for key, value in marked.value.items()}
    return marked.value


def test_every_scalar_is_a_text_and_knows_its_place() -> None:
    document = parsed(b"accounts:\n  - id: 012345678901\n    on: yes\n", "a.yaml")
    assert bare(document) == {"accounts": [{"id": "012345678901", "on": "yes"}]}
    assert isinstance(document.value, dict)
    entries = document.value["accounts"].value
    assert isinstance(entries, tuple)
    (entry,) = entries
    assert (entry.line, entry.column) == (2, 5)
    assert str(entry.wrong("x", "y")) == "a.yaml:2:5: x"


def test_data_is_typed_as_json_where_it_stands_without_quotes() -> None:
    text = b"""
    a: [1, -2.5, true, null, 1e2, "1", 'true', yes, on, 007, .5, ~, NaN, 1e999, 12:30, '']
    b: |
      7
    c: {d: 123456789012}
    """
    assert parsed(text, "a.yaml").data() == {
        "a": [
            *(1, -2.5, True, None, 100.0, "1", "true", "yes", "on", "007", ".5", "~", "NaN"),
            *("1e999", "12:30", ""),
        ],
        "b": "7\n",
        "c": {"d": 123456789012},
    }


@given(
    st.recursive(
        st.one_of(
            st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.text("abc 1", min_size=1)
        ),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner),
        max_leaves=20,
    )
)
def test_json_is_data(value: object) -> None:
    assert parsed(json.dumps(value).encode(), "a.json").data() == value


def test_an_error_names_what_the_value_is_a_part_of() -> None:
    document = parsed(b"a: [b, {c: d}]", "a.yaml").within("rule X")
    (_, inner) = document.fields(("a",), "")["a"].items("")
    assert str(inner.mapping("")["c"].wrong("bad", "")) == "a.yaml:1:12: rule X: bad"
    with pytest.raises(InputError, match=r"a\.yaml:1:1: rule X: this is not a text"):
        document.text("")


@given(
    st.recursive(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"])),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner),
        max_leaves=20,
    )
)
def test_json_is_yaml(value: object) -> None:
    assert bare(parsed(json.dumps(value, ensure_ascii=False).encode(), "a.json")) == value


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "a.yaml is empty"),
        (b"# nothing\n", "a.yaml is empty"),
        (b"a: [1\n", r"a.yaml:2:1: did not find expected"),
        (b"a: 1\nb: 2\na: 3\n", "a.yaml:3:1: 'a' is there twice"),
        (b"a: &x 1\nb: *x\n", r"a.yaml:2:4: an alias \(\*\) is not read here"),
        (b"a: !!python/object:os.system 1\n", "a.yaml:1:4: the tag tag:yaml.org.*os.system"),
        (b"? [a]\n: 1\n", "a.yaml:1:3: a key is not a text"),
        (b"!x a: 1\n", "a.yaml:1:1: the tag !x is not read here"),
        (b"a: 1\n---\nb: 2\n", "a.yaml:3:1: a second document begins"),
        (b"a: \xff\n", "a.yaml:1:4: this byte is no text in UTF-8"),
        (b"a: \x00\n", r"a.yaml:1:4: character U\+0000 cannot stand in YAML"),
        (b"[" * (MAX_DEPTH + 1), f"nested deeper than {MAX_DEPTH} levels"),
        (b"x" * (MAX_BYTES + 1), "holds more than 16 MiB"),
    ],
)
def test_what_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parsed(data, "a.yaml")
