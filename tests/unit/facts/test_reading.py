"""Tests of reading a facts file: whole or not at all, every fault at once."""

from __future__ import annotations

import pytest

from bot.errors import DataFileError
from bot.facts import read_facts


def problems(path) -> list[str]:
    with pytest.raises(DataFileError) as error:
        read_facts(path)
    assert str(error.value) == "\n".join(error.value.problems)
    return error.value.problems


def test_a_clean_file_is_read(facts_file) -> None:
    library = read_facts(facts_file.path)

    assert library.fact("ct_what").says == "CT is a scan."
    assert library.source_of(library.fact("ct_what")).document == "handbook.txt"
    assert [stage.id for stage in library.pathway.stages] == ["school", "work"]


def test_our_own_file_is_read() -> None:
    library = read_facts()

    assert len(library.facts) >= 150
    assert len(library.subjects) >= 60


def test_a_missing_file_is_reported(tmp_path) -> None:
    path = tmp_path / "facts.yml"

    assert problems(path) == [f"{path}: there is no such file: put it back"]


def test_a_file_in_another_encoding_is_reported(facts_file) -> None:
    facts_file.path.write_bytes("title: Café".encode("latin-1"))

    [problem] = problems(facts_file.path)

    assert problem.startswith(f"{facts_file.path}: not UTF-8 (")
    assert problem.endswith("): save it as UTF-8")


def test_broken_yaml_is_reported_with_its_line(facts_file) -> None:
    line = facts_file.replace("says: CT is a scan.", 'says: "CT is a scan.') + 1

    [problem] = problems(facts_file.path)

    assert problem.startswith(f"{facts_file.path}:")
    assert problem.endswith(": mend the YAML here (often a missing quote or indent)")
    assert int(problem.removeprefix(f"{facts_file.path}:").split(":")[0]) >= line


def test_an_empty_file_is_reported(facts_file) -> None:
    facts_file.path.write_text("", encoding="utf-8")

    [problem] = problems(facts_file.path)

    assert problem.startswith(f"{facts_file.path}:1: ")


def test_every_value_of_a_wrong_shape_is_reported_at_once_with_its_line(facts_file) -> None:
    path = facts_file.path
    address = facts_file.replace("address: http://localhost/handbook", "address: handbook")
    kind = facts_file.replace("kind: modality", "kind: machine")
    aspect = facts_file.replace("aspect: pay", "aspect: money")
    years = facts_file.replace("years: 5", "years: 50")
    colour = 1 + facts_file.replace("id: ct_boss_says\n", "id: ct_boss_says\n  colour: red\n")
    facts_file.replace("  says: Call for help.\n", "")
    help_fact = facts_file.replace("id: call_help", "id: call_help")

    found = problems(path)

    places = [problem.removeprefix(f"{path}:").split(": ")[:2] for problem in found]
    assert places == [
        [str(address), "sources.handbook.address"],
        [str(kind), "subjects.ct.kind"],
        [str(aspect), "facts.1.aspect"],
        [str(colour), "facts.2.colour"],
        [str(help_fact), "facts.3.says"],
        [str(years), "pathway.stages.1.years"],
    ]
    assert all(problem.endswith(": correct or remove it") for problem in found)


def test_keys_written_twice_are_reported_together_with_broken_rules(facts_file) -> None:
    path = facts_file.path
    line = facts_file.replace("  asks: What is CT?\n", "  asks: What is CT?\n  asks: What?\n") + 1
    source = facts_file.replace("source: handbook", "source: handbok")

    found = problems(path)

    assert found[0] == f"{path}:{line}: 'asks' is written twice: keep one"
    assert f"{path}:{source}: there is no source 'handbok': add it or correct the name" in found
