"""What may turn out in several ways: what is so in all of them, and what is not."""

from collections.abc import Iterator
from dataclasses import replace

from scanner.test_check import counts, make
from world import inventory, profile, role, role_arn

from rolevet import Hit, Inventory, Profile, ProfileBinding, Span, Undecided
from rolevet.check import check_worlds
from rolevet.place import Declared
from rolevet.symbols import Symbols
from rolevet.worlds import World

FILE = "t.yaml"
WHOLE = Span(FILE, 1, 1, 1, 2)


def long(subject: Profile, _: Inventory) -> Iterator[Hit]:
    if subject.duration > 3600:
        yield Hit(f"{subject.label} lasts {subject.duration}.", at="durationSeconds")


def world(*profiles: Profile, **premises: str) -> World:
    addresses = {each.arn: f"{FILE}#{each.name}" for each in profiles}
    seen = replace(inventory(*profiles, role("Some")), symbols=Symbols({}, addresses))
    return World(seen, {name: f"{name} is {value}" for name, value in premises.items()})


def lasting(seconds: int, name: str = "p", line: int = 3) -> Profile:
    parts = {"durationSeconds": Span(FILE, line, 5, line, 9)}
    place = Declared(*(FILE, 1, 1, 1, 2), parts)
    return replace(profile(name, durationSeconds=seconds), place=place)


def judged(*worlds: World, judge: object = long) -> tuple[list[str], list[str], tuple[int, ...]]:
    verdicts = check_worlds([make(judge)], worlds)  # type: ignore[arg-type]
    return (
        [f"{finding.place.line}: {finding.message}" for finding in verdicts.findings],  # type: ignore[union-attr]
        [doubt.reason for doubt in verdicts.inconclusive],
        counts(verdicts.results[0]),
    )


def test_what_is_so_in_every_world_is_found() -> None:
    worlds = world(lasting(7200), If="true"), world(lasting(43200, line=4), If="false")
    assert judged(*worlds) == (["3: Profile 'p' lasts 7200."], [], (0, 1, 0, 0))


def test_what_is_so_in_one_of_them_is_undecided() -> None:
    worlds = world(lasting(3600), If="true"), world(lasting(43200), If="false")
    reason = "this is so only where If is false: Profile 'p' lasts 43200."
    assert judged(*worlds) == ([], [reason], (0, 0, 1, 0))


def test_what_exists_in_one_of_them_is_found_there() -> None:
    worlds = world(If="true"), world(lasting(43200), lasting(3600, "q"), If="false")
    found = "3: Profile 'p' lasts 43200. (Only where If is false.)"
    assert judged(*worlds) == ([found], [], (1, 1, 0, 0))


def test_a_doubt_in_one_of_them_is_a_doubt() -> None:
    def judge(subject: Profile, _: Inventory) -> Iterator[Hit]:
        if subject.duration == 1:
            raise Undecided("nobody knows")
        yield from long(subject, _)

    worlds = world(lasting(1), If="true"), world(lasting(43200), If="false")
    assert judged(*worlds, judge=judge) == ([], ["nobody knows"], (0, 0, 1, 0))


def test_several_premises_are_named_where_no_one_tells_the_worlds_apart() -> None:
    worlds = [
        world(lasting(43200 if one == other else 3600), A=one, B=other)
        for one in ("true", "false")
        for other in ("true", "false")
    ]
    _, (reason,), _ = judged(*worlds)
    assert reason.startswith("this is so only in some cases of A or B: ")


def bad(binding: ProfileBinding, _: Inventory) -> Iterator[Hit]:
    if binding.role_arn != role_arn("Fine"):
        yield Hit(f"{binding.role_arn} is bad.", at="roleArns")


def naming(*arns: str, line: int = 3) -> Profile:
    parts = {"roleArns": Span(FILE, line, 5, line, 9)}
    return replace(profile("p", roleArns=list(arns)), place=Declared(*(FILE, 1, 1, 1, 2), parts))


def test_a_different_culprit_in_each_world_is_told_with_its_world() -> None:
    worlds = world(naming("a"), If="true"), world(naming("b", line=4), If="false")
    verdicts = check_worlds([make(bad, ProfileBinding)], worlds)
    assert [finding.message for finding in verdicts.findings] == [
        "a is bad. (Only where If is true.)",
        "b is bad. (Only where If is false.)",
    ]


def test_one_culprit_that_is_there_in_any_case_does_not_vouch_for_another() -> None:
    worlds = (
        world(naming("a", "b"), If="true"),
        world(naming("a", role_arn("Fine")), If="false"),
    )
    verdicts = check_worlds([make(bad, ProfileBinding)], worlds)
    assert [finding.message for finding in verdicts.findings] == ["a is bad."]
    assert [doubt.reason for doubt in verdicts.inconclusive] == [
        "this is so only where If is true: b is bad."
    ]


def test_two_names_at_one_place_are_one_culprit() -> None:
    worlds = world(naming("a"), If="true"), world(naming("b"), If="false")
    (finding,) = check_worlds([make(bad, ProfileBinding)], worlds).findings
    assert finding.message == "a is bad."


def test_stand_ins_are_told_as_words_and_resources_by_their_address() -> None:
    def judge(subject: Profile, _: Inventory) -> Iterator[Hit]:
        yield Hit("account 000000000000", at="name.x", evidence={"a": ("000000000000", 1)})

    one = lasting(1)
    symbols = Symbols({"000000000000": "<AccountId>"}, {one.arn: "t.yaml#p"})
    (finding,) = check_worlds(
        [make(judge)], [World(replace(inventory(one), symbols=symbols))]
    ).findings
    assert (finding.message, finding.evidence) == ("account <AccountId>", {"a": ("<AccountId>", 1)})
    assert (finding.resource, finding.place) == ("t.yaml#p", WHOLE)


def test_the_narrowest_place_that_is_known_is_told() -> None:
    parts = {"a": Span(FILE, 2, 1, 2, 2), "a.b[1]": Span(FILE, 3, 1, 3, 2), "a[x]": WHOLE}
    place = Declared(*(FILE, 9, 1, 9, 2), parts)
    assert place.part("a.b[1].c").line == 3
    assert place.part("a.c").line == 2
    assert place.part("a", "x") == WHOLE
    assert place.part("a", "y").line == 2
    assert place.part("z") == Span(FILE, 9, 1, 9, 2)


def test_worlds_of_the_same_facts_are_judged_once() -> None:
    asked: list[str] = []

    def judge(subject: Profile, _: Inventory) -> Iterator[Hit]:
        asked.append(subject.name)
        yield from long(subject, _)

    answers = ("once", "twice", "never")
    worlds = [world(lasting(43200), If=answer) for answer in answers]
    other = world(lasting(3600), If="other")
    reason = "this is so only where If is never or If is once or If is twice: "
    assert judged(*worlds, other, judge=judge) == (
        [],
        [f"{reason}Profile 'p' lasts 43200."],
        (0, 0, 1, 0),
    )
    assert asked == ["p", "p"]


def test_what_is_found_once_as_it_is_and_once_raised_is_found() -> None:
    """It is so whatever the profile is worth; that it is worth more is not certain."""

    def longer(subject: Profile, _: Inventory) -> Iterator[Hit]:
        if subject.duration > 7200:
            yield Hit(f"{subject.label} lasts.", at="durationSeconds")

    def plain(subject: Profile, _: Inventory) -> Iterator[Hit]:
        if 3600 < subject.duration <= 7200:
            yield Hit(f"{subject.label} lasts long.", at="durationSeconds")

    rules = [make(plain, id="XY001"), make(longer, id="XY001-PRIVILEGED")]
    either = (world(lasting(7200), n="small"), world(lasting(43200), n="large"))
    verdicts = check_worlds(rules, either)
    assert [finding.rule.id for finding in verdicts.findings] == ["XY001"]
    assert [doubt.rule.id for doubt in verdicts.inconclusive] == ["XY001-PRIVILEGED"]
    never = (world(lasting(900), n="small"), world(lasting(43200), n="large"))
    assert not check_worlds(rules, never).findings
