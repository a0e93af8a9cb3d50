"""The door, with packages behind it that are broken in every way."""

from collections.abc import Callable
from importlib.metadata import Distribution, EntryPoint, EntryPoints
from typing import Any

import pytest

from rolevet import Claim, Control, Framework, plugins
from rolevet.errors import ExitCode, PluginError, UsageError
from rolevet_rules import rules as built_in
from rolevet_rules.frameworks import frameworks as built_in_frameworks

Install = Callable[..., None]


class _Package(Distribution):
    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def metadata(self) -> Any:
        return {"Name": self._name}

    def read_text(self, filename: str) -> None:
        return None

    def locate_file(self, path: Any) -> Any:
        raise NotImplementedError


def entry(group: str, name: str, value: str, package: str) -> EntryPoint:
    made = EntryPoint(name, value, group)
    vars(made).update(dist=_Package(package))
    return made


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts entry points in the place of those that are installed."""

    def put(*entries: EntryPoint) -> None:
        monkeypatch.setattr(
            plugins,
            "entry_points",
            lambda group: EntryPoints(each for each in entries if each.group == group),
        )

    return put


BUILT_IN = entry(plugins.RULES, "builtin", "rolevet_rules:rules", "rolevet")


def two_of_them() -> list[object]:
    return [*built_in()[:1], *built_in()[:1]]


def no_rules_at_all() -> list[object]:
    return ["ACME001"]


def breaks() -> list[object]:
    raise RuntimeError("not today\n")


NOT_A_FUNCTION = 42


def acme_frameworks() -> list[Framework]:
    claim = Claim(Control("acme", "4.1"), ("PROF001",), "The rest.")
    return [Framework("acme", "Acme's policy", "Chapter 4 only.", (claim,))]


def test_built_in_rules_come_in_by_the_door() -> None:
    assert {rule.info.id for rule in plugins.load_rules()} == {r.info.id for r in built_in()}
    assert {plugin.package for plugin in plugins.find(plugins.RULES)} == {"rolevet"}


def test_built_in_frameworks_come_in_by_the_door() -> None:
    assert {framework.name for framework in plugins.load_frameworks()} == {
        framework.name for framework in built_in_frameworks()
    }


def test_a_framework_of_another_package_takes_in_built_in_rules(install: Install) -> None:
    install(entry(plugins.FRAMEWORKS, "acme", f"{__name__}:acme_frameworks", "acme-rolevet"))
    found = {rule.info.id: rule.info.controls for rule in plugins.with_controls(built_in())}
    assert found["PROF001-LATENT"] == (Control("acme", "4.1"),)
    assert found["ALIAS001"] == ()


def test_a_broken_package_of_frameworks_is_named(install: Install) -> None:
    install(entry(plugins.FRAMEWORKS, "acme", f"{__name__}:two_of_them", "acme-rolevet"))
    with pytest.raises(PluginError, match=r"it offers Rule.*, which is not a framework"):
        plugins.load_frameworks()


def test_a_framework_that_two_packages_describe_is_refused(install: Install) -> None:
    install(
        entry(plugins.FRAMEWORKS, "acme", f"{__name__}:acme_frameworks", "acme-rolevet"),
        entry(plugins.FRAMEWORKS, "other", f"{__name__}:acme_frameworks", "other"),
    )
    with pytest.raises(PluginError) as caught:
        plugins.load_frameworks()
    assert caught.value.message == (
        "framework acme is defined by package 'acme-rolevet' and again by package 'other'"
    )


def test_built_in_formats_come_in_by_the_door() -> None:
    assert sorted(plugins.find_formats()) == ["json", "jsonl", "sarif", "text"]
    assert callable(plugins.load_format("json"))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("acme_that_is_not_there:rules", "ModuleNotFoundError: No module named 'acme_that"),
        (f"{__name__}:nothing", "AttributeError"),
        (f"{__name__}:breaks", r"RuntimeError: not today\\n"),
        (f"{__name__}:no_rules_at_all", "TypeError: it offers 'ACME001', which is not a rule"),
        (f"{__name__}:NOT_A_FUNCTION", "TypeError"),
    ],
)
def test_a_broken_package_of_rules_is_named(install: Install, value: str, says: str) -> None:
    install(BUILT_IN, entry(plugins.RULES, "acme", value, "acme-rolevet"))
    with pytest.raises(PluginError, match=says) as caught:
        plugins.load_rules()
    assert "plugin 'acme' of package 'acme-rolevet' cannot be used" in caught.value.message
    assert caught.value.hint.endswith("pip uninstall acme-rolevet")
    assert caught.value.exit_code is ExitCode.USAGE


def test_an_id_that_two_packages_define_is_refused(install: Install) -> None:
    install(BUILT_IN, entry(plugins.RULES, "acme", "rolevet_rules:rules", "acme-rolevet"))
    with pytest.raises(PluginError) as caught:
        plugins.load_rules()
    assert caught.value.message == (
        "rule id ALIAS001 is defined by package 'acme-rolevet' and again by package 'rolevet'"
    )


def test_an_id_that_one_package_defines_twice_is_refused(install: Install) -> None:
    install(entry(plugins.RULES, "acme", f"{__name__}:two_of_them", "acme-rolevet"))
    with pytest.raises(PluginError, match="rule id ALIAS001 is defined by package 'acme-rolevet'"):
        plugins.load_rules()


def test_a_format_that_two_packages_offer_is_refused(install: Install) -> None:
    install(
        entry(plugins.REPORTS, "json", "rolevet_reports.json:render", "rolevet"),
        entry(plugins.REPORTS, "json", "acme:render", "acme-rolevet"),
    )
    with pytest.raises(PluginError, match="'acme-rolevet' and 'rolevet'"):
        plugins.load_format("json")


def test_a_format_that_is_no_function_is_refused(install: Install) -> None:
    install(entry(plugins.REPORTS, "acme", f"{__name__}:NOT_A_FUNCTION", "acme-rolevet"))
    with pytest.raises(PluginError, match="it offers 42, which is not a function"):
        plugins.load_format("acme")


def test_a_format_that_is_not_there(install: Install) -> None:
    install(entry(plugins.REPORTS, "json", "x:y", "rolevet"))
    with pytest.raises(UsageError, match=r"there is no format 'jsno\\x1b'"):
        plugins.load_format("jsno\x1b")


def test_formats_are_not_imported_before_they_are_wanted(install: Install) -> None:
    install(
        entry(plugins.REPORTS, "json", "rolevet_reports.json:render", "rolevet"),
        entry(plugins.REPORTS, "acme", "acme_that_is_not_there:x", "acme-rolevet"),
    )
    assert callable(plugins.load_format("json"))
