"""Tests of YAML that knows the line of each value."""

from __future__ import annotations

import pytest
import yaml

from bot.errors import DataFileError
from bot.facts.lines import ROOT, LocatedYaml, read_located, shown

TEXT = """\
# A comment
names:
  first: {a: 1, b: 2}
list:
- x
- deep:
    inner: y
    inner: z
"""


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ((), 2),
        (("names", "first", "b"), 3),
        (("list", 0), 5),
        (("list", 1), 6),
        (("list", 1, "deep", "inner"), 7),
        (("list", 7), 5),
        (("list", 1, "deep", "nothing", "here"), 7),
    ],
)
def test_the_line_is_that_of_the_deepest_part_that_exists(location, line: int) -> None:
    assert LocatedYaml(TEXT).line(location) == line


def test_the_value_is_that_of_safe_yaml() -> None:
    assert LocatedYaml(TEXT).value == yaml.safe_load(TEXT)


def test_a_key_written_twice_is_found_at_any_depth() -> None:
    assert LocatedYaml(TEXT).repeated_keys() == [(8, "inner")]


def test_an_empty_text_has_no_value_and_one_line() -> None:
    located = LocatedYaml("")

    assert located.value is None
    assert located.line(("a",)) == 1
    assert located.repeated_keys() == []


def test_a_text_that_is_not_yaml_is_refused() -> None:
    with pytest.raises(yaml.YAMLError):
        LocatedYaml("a: [")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: [", "name.yml:2: expected the node content"),
        ("a: 1\nread_on: 2026-13-01", "name.yml:2: month must be in 1..12: mend the YAML"),
        ("a: 1\nb: *c", "name.yml:2: found undefined alias 'c': mend the YAML"),
        ("a: \x00", "name.yml: not YAML: mend the YAML"),
    ],
)
def test_a_faulty_file_is_named_with_its_line_and_the_remedy(tmp_path, text, problem) -> None:
    path = tmp_path / "file.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataFileError) as error:
        read_located(path, "name.yml")

    assert error.value.problems[0].startswith(problem)


def test_a_file_of_the_project_is_named_from_its_folder(tmp_path) -> None:
    assert shown(ROOT / "data" / "facts.yml") == "data/facts.yml"
    assert shown(tmp_path / "facts.yml") == f"{tmp_path}/facts.yml"
