# SPDX-License-Identifier: MIT
"""What is made again from PLAN.json gives the same pages, byte for byte."""

from collections.abc import Iterator

import pytest
from hypothesis import given

from tests.builders import inventory, servers
from tests.golden import SAMPLES, sample_names
from tests.plans import Made, make
from tests.test_plan_properties import LAWS, plans
from x400fix.documents.rendering import Renderer
from x400fix.documents.server_pages import Pages, address_steps
from x400fix.plan.model import Document
from x400fix.planning.plan_file import read_document
from x400fix.planning.restored.works import Restoration


def pages_of(document: Document) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each page below SERVERS, made from the plan alone."""
    restored = Restoration(document)
    waves = address_steps(step for _, steps in restored.works for step in steps)
    pages = Pages(Renderer(), restored.settings, restored.inventory.servers, waves)
    for work, steps in restored.works:
        for name, data in pages.page_files(work, steps, restored.name_files(work.name)):
            yield f"SERVERS/{work.folder}/{name}", data


@pytest.mark.parametrize("name", sample_names())
def test_the_pages_of_a_sample_are_made_again(name: str) -> None:
    """STEPS.TXT and ADDRATTR.TXT of every folder."""
    golden = SAMPLES / name / "expected"
    document = read_document((golden / "PLAN.json").read_bytes(), "PLAN.json")
    pages = dict(pages_of(document))
    assert pages == {path: (golden / path).read_bytes() for path in pages}
    assert len(pages) == len([*golden.glob("SERVERS/*/STEPS.TXT")]) + len(
        [*golden.glob("SERVERS/*/ADDRATTR.TXT")]
    )


@LAWS
@given(plans())
def test_the_pages_of_any_plan_are_made_again(made: Made) -> None:
    """With every strategy, address mode and wave."""
    pages = dict(pages_of(read_document(made.document(), "PLAN.json")))
    assert pages == {
        path: data
        for path, data in made.bundle().items()
        if path.endswith(("/STEPS.TXT", "/ADDRATTR.TXT"))
    }


def test_a_connector_of_another_stack_with_the_same_name_is_left_aside() -> None:
    """Its Address must never be what a step goes back to."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    twins = [f"MAIL-A/{name} 3104 MAIL-B stack=X25" for name in ("One", "Two")]
    made = make(inventory([*rows, *twins], servers()))
    document = read_document(made.document(), "PLAN.json")
    pages = dict(pages_of(document))
    assert pages == {path: made.bundle()[path] for path in pages}
    assert any(b"enter 10.20.2.10" in page for page in pages.values())
