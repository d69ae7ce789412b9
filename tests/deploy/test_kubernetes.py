"""Tests of the Kubernetes manifests: against the schemas, and against what we promise of them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from bot.settings import ROOT, read_settings
from tests.deploy.manifests import FOLDER, Manifest, faults, manifests, pods

FOUND = manifests()
NAMES = [f"{each['kind']} {each['metadata']['name']}" for each in FOUND]


@pytest.mark.parametrize("manifest", FOUND, ids=NAMES)
def test_every_manifest_is_what_its_schema_wants(manifest: Manifest) -> None:
    assert faults(manifest) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("spec", "replica"), 3),
        (("spec", "template", "spec", "containers", 0, "ports", 0, "containerPort"), "http"),
        (("spec", "template", "spec", "containers", 0, "livenessProbe", "httpget"), {}),
        (("spec", "selector"), "assistant"),
    ],
)
def test_the_schemas_find_faults(place: tuple[Any, ...], value: object) -> None:
    broken = copy.deepcopy(_named("Deployment", "assistant"))
    part = broken
    for each in place[:-1]:
        part = part[each]
    part[place[-1]] = value

    assert faults(broken) != []


def test_every_file_is_named_in_the_kustomization() -> None:
    named = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]

    assert sorted(named) == sorted(
        each.name for each in FOLDER.glob("*.yaml") if each.name != "kustomization.yaml"
    )


@pytest.mark.parametrize(("name", "pod"), list(pods(FOUND)))
def test_pods_run_without_root_and_write_nowhere_but_in_their_own_folders(
    name: str, pod: Manifest
) -> None:
    spec = pod["spec"]

    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] > 0
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    for container in spec["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]) == {"requests", "limits"}
    volumes = {each["name"] for each in spec["volumes"]}
    mounted = {each["name"] for each in spec["containers"][0]["volumeMounts"]}
    assert mounted == volumes


def test_selectors_find_their_pods() -> None:
    labels = [pod["metadata"]["labels"] for _, pod in pods(FOUND)]
    selectors = [each["spec"]["selector"] for each in FOUND if each["kind"] == "Service"]
    for each in FOUND:
        for field in ("selector", "podSelector"):
            chosen = each.get("spec", {}).get(field, {})
            if "matchLabels" in chosen:
                selectors.append(chosen["matchLabels"])

    assert len(selectors) == 7
    for selector in selectors:
        assert any(selector.items() <= each.items() for each in labels), selector


def test_the_autoscaler_and_the_budget_leave_somebody_to_answer() -> None:
    scaler = _named("HorizontalPodAutoscaler", "assistant")["spec"]
    budget = _named("PodDisruptionBudget", "assistant")["spec"]
    deployment = _named("Deployment", "assistant")["spec"]

    assert scaler["minReplicas"] > budget["maxUnavailable"]
    assert scaler["scaleTargetRef"]["name"] == "assistant"
    assert "replicas" not in deployment
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_ports_are_those_that_the_pods_name() -> None:
    named = {port["name"] for _, pod in pods(FOUND) for port in _container(pod)["ports"]}
    wanted = {each["spec"]["ports"][0]["targetPort"] for each in FOUND if each["kind"] == "Service"}
    for policy in (each["spec"] for each in FOUND if each["kind"] == "NetworkPolicy"):
        wanted |= {port["port"] for rule in policy["ingress"] for port in rule["ports"]}

    assert wanted <= named


def test_the_environment_is_one_that_the_assistant_can_use() -> None:
    container = _container(dict(pods(FOUND))["assistant"])
    examples = {
        "ASSISTANT_DATABASE_URL": "postgresql://name:password@database:5432/conversations",
        "ASSISTANT_LOCK_URL": "redis://:password@assistant-locks:6379/0",
        "ASSISTANT_EVENTS_URL": "kafkas://name:password@events:9093/conversations",
    }
    environment = {each["name"]: examples.get(each["name"], "example") for each in container["env"]}
    settings = read_settings(_named("ConfigMap", "assistant")["data"] | environment)

    assert settings.services.database_url == examples["ASSISTANT_DATABASE_URL"]
    assert settings.metrics == ("0.0.0.0", 9105)
    assert settings.slack is not None
    assert settings.teams is not None


def test_secrets_are_only_referred_to() -> None:
    assert not [each for each in FOUND if each["kind"] == "Secret"]
    for each in _container(dict(pods(FOUND))["assistant"])["env"]:
        assert set(each["valueFrom"]) == {"secretKeyRef"}
    for path in (ROOT / "deploy").rglob("*"):
        if path.is_file():
            assert "xoxb-" not in path.read_text(encoding="utf-8")


def _container(pod: Manifest) -> Manifest:
    (container,) = pod["spec"]["containers"]
    return container


def _named(kind: str, name: str) -> Manifest:
    (found,) = (each for each in FOUND if (each["kind"], each["metadata"]["name"]) == (kind, name))
    return found
