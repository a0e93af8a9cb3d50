"""Which files below a folder are looked at."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolevet.errors import DamagedError
from rolevet.ignored import Ignored
from rolevet.walking import files_below, mentions


def below(folder: Path) -> list[str]:
    return [
        found.message if isinstance(found, DamagedError) else found.relative_to(folder).as_posix()
        for found in files_below(folder)
    ]


def written(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return folder


def test_files_come_sorted_and_only_those_that_may_be_of_interest(tmp_path: Path) -> None:
    names = ("b.yaml", "a/c.yml", "a/B.JSON", "z.template", "s.json.gz", "a.py", "x.gz", "n")
    assert below(written(tmp_path, *names)) == [
        "b.yaml",
        "s.json.gz",
        "z.template",
        "a/B.JSON",
        "a/c.yml",
    ]


def test_links_pipes_and_circles_do_no_harm(tmp_path: Path) -> None:
    written(tmp_path, "a/one.json")
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "self.json").symlink_to("self.json")
    (tmp_path / "gone.json").symlink_to("nowhere.json")
    (tmp_path / "link.json").symlink_to("a/one.json")
    (tmp_path / "folder.json").mkdir()
    assert below(tmp_path) == ["link.json", "a/one.json"]


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "gone"
    assert below(missing) == [f"{missing} cannot be read: No such file or directory"]


def test_what_git_ignores_is_left_alone(tmp_path: Path) -> None:
    written(tmp_path, "keep.json", "out/a.json", "deep/out/a.json", "deep/a.json", "deep/b.json")
    written(tmp_path, ".git/HEAD", ".git/x.json", "deep/more/b.json", "own/a.json", "own/c.json")
    (tmp_path / ".gitignore").write_text("# made\nout/\n/deep/a.json\n**/more\n!keep.json\n")
    (tmp_path / "own/.gitignore").write_text("*.json\n!c.json\n")
    assert below(tmp_path) == ["keep.json", "deep/b.json", "own/c.json"]
    assert [path.name for path in files_below(tmp_path / "deep") if isinstance(path, Path)] == [
        "b.json"
    ]


def test_without_a_repository_only_what_is_below_counts(tmp_path: Path) -> None:
    written(tmp_path, "in/a.json")
    (tmp_path / ".gitignore").write_text("*.json\n")
    assert below(tmp_path / "in") == ["a.json"]
    assert below(tmp_path) == []


def test_words_are_found_in_utf_16_too() -> None:
    needles = (b"AWS::IoT",)
    assert mentions("x AWS::IoT::Policy".encode("utf-16"), needles)
    assert mentions(b"AWS::IoT", needles)
    assert not mentions("AWS::IAM".encode("utf-16"), needles)


NAMES = st.text("ab*", min_size=1, max_size=3).filter(lambda name: "**" not in name)
SEGMENTS = st.lists(NAMES | st.just("**"), min_size=1, max_size=3)
PATHS = ("a", "b", "ab", "a/b", "b/a", "a/b/ab", "ab/ba/a", "aab")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "!"]), st.booleans(), SEGMENTS, st.booleans()), max_size=3
    )
)
def test_git_agrees(lines: list[tuple[str, bool, list[str], bool]]) -> None:
    """Wherever there is a git to ask."""
    text = "\n".join(
        f"{negated}{'/' * anchored}{'/'.join(segments)}{'/' * folder}"
        for negated, anchored, segments, folder in lines
    )
    folder = Path(os.environ["ROLEVET_TEST_REPOSITORY"])
    (folder / ".gitignore").write_text(text + "\n")
    done = subprocess.run(
        ["git", "-C", str(folder), "check-ignore", "--no-index", "--stdin"],
        input="\n".join(PATHS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert {path for path in PATHS if _ignored(folder, path)} == set(done.stdout.split())


def _ignored(folder: Path, path: str) -> bool:
    """Also if one of its folders is."""
    patterns = Ignored.above(folder).within(folder)
    parts = path.split("/")
    below = (folder / "/".join(parts[: number + 1]) for number in range(len(parts)))
    return any(patterns.covers(each, each.is_dir()) for each in below)


@pytest.fixture(scope="module", autouse=True)
def _repository(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("repository").resolve()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for path in PATHS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLEVET_TEST_REPOSITORY", str(folder))
        yield
