"""The three files that say which packages there are agree: pyproject.toml, uv.lock and requirements.txt."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
# They fetch models for cohere's tokenizer, which is not used: the image installs with --no-deps.
NOT_IN_IMAGE = {"filelock", "fsspec", "hf-xet", "huggingface-hub"}
PROJECT = "todo-backend"

Locked = dict[str, tuple[str, set[str]]]
"""A package's version and the hashes of its files, by name."""


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text())


@pytest.fixture(scope="module")
def packages() -> dict[str, dict[str, Any]]:
    """What uv.lock holds, by name."""
    return {package["name"]: package for package in toml("uv.lock")["package"]}


def at_runtime(packages: dict[str, dict[str, Any]]) -> set[str]:
    """All that the project needs outside development, extras included."""
    found: set[tuple[str, str | None]] = set()
    waiting: list[tuple[str, str | None]] = [(PROJECT, None)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        package = packages[name]
        needs = package["optional-dependencies"].get(extra, []) if extra else package.get("dependencies", [])
        for need in needs:
            waiting.extend((need["name"], wanted) for wanted in [None, *need.get("extra", [])])
    return {name for name, _ in found} - {PROJECT}


def files_of(package: dict[str, Any]) -> set[str]:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return {file["hash"] for file in files}


def exported() -> Locked:
    """What requirements.txt holds."""
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / "requirements.txt").read_text(), flags=re.MULTILINE)
    found: Locked = {}
    for entry in entries:
        if match := re.match(r"(\S+)==(\S+)", entry):
            found[match[1]] = (match[2], set(re.findall(r"--hash=(\S+)", entry)))
    return found


Wish = tuple[str, frozenset[str], str]
"""A package's name, its extras and the versions that will do."""


def wished(requirements: list[str]) -> set[Wish]:
    read = [Requirement(requirement) for requirement in requirements]
    return {(need.name, frozenset(need.extras), str(need.specifier)) for need in read}


def locked_wishes(entries: list[dict[str, Any]]) -> set[Wish]:
    return {(need["name"], frozenset(need.get("extras", [])), need["specifier"]) for need in entries}


def test_the_image_installs_what_is_locked(packages: dict[str, dict[str, Any]]) -> None:
    runtime = at_runtime(packages)
    locked = {name: (packages[name]["version"], files_of(packages[name])) for name in runtime - NOT_IN_IMAGE}
    assert exported() == locked, "run: make lock"
    assert runtime >= NOT_IN_IMAGE


def test_the_lock_was_made_from_the_project(packages: dict[str, dict[str, Any]]) -> None:
    project = toml("pyproject.toml")
    metadata = packages[PROJECT]["metadata"]
    assert locked_wishes(metadata["requires-dist"]) == wished(project["project"]["dependencies"]), "run: make lock"
    assert locked_wishes(metadata["requires-dev"]["dev"]) == wished(project["dependency-groups"]["dev"]), (
        "run: make lock"
    )


def test_no_package_comes_from_one_machine(packages: dict[str, dict[str, Any]]) -> None:
    """A lock that was made beside a mirror or a folder of packages installs nowhere else."""
    sources = [package["source"] for name, package in packages.items() if name != PROJECT]
    assert {tuple(source) for source in sources} == {("registry",)}
    assert len({source["registry"] for source in sources}) == 1
    assert "localhost" not in (lock := (ROOT / "uv.lock").read_text())
    assert "file:" not in lock
