"""How long `rolevet lint` takes beside cfn-lint and checkov, each a process, on the same files.

Both are installed into virtual environments of their own, which are kept beside this one. "this" is
rolevet, "baseline" the other; a ratio of 0.1 is ten times as fast. The floor is what libyaml takes
to tell the events of the file, in a process of its own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.templates import as_json, as_yaml, template
from pki import ca, pem

SIZES = (1, 100, 400)
RUNS = 5
_ROOT = Path(__file__).parents[2]
_TOOLS = {
    "cfn-lint": ("cfn-lint",),
    "checkov": ("checkov", "--framework", "cloudformation", "--skip-download", "--quiet", "-f"),
}
_EVENTS = "import sys,yaml; [0 for _ in yaml.parse(open(sys.argv[1]), Loader=yaml.CSafeLoader)]"


def main() -> None:
    tools = dict(_installed())
    own = (sys.executable, "-m", "rolevet")
    for name, (binary, *_) in tools.items():
        _told(
            f"rolevet --version, against {name}'s",
            *_in_turn([*own, "--version"], [binary, "--version"]),
        )
    with tempfile.TemporaryDirectory() as folder:
        for path, what in _files(Path(folder)):
            command = [*own, "lint", str(path), "-o", f"json={path}.out"]
            floor = [sys.executable, "-c", _EVENTS, str(path)]
            others = {name: [*words, str(path)] for name, words in tools.items()}
            if path.suffix == ".yaml":
                others["the events of libyaml"] = floor
            for name, other in others.items():
                _told(f"{what}, against {name}", *_in_turn(command, other))


def _installed() -> Iterator[tuple[str, Sequence[str]]]:
    for name, (program, *words) in _TOOLS.items():
        folder = _ROOT / f".venv-bench-{name}"
        binary = folder / "bin" / program
        if not binary.exists():
            print(f"  installing {name} into {folder.name}", file=sys.stderr)
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            pip = subprocess.run([folder / "bin" / "pip", "install", "-qq", name])
            if pip.returncode or not binary.exists():
                print(f"  {name} could not be installed; its rows are left out")
                continue
        yield name, (str(binary), *words)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    certificate = pem(ca())
    for size in SIZES:
        made = template(size, certificate)
        for word, text in (("YAML", as_yaml(made)), ("JSON", as_json(made))):
            path = folder / f"{size}.{word.lower()}"
            path.write_text(text)
            yield path, f"lint {size} in {word} ({len(text) // 1000} kB)"


def _in_turn(this: Sequence[str], other: Sequence[str]) -> tuple[float, float, int, int]:
    """Median seconds and greatest MiB of each."""
    spent: tuple[list[float], list[float]] = ([], [])
    most = [0, 0]
    for _ in range(RUNS):
        for number, words in enumerate((this, other)):
            seconds, size = _run(words)
            spent[number].append(seconds)
            most[number] = max(most[number], size)
    return statistics.median(spent[0]), statistics.median(spent[1]), most[0], most[1]


def _run(words: Sequence[str]) -> tuple[float, int]:
    begun = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return time.perf_counter() - begun, used.ru_maxrss // 1024


def _told(what: str, this: float, other: float, size: int, others: int) -> None:
    print(
        f"{what:<58}{this * 1000:>8.0f}ms{other * 1000:>8.0f}ms{this / other:>8.2f}"
        f"  {size} and {others} MiB"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
