"""The projects that are compared, written into a folder of their own before they are trained."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import yaml

from bot.facts import read_facts
from bot.settings import ROOT

HERE = Path(__file__).parent
BENCH = ROOT / ".bench"
SEED = 0
HEAD = 'version: "3.1"\nnlu:\n'
"""How a file of questions begins, to the letter, as training puts them together."""

DIALOGUES = [
    ["greet", "ask_definition", "thank", "goodbye"],
    ["greet", "ask_duration", "ask_pay", "goodbye"],
    ["ask_route", "ask_more", "thank"],
]
"""Stories for the policies that learn from them, as few as `rasa init` writes."""

Block = dict[str, Any]


def write_floor() -> Path:
    """The cheapest Rasa there is."""
    folder = _emptied(BENCH / "floor")
    shutil.copytree(HERE / "floor", folder, dirs_exist_ok=True)
    return folder


def write_stock(folder: Path, share: float, least: int, epochs: int, actions_port: int) -> Path:
    """What `rasa init` makes, with a share of our questions; facts are retrieval intents."""
    _emptied(folder)
    _fill_in(folder, "config.yml", epochs=epochs)
    write_stock_endpoints(folder, actions_port)
    (folder / "actions").mkdir()
    (folder / "actions" / "__init__.py").touch()
    shutil.copy(HERE / "stock" / "actions.py", folder / "actions")
    shutil.copy(HERE / "stock" / "credentials.yml", folder)
    blocks = {name: _thinned(read, share, least) for name, read in _read_questions().items()}
    nlu = [
        {"intent": _intent(each), "examples": each["examples"]}
        for read in blocks.values()
        for each in read
    ]
    _write_domain(folder, nlu)
    _write(folder / "data" / "nlu.yml", {"version": "3.1", "nlu": nlu})
    return folder


def write_stock_endpoints(folder: Path, actions_port: int) -> None:
    """Where stock keeps conversations, and where its action server listens."""
    _fill_in(folder, "endpoints.yml", actions_port=actions_port)


def _fill_in(folder: Path, name: str, **values: int) -> None:
    text = (HERE / "stock" / name).read_text(encoding="utf-8")
    for each, value in values.items():
        text = text.replace(f"{{{each}}}", str(value))
    (folder / name).write_text(text, encoding="utf-8")


def write_ours(folder: Path, share: float, least: int) -> Path:
    """Our project with a share of its questions and nothing trained."""
    _emptied(folder)
    for name in ("bot", "actions", "data"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("config.yml", "domain.yml", "credentials.yml", "endpoints.yml"):
        shutil.copy(ROOT / name, folder)
    if share < 1:
        for name, read in _read_questions().items():
            text = HEAD + _dumped(_thinned(read, share, least))
            (folder / "data" / "nlu" / name).write_text(text, encoding="utf-8")
    return folder


def add_example(file: Path) -> None:
    """Add one question to the last block of a file, which has not been there before."""
    content = file.read_text(encoding="utf-8").rstrip("\n")
    last = content.splitlines()[-1]
    indent = last[: len(last) - len(last.lstrip())]
    file.write_text(f"{content}\n{indent}- what about the blue one then\n", encoding="utf-8")


def _write_domain(folder: Path, nlu: list[Block]) -> None:
    facts = {fact.id: fact for fact in read_facts().facts}
    keys = [each["intent"] for each in nlu if "/" in each["intent"]]
    intents = sorted({each["intent"].partition("/")[0] for each in nlu})
    responses = {f"utter_{key}": [{"text": facts[key.partition("/")[2]].says}] for key in keys}
    domain = {"intents": intents, "actions": ["action_answer"], "responses": responses}
    _write(folder / "domain.yml", {"version": "3.1", **domain})
    names = [*intents, "nlu_fallback"]
    rules = [{"rule": each, "steps": [{"intent": each}, _ANSWER]} for each in names]
    stories = [
        {
            "story": " ".join(told),
            "steps": [step for n in told for step in ({"intent": n}, _ANSWER)],
        }
        for told in DIALOGUES
    ]
    _write(folder / "data" / "core.yml", {"version": "3.1", "rules": rules, "stories": stories})


_ANSWER = {"action": "action_answer"}


def _intent(block: Block) -> str:
    fact = (block.get("metadata") or {}).get("fact")
    return f"{block['intent']}/{fact}" if fact else block["intent"]


def _read_questions() -> dict[str, list[Block]]:
    return {
        path.name: yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for path in sorted((ROOT / "data" / "nlu").glob("*.yml"))
    }


def _thinned(blocks: list[Block], share: float, least: int) -> list[Block]:
    """A share of each block's examples, at least so many, the same ones every time."""
    chosen = random.Random(SEED)
    thin = []
    for block in blocks:
        examples = block["examples"].strip().splitlines()
        most = max(least, round(share * len(examples)))
        kept = examples if most >= len(examples) else chosen.sample(examples, most)
        thin.append({**block, "examples": "\n".join(kept) + "\n"})
    return thin


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_dumped(content), encoding="utf-8")


def _dumped(content: Any) -> str:
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


class _Dumper(yaml.SafeDumper):
    """Writes examples as blocks of lines, as people do and as training expects."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)
