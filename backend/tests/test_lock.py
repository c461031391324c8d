"""The three files that say which packages there are agree: pyproject.toml and its two locks."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
# They fetch models for cohere's tokenizer, which is not used: the image installs with --no-deps.
NOT_IN_IMAGE = {"filelock", "fsspec", "hf-xet", "huggingface-hub"}

Locked = dict[str, tuple[str, frozenset[str]]]
"""A package's version and the hashes of its files, by name."""


def locked(name: str) -> Locked:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)
    found: Locked = {}
    for entry in entries:
        if match := re.match(r"([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", entry):
            found[match[1]] = (match[2], frozenset(re.findall(r"--hash=(\S+)", entry)))
    return found


IMAGE, WORK = locked("requirements.txt"), locked("requirements-dev.txt")


def wished(*groups: list[str]) -> list[Requirement]:
    return [Requirement(line) for group in groups for line in group]


def test_the_image_installs_what_the_tests_ran_with() -> None:
    assert IMAGE
    assert {name: WORK.get(name) for name in IMAGE} == IMAGE, "run: make lock"
    assert not NOT_IN_IMAGE & IMAGE.keys()


def test_the_locks_have_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime, dev = project["project"]["dependencies"], project["dependency-groups"]["dev"]
    for lock, wishes in ((IMAGE, wished(runtime)), (WORK, wished(runtime, dev))):
        for wish in wishes:
            version, hashes = lock.get(wish.name, ("", frozenset()))
            assert version, f"{wish} is not locked; run: make lock"
            assert wish.specifier.contains(version), f"{wish.name} is locked at {version}; run: make lock"
            assert hashes


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_no_lock_says_where_packages_come_from(name: str) -> None:
    """Whoever installs has an index of their own."""
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--find-links" not in text
