"""The Kubernetes manifests of deploy/, and the schemas that they are held against."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from bot.settings import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
VERSION = "1.33"
"""The Kubernetes whose schemas are taken, from the package kubernetes-validate.

Its own code needs a newer jsonschema than Rasa can import, so only its files are used."""

Manifest = dict[str, Any]


def manifests() -> list[Manifest]:
    """Every manifest that the kustomization names."""
    named = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    return [each for name in named for each in read(FOLDER / name)]


def read(path: Path) -> list[Manifest]:
    """The manifests of a file."""
    return [each for each in yaml.safe_load_all(path.read_text(encoding="utf-8")) if each]


def faults(manifest: Manifest) -> list[str]:
    """Where a manifest is not what its schema wants; a name that no schema knows is a fault."""
    group = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", manifest["apiVersion"])
    folder = _schemas()
    schema = json.loads((folder / f"{manifest['kind'].lower()}-{group}.json").read_text())
    resolver = jsonschema.RefResolver(f"file://{folder}/", schema, store=_store())
    validator = jsonschema.Draft7Validator(schema, resolver=resolver)
    return [
        f"{'.'.join(map(str, each.path))}: {each.message}"
        for each in validator.iter_errors(manifest)
    ]


def pods(found: list[Manifest]) -> Iterator[tuple[str, Manifest]]:
    """The pods that manifests make, with the names of what makes them."""
    for each in found:
        if each["kind"] == "Deployment":
            yield each["metadata"]["name"], each["spec"]["template"]


def _schemas() -> Path:
    package = importlib.util.find_spec("kubernetes_validate")
    if package is None or package.origin is None:
        raise AssertionError("the package kubernetes-validate is missing: run `make test`")
    schemas = Path(package.origin).parent / "kubernetes-json-schema"
    return next(schemas.glob(f"v{VERSION}*-local-strict"))


@cache
def _store() -> dict[str, Any]:
    """The definitions to which the schemas point, read once: they are large."""
    path = _schemas() / "_definitions.json"
    return {f"file://{path}": json.loads(path.read_text())}
