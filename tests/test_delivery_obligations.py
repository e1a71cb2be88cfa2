# SPDX-License-Identifier: MIT
"""What a plan has to keep, and where each obligation sees that it does not."""

import re

import msgspec
import pytest

from tests.builders import ident_of, inventory, pair, server, servers, settings
from tests.deliveries import failing, names, number, reprove
from tests.plans import Made, make
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.simulation.changes import Deed, Part, Sheet, Stage
from x400fix.simulation.network import Dialled, Network
from x400fix.simulation.requirements import (
    OBLIGATIONS,
    WAIVERS,
    Breach,
    Obligation,
    Outcome,
    find_result,
)
from x400fix.step_kinds import StepKind

NAMES = [obligation.name for obligation in OBLIGATIONS]
BY_NAME = {obligation.name: obligation for obligation in OBLIGATIONS}
NAMED = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def outcomes(made: Made) -> dict[str, Outcome]:
    """What was found about each obligation that does not simply hold."""
    results = made.plan.proof.results
    assert [result.obligation.name for result in results] == NAMES
    return {r.obligation.name: r.outcome for r in results if r.outcome is not Outcome.HOLDS}


def test_obligations_are_told_in_one_order_with_the_back_out_last() -> None:
    """It leaves a state that is no longer the last one."""
    assert len(set(NAMES)) == len(NAMES)
    assert NAMES[-1] == "back-out"


@pytest.mark.parametrize("obligation", OBLIGATIONS, ids=lambda each: each.name)
def test_an_obligation_is_a_sentence_with_its_articles(obligation: Obligation) -> None:
    """What only the plan itself decides, such as its undos, has none."""
    assert obligation.text.endswith(".")
    assert all(re.fullmatch(r"Q\d{6}", source) for source in obligation.sources)
    assert bool(obligation.sources) is (obligation.name not in {"undo", "back-out"})


def test_a_plan_between_two_known_servers_keeps_everything() -> None:
    """Every obligation holds."""
    assert outcomes(make(pair(3))) == {}


def test_what_is_left_to_a_firewalls_administrator_is_open() -> None:
    """Two connectors have one Address until he decides; that is no failure."""
    rows = ["MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two 10.9.0.1 MAIL-C via=FW1"]
    made = make(inventory(rows, servers()))
    assert outcomes(made) == {"no-collision": Outcome.OPEN}


def test_moving_every_connector_is_given_up_knowingly() -> None:
    """With --reassign-all nobody keeps the address that calls come from."""
    assert outcomes(make(pair(), settings(reassign_all=True))) == {
        "answered": Outcome.WAIVED,
        "one-kept": Outcome.WAIVED,
    }


def test_an_unfailing_promise_of_a_foreign_mta_is_open() -> None:
    """Nobody of the inputs can be seen to answer there, and nobody has to."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, servers()), settings(["172.16.9.32/28"]))
    assert made.assignment("MAIL-A/Two").address == number("172.16.9.32")
    assert outcomes(made) == {}


@pytest.mark.parametrize(
    ("breaches", "waiver", "name", "outcome"),
    [
        pytest.param([], "", "answered", Outcome.HOLDS, id="holds"),
        pytest.param([Breach(1, is_open=True)], "", "no-collision", Outcome.OPEN, id="open"),
        pytest.param(
            [Breach(1, is_open=True), Breach(2)], "", "no-collision", Outcome.FAILS, id="some-open"
        ),
        pytest.param([Breach(1)], "", "answered", Outcome.FAILS, id="fails"),
        pytest.param([Breach(1)], "--reassign-all", "answered", Outcome.WAIVED, id="waived"),
        pytest.param([Breach(1)], "--reassign-all", "one-kept", Outcome.WAIVED, id="none-kept"),
        pytest.param(
            [Breach(1)], "--address-mode lmhosts", "answered", Outcome.WAIVED, id="lmhosts"
        ),
        pytest.param(
            [Breach(1)], "--address-mode lmhosts", "one-kept", Outcome.FAILS, id="lmhosts-keeps"
        ),
        pytest.param([Breach(1)], "--reassign-all", "nothing-lost", Outcome.FAILS, id="not-this"),
    ],
)
def test_what_breaches_say_of_an_obligation(
    breaches: list[Breach], waiver: str, name: str, outcome: Outcome
) -> None:
    """An option gives up no more than what it is known to give up."""
    result = find_result(BY_NAME[name], breaches, waiver)
    assert (result.outcome, result.breaches) == (outcome, tuple(breaches))
    assert result.obligation is BY_NAME[name]


def test_what_is_given_up_are_obligations() -> None:
    """A name that is no obligation's would give up nothing."""
    for given_up in WAIVERS.values():
        assert given_up < set(NAMES)


class Fault:
    """What one sheet is changed to in a plan, and the steps that go with it."""

    def __init__(self, place: str, *, steps: tuple[Stage, ...] = (), **changes: object) -> None:
        self.place, self.changes, self.steps = place, changes, steps

    def __call__(self, _network: Network, part: Part) -> Part:
        """The part with the fault."""

        def sheet_of(place: str) -> Sheet:
            sheet = part.sheet_of(place)
            return msgspec.structs.replace(sheet, **self.changes) if place == self.place else sheet

        return msgspec.structs.replace(
            part,
            sheet_of=sheet_of,
            stages=lambda: iter((*part.stages(), *self.steps)),
            stages_at=lambda place: iter(
                (*part.stages_at(place), *(each for each in self.steps if each.place == place))
            ),
        )


def broken(made: Made, fault: Fault) -> dict[str, list[str]]:
    """The obligations that fail with a fault, each with what it names."""
    connectors = made.plan.world.connectors
    return {
        name: [
            f"step {each.step}" if each.index < 0 else ident_of(connectors[each.index])
            for each in breaches
        ]
        for name, breaches in failing(reprove(made, fault)).items()
    }


def moving(made: Made, ident: str, address: Dialled) -> Fault:
    """One more connector changes, at the end of the plan."""
    connectors = made.plan.world.connectors
    index = [ident_of(each) for each in connectors].index(ident)
    place, _, _ = ident.partition("/")
    number_of_last = len(made.plan.steps)
    steps = (
        Stage(number_of_last + 1, Deed.ADDRESS, place, 5, index),
        Stage(number_of_last + 2, Deed.RESTART_MTA, place, 10),
    )
    old = connectors[index].address
    value = (old.text if old.number is None else old.number, address)
    return Fault(place, steps=steps, addresses={**addresses_at(made, place), index: value})


def addresses_at(made: Made, place: str) -> dict[int, tuple[Dialled, Dialled | None]]:
    """The old and new Addresses of a server's connectors in a plan."""
    found: list[Sheet] = []

    def see(_network: Network, part: Part) -> Part:
        found.append(part.sheet_of(place))
        return part

    reprove(made, see)
    return dict(found[0].addresses)


def test_a_collision_that_is_made_anew_names_both_connectors() -> None:
    """Q200588."""
    made = make(pair())
    fault = moving(made, "MAIL-A/To B 1", number("10.20.2.32"))
    assert broken(made, fault)["no-collision"] == ["MAIL-A/To B 1", "MAIL-A/To B 2"]


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
    fault = moving(made, "MAIL-A/One", number("10.20.2.32"))
    assert broken(made, fault)["answered"] == ["MAIL-B/One", "MAIL-B/Two"]


PLAIN = [
    *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
    *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
]


def test_a_call_that_was_lost_before_is_none_that_is_not_answered() -> None:
    """What a plan does not make worse is no failure of it."""
    rows = [*PLAIN, "MAIL-C/A 10.20.1.77 MAIL-A", "MAIL-A/Three 10.20.3.77 MAIL-C"]
    made = make(inventory(rows, [*servers(), server("MAIL-C 10.20.3.10/24")]))
    assert outcomes(made) == {}


def test_an_address_that_nobody_keeps_names_the_connectors_that_moved() -> None:
    """Whoever called from it meets nobody then, even if no input shows the calls."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    made = make(inventory(rows, servers()))
    fault = moving(made, "MAIL-A/One", number("10.20.2.32"))
    assert broken(made, fault)["one-kept"] == ["MAIL-A/Two"]


def test_an_address_may_be_kept_under_another_name() -> None:
    """A name and the address that the inputs give for it are one endpoint."""
    rows = ["MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    assert outcomes(make(inventory(rows, servers()))) == {}


def test_a_connector_that_is_left_open_keeps_nothing() -> None:
    """Somebody else will give it another Address."""
    rows = [f"MAIL-A/{name} MAIL-D MAIL-D" for name in ("One", "Two", "Three")]
    made = make(inventory(rows, [*servers(), server("MAIL-D dhcp")]))
    assert outcomes(made) == {"no-collision": Outcome.OPEN}
    fault = moving(made, "MAIL-A/One", "elsewhere")
    assert broken(made, fault)["one-kept"] == ["MAIL-A/Three", "MAIL-A/Two"]


def test_an_address_that_leads_elsewhere_than_promised_is_named() -> None:
    """HOSTS goes before LMHOSTS, so the alias leads to the primary address."""
    made = make(pair(), settings(address_mode=AddressMode.HOSTS))
    fault = Fault("MAIL-A", hosts=names("10.20.2.10 MAIL-B-X2"))
    assert broken(made, fault)["as-planned"] == ["MAIL-A/To B 2"]


def test_an_address_that_stays_the_old_one_is_not_as_planned() -> None:
    """Also where the new one would lead to the same place: a further name."""
    made = make(
        pair(),
        settings(
            [], strategy=Strategy.HOSTNAME, reassign_all=True, address_mode=AddressMode.LMHOSTS
        ),
    )
    old = number("10.20.2.10")
    (index,) = [i for i, (was, _) in addresses_at(made, "MAIL-A").items() if was == old][:1]
    fault = Fault("MAIL-A", addresses={**addresses_at(made, "MAIL-A"), index: (old, old)})
    assert broken(made, fault)["as-planned"] == ["MAIL-A/To B 1"]


def test_an_mta_that_is_not_restarted_has_no_new_address() -> None:
    """Nobody knows whether it reads one before (Q306959)."""
    made = make(pair())

    def without_restart(_network: Network, part: Part) -> Part:
        def stages() -> list[Stage]:
            kinds = {Deed.RESTART_MTA}
            return [s for s in part.stages() if s.deed not in kinds or s.place != "MAIL-A"]

        return msgspec.structs.replace(part, stages=lambda: iter(stages()))

    failed = failing(reprove(made, without_restart))
    assert failed["as-planned"] == (Breach(1),)


def test_a_name_that_its_owner_does_not_have_is_not_as_planned() -> None:
    """The owner's NIC gets another address than the caller's LMHOSTS says."""
    made = make(pair(), NAMED)
    assert outcomes(made) == {}
    fault = Fault("MAIL-A", lmhosts=names("10.20.2.77 MAIL-B-X2"))
    assert broken(made, fault)["as-planned"] == ["MAIL-A/To B 2"]


def test_a_new_address_that_its_owner_does_not_have_is_not_as_planned() -> None:
    """It answers nowhere."""
    made = make(pair())
    primary = number("10.20.2.10")
    fault = Fault("MAIL-B", after=(primary,))
    assert broken(made, fault)["as-planned"] == ["MAIL-A/To B 2"]


def test_an_address_that_a_nic_loses_names_the_step() -> None:
    """Whether anybody calls from it or not."""
    made = make(
        inventory(["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"], servers()),
        settings(reassign_all=True),
    )
    (step,) = made.steps(StepKind.NIC_SCRIPT, at="MAIL-B")
    new = (number("10.20.2.32"), number("10.20.2.33"))
    assert broken(made, Fault("MAIL-B", after=new)) == {"nothing-taken": [f"step {step.number}"]}


def test_a_wrong_list_before_names_the_step_and_spoils_the_back_out() -> None:
    """Both undos would write what never was."""
    made = make(pair())
    (step,) = made.steps(StepKind.NIC_SCRIPT, at="MAIL-B")
    assert broken(made, Fault("MAIL-B", before=())) == {
        "undo": [f"step {step.number}"],
        "back-out": ["MAIL-A/To B 1"],
    }
