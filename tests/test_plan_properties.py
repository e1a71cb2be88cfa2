# SPDX-License-Identifier: MIT
"""Laws of whole plans, on inventories full of everything that the design names."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from random import Random

from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.batch import Computer
from tests.builders import settings
from tests.inventories import Case, inventories
from tests.plans import Made, document_parts, make
from x400fix.allocation.assignments import Action, OwnerKind
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.names import is_alias, is_folder_name
from x400fix.inventory.reader import SourceFile, read_sources
from x400fix.planning.nic import Vehicle
from x400fix.planning.plan_file import read_document, write_document
from x400fix.planning.steps import Step
from x400fix.problems import PlanningError, ProblemList
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

CHANGES = {StepKind.ADDRESS, StepKind.ADDRESS_OPEN}
ADDING = {StepKind.NIC_SCRIPT, StepKind.NIC_HAND, StepKind.REQUEST, StepKind.MAPPING}
LAWS = limits(suppress_health_check=[HealthCheck.too_slow])

MODES = st.one_of(
    st.fixed_dictionaries(
        {
            "address_mode": st.sampled_from(AddressMode),
            "minimal": st.booleans(),
            "reassign_all": st.booleans(),
            "wave": st.sampled_from(Wave),
        }
    ),
    st.fixed_dictionaries(
        {
            "strategy": st.just(Strategy.HOSTNAME),
            "address_mode": st.sampled_from([AddressMode.LMHOSTS, AddressMode.HOSTS]),
            "wave": st.sampled_from(Wave),
        }
    ),
)


def read(text: str) -> Inventory:
    """The inventory of a CSV text."""
    problems = ProblemList()
    source = SourceFile(name="inventory.csv", data=text.encode())
    found = read_sources(source, None, problems)
    assert found
    assert not problems.has_errors, list(problems)
    return found


def planned(found: Inventory, chosen: Settings) -> Made | None:
    """The plan of an inventory; None if its pool is too small."""
    try:
        return make(found, chosen)
    except PlanningError:
        return None


@st.composite
def plans(draw: st.DrawFn) -> Made:
    """A plan of an inventory with some options."""
    case: Case = draw(inventories())
    found = planned(read(case.text), chosen_for(case, draw(MODES)))
    return found or make(read(case.text), chosen_for(case, HOSTNAME))


HOSTNAME = {"strategy": Strategy.HOSTNAME, "address_mode": AddressMode.LMHOSTS}


def chosen_for(case: Case, options: Mapping[str, object]) -> Settings:
    return settings(case.pools, case.exclude, **options)


def before(steps: tuple[Step, ...], step: Step) -> set[int]:
    """The numbers of all steps that must be done before one."""
    found: set[int] = set()
    waiting = list(step.waits_for)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += steps[number - 1].waits_for
    return found


@LAWS
@given(plans())
def test_steps_are_numbered_wait_for_earlier_ones_and_stand_at_places_of_the_plan(
    made: Made,
) -> None:
    """Numbers are unique in the whole plan."""
    steps, names = made.plan.steps, {work.name for work in made.plan.works}
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert all(max(step.waits_for, default=0) < step.number for step in steps)
    assert {step.server for step in steps} <= names


@LAWS
@given(plans())
def test_every_change_of_an_address_waits_for_what_it_needs(made: Made) -> None:
    """The owner's part, the check by the caller, and the caller's name files."""
    steps = made.plan.steps
    for change in (step for step in steps if step.kind in CHANGES):
        assert change.assignment
        done = before(steps, change)
        owner = change.assignment.owner.name
        for step in steps:
            at_owner = step.server == owner and step.kind in ADDING | {StepKind.SERVER_RESTART}
            at_home = step.server == change.server and step.kind in {
                StepKind.SNAPSHOT,
                StepKind.CHECK_AFTER,
                StepKind.HOSTS,
                StepKind.LMHOSTS,
            }
            if at_owner or at_home:
                assert step.number in done, (change, step)


@LAWS
@given(plans())
def test_every_connector_that_changes_has_one_step_in_one_wave_with_its_other_end(
    made: Made,
) -> None:
    """Both ends of a link change between the same two restarts."""
    changing = [each for each in made.plan.assignments if each.action is not Action.KEEP]
    waves = {id(step.assignment): step.wave for step in made.plan.steps if step.kind in CHANGES}
    assert len(waves) == len(changing)
    by_link: dict[int, set[int]] = {}
    for each in changing:
        by_link.setdefault(id(each.link), set()).add(waves[id(each)])
    assert all(len(numbers) == 1 for numbers in by_link.values())


@LAWS
@given(plans())
def test_a_wave_restarts_and_tests_each_server_once_after_its_changes(made: Made) -> None:
    """Every MTA with a connector that changes, and every one that is dialled anew."""
    for wave in {step.wave for step in made.plan.steps} - {0}:
        steps = [step for step in made.plan.steps if step.wave == wave]
        order = [*CHANGES, StepKind.MTA_RESTART, StepKind.TEST]
        places = [max(order.index(step.kind), 1) for step in steps]
        assert places == sorted(places)
        restarts = Counter(step.server for step in steps if step.kind is StepKind.MTA_RESTART)
        changes = [step for step in steps if step.kind in CHANGES]
        needed: set[str] = {step.server for step in changes}
        needed |= {
            step.assignment.owner.name
            for step in changes
            if step.assignment and step.assignment.owner.kind is OwnerKind.SERVER
        }
        assert set(restarts) == needed
        assert set(restarts.values()) == {1}
        assert restarts == Counter(s.server for s in steps if s.kind is StepKind.TEST)


@LAWS
@given(plans())
def test_a_nic_keeps_its_primary_and_what_it_has_and_gets_nothing_twice(made: Made) -> None:
    """Whole ordered lists, all with the mask of the primary; undo(do(x)) = x."""
    for work in made.plan.works:
        nic = work.nic
        if nic is None:
            continue
        assert nic.after == (*nic.before, *nic.added) if nic.before else nic.after == ()
        assert nic.added
        numbers = [each.number for each in (*nic.before, *nic.added)]
        assert len(set(numbers)) == len(numbers)
        if nic.before:
            assert {each.prefix for each in nic.added} == {nic.before[0].prefix}
        assert tuple(each for each in nic.after if each not in nic.added) == nic.before


@LAWS
@given(plans())
def test_running_the_scripts_gives_the_lists_of_the_plan_and_takes_them_back(made: Made) -> None:
    """On the right computer; on any other nothing is done."""
    bundle = made.bundle()
    for work in made.plan.works:
        nic = work.nic
        if nic is None or nic.vehicle is Vehicle.HAND:
            assert f"SERVERS/{work.folder}/NIC.CMD" not in bundle
            continue
        start = f"SERVERS/{work.folder}/"
        files = {
            path.removeprefix(start): data.decode("ascii")
            for path, data in bundle.items()
            if path.startswith(start) and not path.endswith("TXT")
        }
        present, wanted = (
            [address_text(each.number) for each in part] for part in (nic.before, nic.after)
        )
        masks = ["255.255.255.0"] * len(present)
        host = Computer(name=work.name, addresses=list(present), masks=masks, files=files)
        stranger = Computer(name="ANOTHER", addresses=list(present), masks=masks, files=files)
        for script, right in (("NIC.CMD", wanted), ("NICUNDO.CMD", present)):
            said = host.run(files[script])
            assert not any("FAILED" in line for line in said)
            assert host.addresses == right
            stranger.run(files[script])
        assert stranger.done == []


@LAWS
@given(plans())
def test_every_alias_is_legal_and_leads_to_one_address(made: Made) -> None:
    """Beside the address in LMHOSTS, and never beside a primary one in HOSTS."""
    primaries = {each.owner.primary for each in made.plan.assignments}
    for work in made.plan.works:
        names = [entry.name for entry in work.lmhosts]
        assert all(map(is_alias, names))
        assert len(set(names)) == len(names)
        kept = [entry for entry in work.hosts if entry.name not in names]
        assert list(work.hosts[: len(kept)]) == kept
        assert all(entry.number not in primaries for entry in work.hosts[len(kept) :])


@LAWS
@given(plans())
def test_every_folder_is_legal_and_one_places(made: Made) -> None:
    """Its own name if that can be a folder's, else a number."""
    works = made.plan.works
    assert len({work.folder for work in works}) == len(works)
    for work in works:
        assert is_folder_name(work.folder)
        assert (work.folder == work.name) is is_folder_name(work.name) or re.fullmatch(
            r"S\d{2,}", work.folder
        )


@LAWS
@given(plans())
def test_the_plan_reads_back_as_itself(made: Made) -> None:
    """load(dump(p)) == p, and dump(load(b)) == b."""
    data = made.document()
    document = read_document(data, "PLAN.json")
    assert b"".join(write_document(document_parts(document))) == data
    assert [each.number for work in document.servers for each in work.steps] != [0]


@LAWS
@given(plans())
def test_the_chosen_alternative_is_the_plan(made: Made) -> None:
    """Its counts are those of the steps and of the addresses given."""
    (chosen,) = [each for each in made.plan.alternatives if each.chosen]
    kinds = Counter(step.kind for step in made.plan.steps)
    assert chosen.addresses == len({each.address for each in made.plan.assignments} - {None})
    assert chosen.server_restarts == kinds[StepKind.SERVER_RESTART]
    assert chosen.mta_restarts == kinds[StepKind.MTA_RESTART]
    assert chosen.manual_steps == sum(kind.is_by_hand for kind in kinds.elements())


@LAWS
@given(plans())
def test_scripts_are_ascii_and_pages_are_windows_1252_all_with_crlf(made: Made) -> None:
    """No directory name reaches a file that Windows NT reads itself."""
    for path, data in made.bundle().items():
        if path.startswith("SERVERS/"):
            assert data.endswith(b"\r\n")
            assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
            assert data.decode("cp1252") if path.endswith(".TXT") else data.isascii()


@LAWS
@given(plans())
def test_a_step_begins_in_column_one_and_nothing_else_does(made: Made) -> None:
    """With its number and a full stop; together they are the steps of the plan."""
    numbers = []
    for work in made.plan.works:
        page = made.text(f"SERVERS/{work.folder}/STEPS.TXT")
        numbers += [int(number) for number in re.findall(r"(?m)^(\d+)\. ", page)]
    assert sorted(numbers) == [step.number for step in made.plan.steps]


@LAWS
@given(inventories(), MODES)
def test_planning_again_with_the_plan_in_hand_changes_nothing(
    case: Case, options: dict[str, object]
) -> None:
    """Same connector, same address; nothing assigned moves."""
    chosen = chosen_for(case, options)
    first = planned(read(case.text), chosen)
    if first is None:
        return
    again = make(read(case.text), chosen, first.memory())
    old, new = (json.loads(each.document())["assignments"] for each in (first, again))
    for each in (*old, *new):
        each.pop("reason")
    assert new == old


@LAWS
@given(inventories(), MODES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_neither_assignments_nor_folders(
    case: Case, options: dict[str, object], chance: Random
) -> None:
    """Only the lines that messages name."""
    header, *rows = case.text.splitlines(keepends=True)
    chance.shuffle(rows)
    chosen = chosen_for(case, options)
    one, other = (planned(read(text), chosen) for text in (case.text, header + "".join(rows)))
    if one is None or other is None:
        assert one is other
        return
    files, turned = one.bundle(), other.bundle()
    assert {path: data for path, data in turned.items() if "SERVERS/" in path or "csv" in path} == {
        path: data for path, data in files.items() if "SERVERS/" in path or "csv" in path
    }
