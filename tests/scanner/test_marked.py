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
        (b"a: 1\n---\nb: 2\n", "a.yaml:2:1: a second document begins"),
        (b"a: \xff\n", "a.yaml is no YAML"),
        (b"a: \x00\n", "a.yaml is no YAML"),
        (b"[" * (MAX_DEPTH + 1), f"nested deeper than {MAX_DEPTH} levels"),
        (b"x" * (MAX_BYTES + 1), "holds more than 16 MiB"),
    ],
)
def test_what_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parsed(data, "a.yaml")
