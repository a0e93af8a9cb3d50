"""Cloud assemblies, which the CDK writes into `cdk.out`: what their manifests say of templates.

https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
"""

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from rolevet.arn import is_account
from rolevet.errors import DamagedError
from rolevet.sources.cloudformation.arguments import arguments_of
from rolevet.sources.cloudformation.deployment import Argument, Deployment
from rolevet.tree import BadTree, Kind, Limits, Node, Source, read_json

MANIFEST: Final = "manifest.json"
_LIMITS: Final = Limits(size=16 * 1024 * 1024, depth=50, nodes=500_000)
_SYNTH: Final = "synthesize it again"
_STACK: Final = "aws:cloudformation:stack"
_NESTED: Final = "cdk:cloud-assembly"
_ASSETS: Final = "cdk:asset-manifest"
_ASSET: Final = "aws:cdk:asset"
_LOGICAL_ID: Final = "aws:cdk:logicalId"
_NESTED_TEMPLATE: Final = ".nested.template.json"
_SIZE_MAX: Final = 128 * 1024 * 1024
"""Bytes, each counted as often as it is read."""

_FOLDERS_MAX: Final = 200
_NAME_MAX: Final = 255
_VERSION: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}")
_REGION: Final = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}")
_ENVIRONMENT: Final = "aws://"


def is_assembly(folder: Path) -> bool:
    """Whether a manifest says so; one that cannot be read says nothing."""
    try:
        data = _bytes(folder / MANIFEST)
    except (OSError, ValueError):
        return False
    kinds = (_STACK.encode(), _NESTED.encode())
    return b'"artifacts"' in data and any(kind in data for kind in kinds)


def templates_of(folder: Path, name: str) -> Iterator[tuple[Path, Deployment] | DamagedError]:
    """Those of all stacks, with what is known of each, and what could not be read.

    `name` is what errors call the folder.
    """
    reading = _Assembly(folder, name)
    reading.read(folder)
    yield from reading.templates.items()
    yield from reading.faults


@dataclass(slots=True)
class _Assembly:
    root: Path
    name: str
    templates: dict[Path, Deployment] = field(default_factory=dict)
    faults: list[DamagedError] = field(default_factory=list)
    _folders: set[Path] = field(default_factory=set)
    _size: int = 0

    def read(self, folder: Path) -> None:
        """With the assemblies in it, each once."""
        waiting = [folder]
        while waiting:
            found = waiting.pop(0)
            if found.resolve() in self._folders:
                continue
            self._folders.add(found.resolve())
            try:
                waiting += self._nested(found)
            except BadTree as bad:
                self.faults.append(bad.error)

    def _nested(self, folder: Path) -> list[Path]:
        """Those that are named; what else the manifest says is noted."""
        root = self._tree(folder / MANIFEST)
        version = root.get("version")
        if version is None or not _is_version(version.text):
            raise root.wrong("this is no version of a cloud assembly", _SYNTH)
        section = root.get("artifacts")
        artifacts = {} if section is None else section.members
        folders: list[Path] = []
        for name, member in artifacts.items():
            try:
                kind, properties = _text(member.value, "type"), member.value.get("properties")
                if kind == _STACK:
                    self._stack(folder, name, member.value, root)
                elif kind == _NESTED and properties is not None:
                    folders.append(self._inside(folder, properties, "directoryName"))
            except BadTree as bad:
                self.faults.append(bad.error)
        if len(self._folders) + len(folders) > _FOLDERS_MAX:
            raise root.wrong(f"there are more than {_FOLDERS_MAX} assemblies", _SYNTH)
        return folders

    def _stack(self, folder: Path, name: str, artifact: Node, manifest: Node) -> None:
        properties = artifact.get("properties")
        if properties is None:
            raise artifact.wrong("this stack has no properties", _SYNTH)
        template = self._inside(folder, properties, "templateFile")
        metadata = [artifact.get("metadata")]
        if artifact.get("additionalMetadataFile") is not None:
            more = self._inside(folder, artifact, "additionalMetadataFile")
            metadata.append(self._tree(more))
        entries = [each for tree in metadata if tree is not None for each in _entries(tree)]
        account, region = _environment(_text(artifact, "environment"))
        shared = Deployment({}, account, region, "", _constructs(entries))
        called = _text(properties, "stackName") or name
        own = replace(shared, arguments=_arguments(properties), name=called)
        self._add(template, own)
        for path in (*_asset_paths(entries), *self._assets(folder, artifact, manifest)):
            if path.text.endswith(_NESTED_TEMPLATE):
                self._add(self._path(folder, path), shared)

    def _assets(self, folder: Path, stack: Node, manifest: Node) -> Iterator[Node]:
        """The paths of the files that a stack needs."""
        artifacts, needed = manifest.get("artifacts"), stack.get("dependencies")
        for name in needed.items if needed is not None else ():
            artifact = artifacts.get(name.text) if artifacts is not None else None
            properties = artifact.get("properties") if artifact is not None else None
            if artifact is None or properties is None or _text(artifact, "type") != _ASSETS:
                continue
            files = self._tree(self._inside(folder, properties, "file")).get("files")
            for member in files.members.values() if files is not None else ():
                source = member.value.get("source")
                path = source.get("path") if source is not None else None
                if path is not None:
                    yield path

    def _add(self, template: Path, deployment: Deployment) -> None:
        """What stacks of the same template disagree on is not known."""
        known = self.templates.setdefault(template, deployment)
        if known != deployment:
            self.templates[template] = Deployment()

    def _inside(self, folder: Path, properties: Node, name: str) -> Path:
        node = properties.get(name)
        if node is None or node.kind is not Kind.TEXT:
            raise properties.wrong(f"this has no {name}", _SYNTH)
        return self._path(folder, node)

    def _path(self, folder: Path, node: Node) -> Path:
        """Raises BadTree for a path that leads elsewhere."""
        text = node.text
        if not text or len(text) > _NAME_MAX or not text.isprintable():
            raise node.wrong("this is not the name of a file", _SYNTH)
        path = folder / text
        if ".." in path.parts[len(folder.parts) :] or not self._holds(path):
            raise node.wrong("this leads out of the cloud assembly", _SYNTH)
        return path

    def _holds(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):
            return False

    def _tree(self, path: Path) -> Node:
        file = (Path(self.name) / path.relative_to(self.root)).as_posix()
        try:
            data = _bytes(path)
            self._size += len(data)
            if self._size > _SIZE_MAX:
                raise ValueError("the files of this assembly are too large")
            return read_json(data, file, _LIMITS)
        except (OSError, ValueError) as error:
            if isinstance(error, BadTree):
                raise
            reason = getattr(error, "strerror", None) or error
            raise Source(file, "").wrong(f"it cannot be read: {reason}", 0, _SYNTH) from None


def _bytes(path: Path) -> bytes:
    """Raises ValueError for what is no file, OSError for what cannot be read."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("it is no file")
    with path.open("rb") as stream:
        return stream.read(_LIMITS.size + 1)


def _entries(metadata: Node) -> Iterator[tuple[str, Node]]:
    """By the path of their construct."""
    for path, member in metadata.members.items():
        yield from ((path, entry) for entry in member.value.items)


def _constructs(entries: list[tuple[str, Node]]) -> Mapping[str, str]:
    """Nothing for a logical id that several have, as in a stack and one that is nested in it."""
    found: dict[str, str] = {}
    for path, entry in entries:
        logical_id = _text(entry, "data") if _text(entry, "type") == _LOGICAL_ID else ""
        if logical_id:
            told = path.removeprefix("/")
            found[logical_id] = told if found.get(logical_id, told) == told else ""
    return found


def _asset_paths(entries: list[tuple[str, Node]]) -> Iterator[Node]:
    for _, entry in entries:
        data = entry.get("data") if _text(entry, "type") == _ASSET else None
        path = data.get("path") if data is not None else None
        if path is not None:
            yield path


def _arguments(properties: Node) -> Mapping[str, Argument]:
    section = properties.get("parameters")
    return {} if section is None else arguments_of(section)


def _environment(text: str) -> tuple[str, str]:
    """Account and Region, each empty where it is known only when the stack is deployed."""
    if not text.startswith(_ENVIRONMENT) or len(text) > _NAME_MAX:
        return "", ""
    account, _, region = text.removeprefix(_ENVIRONMENT).partition("/")
    known = _REGION.fullmatch(region) is not None
    return account if is_account(account) else "", region if known else ""


def _is_version(text: str) -> bool:
    return len(text) <= _NAME_MAX and _VERSION.fullmatch(text) is not None


def _text(node: Node, name: str) -> str:
    found = node.get(name)
    return found.text if found is not None and found.kind is Kind.TEXT else ""
