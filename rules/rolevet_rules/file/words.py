"""How the rules about files tell of what is wrong in them."""

from collections.abc import Iterator

from rolevet import Fault, Hit, Undecided, WrittenFile, plain


def told(file: WrittenFile, fault: Fault, clause: str) -> Iterator[Hit]:
    """One hit for each part of the file that has the fault with a name, at the first place; raises
    Undecided at the end where it may be none."""
    doubts: list[str] = []
    seen: set[tuple[str, str]] = set()
    for each in file.faults:
        if each.fault is not fault or (each.owner, each.name) in seen:
            continue
        seen.add((each.owner, each.name))
        if each.doubt:
            doubts.append(f"'{plain(each.name, 100)}' is not declared, but {each.doubt}")
            continue
        yield Hit(
            f"'{plain(each.owner, 100)}' {clause.format(plain(each.name, 100))}.",
            at=each.path,
            key=f"{each.owner}:{each.name}",
            evidence={"name": plain(each.name, 200)},
        )
    for doubt in doubts:
        raise Undecided(doubt)
