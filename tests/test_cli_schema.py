# SPDX-License-Identifier: MIT
"""``x400fix schema`` prints a JSON Schema that every plan of ours fits."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from tests.command import POOL, run
from tests.golden import SAMPLES, sample_names


@pytest.fixture(scope="module")
def schema() -> dict[str, object]:
    """What the command prints."""
    outcome = run("schema")
    assert (outcome.status, outcome.err) == (0, "")
    printed: dict[str, object] = json.loads(outcome.out)
    return printed


def test_it_is_a_json_schema(schema: dict[str, object]) -> None:
    """Of the draft that it names."""
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", sample_names())
def test_the_plan_of_each_sample_fits(name: str, schema: dict[str, object]) -> None:
    """As it lies in the golden folder."""
    plan = json.loads((SAMPLES / name / "expected" / "PLAN.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(plan)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("options", [[], ["--strategy", "hostname"], ["--reassign-all"]])
def test_the_plan_that_is_printed_fits(options: list[str], schema: dict[str, object]) -> None:
    """With every strategy."""
    pool = () if "--strategy" in options else POOL
    plan = json.loads(run("plan", "inventory.csv", *pool, *options, "--dry-run", "--json").out)
    jsonschema.Draft202012Validator(schema).validate(plan)


SPOILED: dict[str, Callable[[dict[str, Any]], object]] = {
    "a key too many": lambda plan: plan.update(colour="red"),
    "a key too few": lambda plan: plan.pop("checksum"),
    "another type": lambda plan: plan["summary"].update(moved="two"),
    "a key too many inside": lambda plan: plan["assignments"][0].update(colour="red"),
    "a key too few inside": lambda plan: plan["servers"][0].pop("nic"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_what_is_no_plan_does_not_fit(
    spoil: Callable[[dict[str, Any]], object], schema: dict[str, object]
) -> None:
    """The schema is as strict as the reader."""
    plan = json.loads((SAMPLES / "two-sites" / "expected" / "PLAN.json").read_bytes())
    spoil(plan)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(plan)


def test_it_ends_with_a_line_end() -> None:
    """So that it can be kept as a file and compared."""
    assert run("schema").stdout.endswith(b"}\n")
