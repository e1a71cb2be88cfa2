# SPDX-License-Identifier: MIT
"""What a plan has to keep, and where each requirement sees that it does not."""

import re

import msgspec
import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, make
from tests.simulations import Edit, at, broken, names, number, replacing
from x400fix.plan.model import Breach
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.simulation.changes import PlaceChanges, Step
from x400fix.simulation.network import Dialled
from x400fix.simulation.requirements import (
    REQUIREMENTS,
    WAIVERS,
    Outcome,
    Requirement,
    find_result,
)
from x400fix.step_kinds import Effect

FAILED = Breach(server="MAIL-A", connector="One", step=0, is_open=False)
OPEN = Breach(server="MAIL-A", connector="One", step=0, is_open=True)
GIVEN_UP = "given up by --reassign-all"
NAMES = [requirement.name for requirement in REQUIREMENTS]
BY_NAME = {requirement.name: requirement for requirement in REQUIREMENTS}
NAMED = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def outcomes(made: Made) -> dict[str, str]:
    """What was found about each requirement that does not simply hold."""
    results = made.planned.proof.results
    assert [result.name for result in results] == NAMES
    return {r.name: r.outcome for r in results if r.outcome != Outcome.HOLDS}


def test_requirements_are_told_in_one_order_with_the_back_out_last() -> None:
    """It leaves a state that is no longer the last one."""
    assert len(set(NAMES)) == len(NAMES)
    assert NAMES[-1] == "back-out"


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda each: each.name)
def test_a_requirement_is_a_sentence_with_its_articles(requirement: Requirement) -> None:
    """What only the plan itself decides, such as its undos, has none."""
    assert requirement.text.endswith(".")
    assert all(re.fullmatch(r"Q\d{6}", source) for source in requirement.sources)
    assert bool(requirement.sources) is (requirement.name not in {"undo", "back-out"})


def test_a_plan_between_two_known_servers_keeps_everything() -> None:
    """Every requirement holds."""
    assert outcomes(make(pair(3))) == {}


def test_what_is_left_to_a_firewalls_administrator_is_open() -> None:
    """Two connectors have one Address until he decides; that is no failure."""
    rows = ["MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two 10.9.0.1 MAIL-C via=FW1"]
    made = make(inventory(rows, servers()))
    assert outcomes(made) == {"no-collision": Outcome.OPEN}


def test_moving_every_connector_is_given_up_knowingly() -> None:
    """With --reassign-all nobody keeps the address that calls come from."""
    assert outcomes(make(pair(), settings(reassign_all=True))) == {
        "answered": GIVEN_UP,
        "one-kept": GIVEN_UP,
    }


def test_the_new_address_of_a_foreign_mta_is_taken_as_given() -> None:
    """Nobody of the inputs can be seen to answer there, and nobody has to."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, servers()), settings(["172.16.9.32/28"]))
    assert made.assignment("MAIL-A/Two").new_address == "172.16.9.32"
    assert outcomes(made) == {}


@pytest.mark.parametrize(
    ("breaches", "waiver", "name", "outcome"),
    [
        pytest.param([], "", "answered", Outcome.HOLDS, id="holds"),
        pytest.param([OPEN], "", "no-collision", Outcome.OPEN, id="open"),
        pytest.param([OPEN, FAILED], "", "no-collision", Outcome.FAILS, id="some-open"),
        pytest.param([FAILED], "", "answered", Outcome.FAILS, id="fails"),
        pytest.param([FAILED], "--reassign-all", "answered", GIVEN_UP, id="waived"),
        pytest.param([FAILED], "--reassign-all", "one-kept", GIVEN_UP, id="none-kept"),
        pytest.param(
            [FAILED],
            "--address-mode lmhosts",
            "answered",
            "given up by --address-mode lmhosts",
            id="lmhosts",
        ),
        pytest.param(
            [FAILED], "--address-mode lmhosts", "one-kept", Outcome.FAILS, id="lmhosts-keeps"
        ),
        pytest.param([FAILED], "--reassign-all", "nothing-lost", Outcome.FAILS, id="not-this"),
    ],
)
def test_what_breaches_say_of_a_requirement(
    breaches: list[Breach], waiver: str, name: str, outcome: str
) -> None:
    """An option gives up no more than what it is known to give up."""
    result = find_result(BY_NAME[name], breaches, waiver)
    assert (result.outcome, result.breaches) == (outcome, tuple(breaches))
    assert result.name == name


def test_what_is_given_up_are_requirements() -> None:
    """A name that is no requirement's would give up nothing."""
    for given_up in WAIVERS.values():
        assert given_up < set(NAMES)


def moving(made: Made, ident: str, address: Dialled) -> dict[str, Edit]:
    """One more connector changes, at the end of the plan."""
    index, (place, _, _) = at(made, ident), ident.partition("/")
    old, last = made.planned.world.connectors[index].address, len(made.steps())
    value = (old.text if old.number is None else old.number, address)
    steps = (Step(last + 1, Effect.ADDRESS, index), Step(last + 2, Effect.RESTART_MTA))

    def edit(changes: PlaceChanges) -> PlaceChanges:
        addresses = {**changes.addresses, index: value}
        return msgspec.structs.replace(changes, addresses=addresses, steps=[*changes.steps, *steps])

    return {place: edit}


def test_a_collision_that_is_made_anew_names_both_connectors() -> None:
    """Q200588."""
    made = make(pair())
    edits = moving(made, "MAIL-A/To B 1", number("10.20.2.32"))
    assert broken(made, edits)["no-collision"] == ["MAIL-A/To B 1", "MAIL-A/To B 2"]


def test_a_call_to_nobody_is_lost() -> None:
    """It reached its partner before."""
    made = make(pair())
    lost = broken(made, moving(made, "MAIL-A/To B 1", number("10.20.2.77")))
    assert lost["nothing-lost"] == ["MAIL-A/To B 1"]


def test_a_call_that_may_have_passed_and_surely_does_not_is_lost() -> None:
    """Nobody knew what is behind the old address; the new one is another server's."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-A/Three 10.9.0.1 MAIL-C", "MAIL-C/A 10.20.1.10 MAIL-A"),
    ]
    made = make(inventory(rows, [*servers(), server("MAIL-C 10.20.3.10/24")]))
    assert outcomes(made) == {}
    lost = broken(made, moving(made, "MAIL-A/Three", number("10.20.2.32")))
    assert lost["nothing-lost"] == ["MAIL-A/Three"]


def test_a_call_that_nobody_answers_any_more_is_named_by_its_caller() -> None:
    """MAIL-B's calls come from its first address, which no connector of MAIL-A has then."""
    made = make(inventory([*PLAIN, "MAIL-A/Three 10.20.2.10 MAIL-B"], servers()))
    edits = moving(made, "MAIL-A/One", number("10.20.2.32"))
    assert broken(made, edits)["answered"] == ["MAIL-B/One", "MAIL-B/Two"]


PLAIN = [
    *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
    *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
]


def test_a_call_that_was_lost_before_is_none_that_is_not_answered() -> None:
    """What a plan does not make worse is no failure of it."""
    rows = [*PLAIN, "MAIL-C/A 10.20.1.77 MAIL-A", "MAIL-A/Three 10.20.3.77 MAIL-C"]
    made = make(inventory(rows, [*servers(), server("MAIL-C 10.20.3.10/24")]))
    assert outcomes(made) == {}
    # MAIL-A answers there then, but knows no such caller.
    after = (*made.planned.course.changes["MAIL-A"].after, number("10.20.1.77"))
    assert broken(made, {"MAIL-A": replacing(after=after)}) == {}


def test_an_address_that_nobody_keeps_names_the_connectors_that_moved() -> None:
    """Whoever called from it meets nobody then, even if no input shows the calls."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    made = make(inventory(rows, servers()))
    edits = moving(made, "MAIL-A/One", number("10.20.2.32"))
    assert broken(made, edits)["one-kept"] == ["MAIL-A/One", "MAIL-A/Two"]


def test_an_address_may_be_kept_under_another_name() -> None:
    """A name and the address that the inputs give for it are one endpoint."""
    rows = ["MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    assert outcomes(make(inventory(rows, servers()))) == {}


def test_a_connector_that_is_left_open_keeps_nothing() -> None:
    """Somebody else will give it another Address."""
    rows = [f"MAIL-A/{name} MAIL-D MAIL-D" for name in ("One", "Two", "Three")]
    made = make(inventory(rows, [*servers(), server("MAIL-D dhcp")]))
    assert outcomes(made) == {"no-collision": Outcome.OPEN}
    edits = moving(made, "MAIL-A/One", "elsewhere")
    assert broken(made, edits)["one-kept"] == ["MAIL-A/One", "MAIL-A/Three", "MAIL-A/Two"]


def test_an_address_that_leads_elsewhere_than_planned_is_named() -> None:
    """HOSTS goes before LMHOSTS, so the alias leads to the primary address."""
    made = make(pair(), settings(address_mode=AddressMode.HOSTS))
    edits = {"MAIL-A": replacing(hosts=names("10.20.2.10 MAIL-B-X2"))}
    assert broken(made, edits)["as-planned"] == ["MAIL-A/To B 2"]


def test_an_address_that_stays_the_old_one_is_not_as_planned() -> None:
    """Also where the new one would lead to the same place: a further name."""
    chosen = settings(
        [], strategy=Strategy.HOSTNAME, reassign_all=True, address_mode=AddressMode.LMHOSTS
    )
    made = make(pair(), chosen)
    old, addresses = number("10.20.2.10"), made.planned.course.changes["MAIL-A"].addresses
    edits = {"MAIL-A": replacing(addresses={**addresses, 0: (old, old)})}
    assert broken(made, edits)["as-planned"] == ["MAIL-A/To B 1"]


def test_an_mta_that_is_not_restarted_has_no_new_address() -> None:
    """No source says that it reads one before (Q306959)."""
    made = make(pair())
    steps = made.planned.course.changes["MAIL-A"].steps
    left = [step for step in steps if step.effect is not Effect.RESTART_MTA]
    assert broken(made, {"MAIL-A": replacing(steps=left)})["as-planned"] == ["MAIL-A/To B 2"]


def test_an_address_that_is_set_again_has_to_be_read_again() -> None:
    """Also if it is the same."""
    made = make(pair())
    again = Step(len(made.steps()) + 1, Effect.ADDRESS, at(made, "MAIL-A/To B 2"))
    steps = [*made.planned.course.changes["MAIL-A"].steps, again]
    failed = broken(made, {"MAIL-A": replacing(steps=steps)})
    assert failed["as-planned"] == ["MAIL-A/To B 2"]


def test_a_name_that_its_owner_does_not_have_is_not_as_planned() -> None:
    """The owner's NIC gets another address than the caller's LMHOSTS says."""
    made = make(pair(), NAMED)
    assert outcomes(made) == {}
    edits = {"MAIL-A": replacing(lmhosts=names("10.20.2.77 MAIL-B-X2"))}
    assert broken(made, edits)["as-planned"] == ["MAIL-A/To B 2"]


def test_a_new_address_that_its_owner_does_not_have_is_not_as_planned() -> None:
    """It answers nowhere."""
    made = make(pair())
    primary = number("10.20.2.10")
    edits = {"MAIL-B": replacing(after=(primary,))}
    assert broken(made, edits)["as-planned"] == ["MAIL-A/To B 2"]
