"""`rolevet lint` on what the CDK writes, in this process."""

import json
import os
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolevet.cli import run
from rolevet.errors import DamagedError
from rolevet.sources.cloudformation import templates_of

TRUST = {
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "credentials.iot.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
}
LONG = {
    "Resources": {
        "RoleABC": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "AliasDEF": {
            "Type": "AWS::IoT::RoleAlias",
            "Properties": {
                "RoleArn": {"Fn::GetAtt": ["RoleABC", "Arn"]},
                "CredentialDurationSeconds": 43200,
            },
        },
    }
}
PLACED = {
    "Conditions": {"InDublin": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}},
    "Parameters": {"Seconds": {"Type": "Number", "Default": 900}},
    "Resources": {
        **LONG["Resources"],
        "AliasDEF": {
            "Type": "AWS::IoT::RoleAlias",
            "Condition": "InDublin",
            "Properties": {
                "RoleAlias": {"Ref": "AWS::StackName"},
                "RoleArn": {"Fn::GetAtt": ["RoleABC", "Arn"]},
                "CredentialDurationSeconds": {"Ref": "Seconds"},
            },
        },
    },
}


def stack(file: str = "S.template.json", **more: Any) -> dict[str, Any]:
    """A stack as a manifest has it; `properties` are added to those that it has."""
    properties = {"templateFile": file, **more.pop("properties", {})}
    placed = {"environment": "aws://123456789012/eu-west-1"}
    return {"type": "aws:cloudformation:stack", **placed, "properties": properties, **more}


def manifest(version: Any = "48.0.0", **artifacts: Any) -> dict[str, Any]:
    return {"version": version, "artifacts": artifacts}


Lint = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def lint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Lint:
    """`lint(files, *words)`: exit code, JSON report or what stdout says, and what stderr says."""
    monkeypatch.chdir(tmp_path)

    def linted(files: dict[str, Any], *words: str) -> Any:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        show = "--show-files" in words
        code = run(["lint", *words, "--select", "ALIAS001", *([] if show else ["-o", "json"])])
        told = capsys.readouterr()
        return code, told.out if show or not told.out else json.loads(told.out), told.err

    return linted


def test_account_region_and_parameters_are_those_of_the_manifest(lint: Lint) -> None:
    given = {"parameters": {"Seconds": "43200"}}
    files = {
        "cdk.out/manifest.json": manifest(Fleet=stack(properties=given)),
        "cdk.out/S.template.json": PLACED,
    }
    code, report, err = lint(files, "cdk.out", "--strict")
    assert (code, err) == (1, "")
    (finding,) = report["findings"]
    assert (finding["account"], finding["region"]) == ("123456789012", "eu-west-1")
    assert finding["resource_name"] == "Fleet"
    assert "Only where" not in finding["message"]
    assert report["inconclusive"] == []
    files["cdk.out/manifest.json"] = manifest(
        Fleet=stack(environment="aws://123456789012/us-east-1", properties=given)
    )
    assert lint(files, "cdk.out", "--strict")[:2][1]["findings"] == []
    # A file of parameters goes before the manifest.
    files = {"p.json": {"Seconds": "900"}, "cdk.out/manifest.json": manifest(Fleet=stack())}
    assert lint(files, "cdk.out", "--strict", "--parameter-file", "p.json")[0] == 0


@pytest.mark.parametrize(
    ("environment", "account", "region"),
    [
        ("aws://123456789012/eu-west-1", "123456789012", "eu-west-1"),
        ("aws://123456789012/us-gov-west-1", "123456789012", "us-gov-west-1"),
        ("aws://unknown-account/unknown-region", "<AccountId>", "<Region>"),
        ("aws://unknown-account/eu-west-1", "<AccountId>", "eu-west-1"),
        ("aws://123456789012/unknown-region", "123456789012", "<Region>"),
        ("aws://123456789012", "123456789012", "<Region>"),
        ("aws://" + "1" * 10_000 + "/x", "<AccountId>", "<Region>"),
        ("123456789012/eu-west-1", "<AccountId>", "<Region>"),
        ("", "<AccountId>", "<Region>"),
    ],
)
def test_what_is_not_known_of_the_environment_has_stand_ins(
    lint: Lint, environment: str, account: str, region: str
) -> None:
    files = {
        "manifest.json": manifest(Fleet=stack(environment=environment)),
        "S.template.json": LONG,
    }
    (finding,) = lint(files, ".")[1]["findings"]
    assert (finding["account"], finding["region"]) == (account, region)


def test_the_manifest_tells_constructs_where_templates_do_not(lint: Lint) -> None:
    metadata = {
        "/Fleet/Alias": [{"type": "aws:cdk:logicalId", "data": "AliasDEF"}, {"type": "other"}],
        "/Fleet/Other": [{"type": "aws:cdk:logicalId", "data": 5}],
    }
    inline = manifest(Fleet=stack(metadata=metadata))
    files = {"manifest.json": inline, "S.template.json": LONG, "m.json": metadata}
    assert lint(files, ".")[1]["findings"][0]["resource"] == "S.template.json#Fleet/Alias"
    files["manifest.json"] = manifest(Fleet=stack(additionalMetadataFile="m.json"))
    assert lint(files, ".")[1]["findings"][0]["resource"] == "S.template.json#Fleet/Alias"
    # Of two that have the id, nobody knows which is meant.
    files["m.json"] = metadata | {"/Fleet/N/Alias": metadata["/Fleet/Alias"]}
    assert lint(files, ".")[1]["findings"][0]["resource"] == "S.template.json#AliasDEF"


def test_only_the_templates_of_stacks_are_read(lint: Lint) -> None:
    assets = {
        "files": {
            "1": {"source": {"path": "S.template.json", "packaging": "file"}},
            "2": {"source": {"path": "N.nested.template.json", "packaging": "file"}},
            "3": {"source": {"path": "asset.123.json", "packaging": "file"}},
            "4": {"source": {"path": "asset.456", "packaging": "zip"}},
            "5": {},
        }
    }
    root = manifest(
        **{
            "S.assets": {"type": "cdk:asset-manifest", "properties": {"file": "S.assets.json"}},
            "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
        },
        Fleet=stack(dependencies=["S.assets", "Tree", "Gone", 5]),
        Prod={"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}},
    )
    legacy = {"type": "aws:cdk:asset", "data": {"path": "L.nested.template.json"}}
    inner = manifest(
        "1.10.0",
        Fleet=stack("P.template.json", metadata={"/L": [legacy, {"type": "aws:cdk:asset"}]}),
    )
    names = ["S.template.json", "N.nested.template.json", "asset.123.json", "asset.456/t.json"]
    inside = ["P.template.json", "L.nested.template.json", "old.template.json"]
    files = {
        "cdk.out/manifest.json": root,
        "cdk.out/S.assets.json": assets,
        "cdk.out/assembly-Prod/manifest.json": inner,
        **{f"cdk.out/{name}": LONG for name in names},
        **{f"cdk.out/assembly-Prod/{name}": LONG for name in inside},
        "t.json": LONG,
    }
    code, shown, err = lint(files, ".", "cdk.out", "--show-files")
    assert (code, err) == (0, "")
    assert shown.splitlines() == [
        "template  t.json",
        "template  cdk.out/S.template.json",
        "template  cdk.out/N.nested.template.json",
        "template  cdk.out/assembly-Prod/P.template.json",
        "template  cdk.out/assembly-Prod/L.nested.template.json",
    ]
    findings = lint({}, ".")[1]["findings"]
    placed = {each["resource"].partition("#")[0]: each["account"] for each in findings}
    assert placed.pop("t.json") == "<AccountId>"
    assert set(placed.values()) == {"123456789012"}


def test_what_stacks_of_one_template_disagree_on_is_not_known(lint: Lint) -> None:
    other = "aws://210987654321/eu-west-1"
    files = {
        "manifest.json": manifest(A=stack(), B=stack(environment=other)),
        "S.template.json": LONG,
    }
    (finding,) = lint(files, ".")[1]["findings"]
    assert finding["account"] == "<AccountId>"


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ('{"artifacts": "aws:cloudformation:stack"', "manifest.json:1:41: it ends too early"),
        ('["artifacts", "aws:cloudformation:stack"]', "this is no version of a cloud assembly"),
        (manifest("new", A=stack()), "manifest.json:1:1: this is no version of a cloud assembly"),
        (manifest("1" * 99_999, A=stack()), "this is no version of a cloud assembly"),
        (manifest(48, A=stack()), "there is nothing to judge"),
        (manifest(A=stack("gone.json")), "gone.json does not exist"),
        (manifest(A=stack("../t.json")), "this leads out of the cloud assembly"),
        (manifest(A=stack("/etc/passwd")), "this leads out of the cloud assembly"),
        (manifest(A=stack("link.json")), "this leads out of the cloud assembly"),
        (manifest(A=stack("circle.json")), "this leads out of the cloud assembly"),
        (manifest(A=stack("")), "this is not the name of a file"),
        (manifest(A=stack("a\0")), "this is not the name of a file"),
        (manifest(A=stack("a" * 300)), "this is not the name of a file"),
        (manifest(A={"type": "aws:cloudformation:stack"}), "this stack has no properties"),
        (manifest(A=stack(5)), "this has no templateFile"),  # type: ignore[arg-type]
        (manifest(A=stack(additionalMetadataFile="gone.json")), "out/gone.json:1:1: it cannot be"),
        (manifest(A=stack(additionalMetadataFile="pipe")), "out/pipe:1:1: it cannot be read: it"),
        (manifest(A=stack(properties={"parameters": {"P": []}})), "this value is not a text"),
        (
            manifest(A={"type": "cdk:cloud-assembly", "properties": {"directoryName": "gone"}}),
            "out/gone/manifest.json:1:1: it cannot be read",
        ),
        (
            manifest(A={"type": "cdk:cloud-assembly", "properties": {"directoryName": ".."}}),
            "this leads out of the cloud assembly",
        ),
        (
            manifest(
                **{
                    str(n): {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}
                    for n in range(201)
                }
            ),
            "there are more than 200 assemblies",
        ),
    ],
)
def test_what_a_manifest_should_not_say_is_told(
    lint: Lint, tmp_path: Path, made: Any, says: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/link.json").symlink_to(tmp_path / "t.json")
    (tmp_path / "out/circle.json").symlink_to(tmp_path / "out/circle.json")
    os.mkfifo(tmp_path / "out/pipe")
    files = {"out/manifest.json": made, "out/S.template.json": {"Resources": {}}, "t.json": LONG}
    code, _, err = lint(files, "out")
    assert code == 3
    assert says in err
    assert len(err) < 600


def test_an_assembly_in_itself_is_read_once(lint: Lint) -> None:
    own = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}
    files = {"manifest.json": manifest(A=stack(), B=own), "S.template.json": LONG}
    code, report, err = lint(files, ".")
    assert (code, len(report["findings"]), err) == (1, 1, "")


def test_other_manifests_are_files_like_others(lint: Lint) -> None:
    others: tuple[Any, ...] = ("{", {"name": "app", "artifacts": []}, {"artifacts": {}})
    for other in others:
        code, report, err = lint({"manifest.json": other, "t.json": LONG}, ".")
        assert (code, len(report["findings"]), err) == (1, 1, "")


KINDS = ("aws:cloudformation:stack", "cdk:cloud-assembly", "cdk:asset-manifest")
WORDS = st.sampled_from(
    [
        *("version", "artifacts", "type", "properties", "metadata", "environment", "dependencies"),
        *("templateFile", "directoryName", "additionalMetadataFile", "parameters", "stackName"),
        *("aws:cloudformation:stack", "cdk:cloud-assembly", "cdk:asset-manifest", "file", "data"),
        *("aws:cdk:logicalId", "aws:cdk:asset", "path", "source", "files", ".", "manifest.json"),
    ]
)
ANY = st.recursive(
    st.none() | st.integers() | st.text(max_size=3) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=30,
)


@given(st.dictionaries(st.text(max_size=2), st.dictionaries(WORDS, ANY, max_size=6), max_size=4))
def test_any_manifest_is_read_or_told(artifacts: dict[str, Any]) -> None:
    for artifact, kind in zip(artifacts.values(), cycle(KINDS), strict=False):
        artifact["type"] = kind
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "manifest.json").write_text(json.dumps({"version": "1", "artifacts": artifacts}))
        for found in templates_of(folder, "out"):
            assert isinstance(found, DamagedError) or found[0].resolve().is_relative_to(
                folder.resolve()
            )
