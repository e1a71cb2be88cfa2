# SPDX-License-Identifier: MIT
"""TICKET.MD, read with a Markdown parser that is not our own, and as it is."""

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests import hostile
from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.hostile_plan import replaced
from tests.plans import Made, between, called, make, name_file
from tests.views import view_of
from x400fix.documents.decision import plain_text
from x400fix.documents.markdown import (
    Ready,
    code_cell,
    code_span,
    escape_markdown,
    fold,
    ticket_markdown,
)
from x400fix.documents.rendering import visible
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import Plan
from x400fix.settings.choices import AddressMode, Pack, Strategy
from x400fix.settings.ticket_facts import NOTE_LENGTH, TicketFacts, TicketRisk
from x400fix.settings.window import parse_window

WINDOW = parse_window("2026-12-05T22:00+01:00/6h")
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = {**hostile.NAMES, **hostile.TEXTS}
OWN = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    *("code_inline", "softbreak", "strong_open", "strong_close"),
}
"""What the ticket consists of: no HTML, no links, no pictures."""


def markdown(view: TicketView) -> str:
    return b"".join(ticket_markdown(view)).decode("utf-8")


def of(made: Made) -> str:
    return markdown(view_of(made))


def tokens(text: str) -> Iterator[Token]:
    """Every token, also those inside of lines."""
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def codes(text: str) -> list[str]:
    """The texts of all code spans."""
    return [token.content for token in tokens(text) if token.type == "code_inline"]


def tables(text: str) -> list[list[list[str]]]:
    """Each table with its rows and their cells, as they stand in the source."""
    found: list[list[list[str]]] = []
    tokens = PARSER.parse(text)
    for token, following in pairwise(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in {"td_open", "th_open"}:
            found[-1][-1].append(following.content)
    return found


def headings(text: str) -> list[tuple[str, str]]:
    tokens = PARSER.parse(text)
    return [
        (token.tag, following.content)
        for token, following in pairwise(tokens)
        if token.type == "heading_open"
    ]


def everything() -> Made:
    """A plan with moves, kept ones, work by hand, warnings and a window."""
    rows = [
        *(f"MAIL-A/FW_{at} 10.9.0.1 FAR-{at} via=FW1" for at in range(2)),
        *(f"MAIL-A/B_{at} 10.20.2.10 MAIL-B" for at in range(2)),
        *(f"MAIL-A/X_{at} 172.16.9.9" for at in range(2)),
        *("MAIL-B/A 10.20.1.10 MAIL-A", "MAIL-B/X25 3110 stack=X25"),
    ]
    here = [server("MAIL-A 10.20.1.10/24", exchange="5.5"), servers()[1]]
    chosen = settings(POOL[:2], window=WINDOW, owner="J. Doe", ticket="CHG-1", pack=Pack.SAFE)
    return make(inventory(rows, here), chosen)


def table_of(text: str, *heads: str) -> list[list[str]]:
    """The rows of the table whose heads begin so."""
    (found,) = (each for each in tables(text) if tuple(each[0][: len(heads)]) == heads)
    return found[1:]


def paragraph(text: str) -> str:
    """The text on one line, with one blank for any white space."""
    return " ".join(text.split())


class TestShape:
    def test_it_begins_with_the_ticket_and_the_checksum(self) -> None:
        made = everything()
        text = of(made)
        assert text.startswith("# Give 3 X.400 Connectors an Address of their own: mail between ")
        assert "\n- Change ticket: CHG-1\n" in text
        assert f"Plan checksum:\n`{made.plan.checksum}`\n" in text

    def test_the_decision_comes_first_and_every_annex_has_its_number(self) -> None:
        view = view_of(everything())
        found = headings(markdown(view))
        assert [text for tag, text in found if tag == "h2"] == [
            "Decision",
            *(f"Annex {annex.number}: {annex.title}" for annex in view.annexes.values()),
        ]
        assert {tag for tag, _ in found} == {"h1", "h2"}

    @pytest.mark.parametrize("made", [everything(), make(pair()), make(pair(1))])
    def test_a_parser_finds_nothing_but_headings_lists_tables_and_code(self, made: Made) -> None:
        text = of(made)
        assert {token.type for token in tokens(text)} <= OWN
        # No line looks like a part of a table and is none.
        lines = [line for line in text.split("\n") if line.startswith("|")]
        rows = sum(len(table) for table in tables(text))
        assert len(lines) == rows + len(tables(text))

    @pytest.mark.parametrize("made", [everything(), make(pair())])
    def test_columns_stand_one_below_the_other_and_no_wider_than_their_cells(
        self, made: Made
    ) -> None:
        """Whoever reads the file as it is sees a table."""
        for block in of(made).strip().split("\n\n"):
            lines = block.split("\n")
            if not lines[0].startswith("|"):
                continue
            assert len({len(line) for line in lines}) == 1
            columns = zip(*(line[2:-2].split(" | ") for line in lines), strict=True)
            for head, rule, *cells in columns:
                assert rule == "-" * len(rule)
                assert max(len(cell.rstrip()) for cell in (head, *cells)) == len(rule) or not any(
                    cell.strip() for cell in cells
                )

    def test_lines_of_text_are_short(self) -> None:
        """Tables, code and what a person wrote are as wide as they are."""
        chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.HOSTS)
        for made in (everything(), make(pair()), make(pair(), chosen)):
            lines = [each for each in of(made).split("\n") if "`" not in each and "|" not in each]
            assert max(map(len, lines)) <= 100

    def test_lines_end_as_the_web_wants_it(self) -> None:
        assert "\r" not in of(make(pair()))

    def test_the_same_plan_gives_the_same_bytes(self) -> None:
        assert of(make(pair())) == of(make(pair()))


class TestContent:
    def test_window_owner_and_contact_are_there_or_are_to_be_filled_in(self) -> None:
        text = of(make(pair(), settings(POOL[:2], window=WINDOW, owner="J. Doe")))
        blank = f"to be filled in {'_' * 24}"
        assert (
            f"\n- Change ticket: {blank}\n"
            "- Window: 2026-12-05 22:00 +01:00 to 2026-12-06 04:00 +01:00\n"
            f"- Owner: `J. Doe`\n- Contact: {blank}\n"
        ) in text
        contact = of(make(pair(), settings(facts=TicketFacts(contact="+49 30"))))
        assert f"\n- Window: {blank}\n- Owner: {blank}\n- Contact: `+49 30`\n" in contact

    @pytest.mark.parametrize("made", [everything(), make(pair())])
    def test_every_row_of_the_decision_page_is_an_item(self, made: Made) -> None:
        view = view_of(made)
        shown = paragraph(of(made).replace("`", ""))
        for label, texts in view.decision.items():
            assert f"- **{label}** " in shown
            for text in texts:
                assert escape_markdown(plain_text(text)) in shown

    def test_a_window_that_is_too_short_cannot_be_overlooked(self) -> None:
        window = parse_window("2026-12-05T22:00+01:00/1h")
        text = of(make(pair(), settings(POOL[:2], window=window)))
        assert "## Decision\n\n- **Window**\n  TOO SHORT: has 1:00 h, needs " in text
        assert text.count("TOO SHORT") == 1
        assert "\n- **Latest back-out**\n  None in this window.\n" in text
        assert "X4-W160" in text

    def test_what_was_said_of_the_risk_is_next_to_what_is_found_and_whole_with_the_inputs(
        self,
    ) -> None:
        risk = TicketRisk(level="3|4", users=1200, rehearsed=False, note="No *freeze*.")
        text = of(make(pair(), settings(facts=TicketFacts(risk=risk))))
        assert "People affected: 1200." in paragraph(text)
        assert "Board's scale: `3|4`. Not rehearsed. `No *freeze*.`" in paragraph(text)
        assert "\n- Risk by the board's own scale: `3|4`\n- Note: `No *freeze*.`\n" in text

    def test_places_show_their_work(self) -> None:
        text = of(make(between(server("MAIL-A 10.20.1.10/24"), servers()[1], count=3)))
        assert table_of(text, "Place")[0] == [
            *("`MAIL-A`", "`MAIL-A`", "`NT 4.0 SP5`", "`5.0 SP2`", "2", "2", "0", "11"),
            *("1 h 05 min", "1", "1", "35 min"),
        ]

    def test_steps_have_times_in_a_window_only(self) -> None:
        made = make(pair(), settings(POOL[:2], window=WINDOW))
        row = table_of(of(made), "Step", "One person")[12]
        assert row == [
            *("13", "23:00", "22:30", "`MAIL-A`", "5"),
            *("Set the Address of connector `To B 2`", "Exchange administrator", "11"),
        ]
        assert table_of(of(make(pair())), "Step", "One person")[12][1:3] == ["", ""]

    def test_every_step_is_in_its_annex(self) -> None:
        made = everything()
        steps = table_of(of(made), "Step", "One person")
        assert [row[0] for row in steps] == [str(step.number) for step in made.steps()]

    def test_the_back_out_goes_the_other_way(self) -> None:
        view = view_of(everything())
        rows = table_of(markdown(view), "Undo step")
        now, later = view.back_out.now, (*view.back_out.later, *view.back_out.optional)
        assert [row[0] for row in rows] == [
            *(str(line.step.number) for line in now),
            "All",
            *(str(line.step.number) for line in later),
        ]
        assert [row[3].replace("`", "") for row in rows[: len(now)]] == [each.text for each in now]

    def test_every_assignment_link_and_conflict_is_shown(self) -> None:
        made = everything()
        view = view_of(made)
        text = of(made)
        rows = table_of(text, "Conflict", "Action", "Server")
        assert len(rows) == len(made.plan.assignments)
        assert [int(row[0]) for row in rows] == [
            view.conflict_numbers[each.server, each.connector] for each in made.plan.assignments
        ]
        links = sum(len(each.links) for each in view.pairs)
        assert len(table_of(text, "Server", "Connector", "Dials afterwards")) == links
        assert ["manual", "`MAIL-A`", "`X 1`", "", "`172.16.9.9`", "to be decided"] in [
            row[1:7] for row in rows
        ]
        assert "\nBy hand:\n\n- `MAIL-A` `FW 1`: `The Address belongs to a proxy" in text
        assert " | foreign MTA " in text

    def test_pools_requirements_rules_and_alternatives_are_shown(self) -> None:
        text = of(everything())
        assert table_of(text, "Range of the pool")[1] == [
            *("`10.20.2.32/27`", "any owner", "32", "0", "1", ""),
        ]
        chosen = settings([*POOL, "FW1=10.9.0.32/28"], ["10.9.0.40", "10.9.0.42"])
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"]
        owned = of(make(inventory(rows, servers()), chosen))
        assert ["`10.9.0.32/28`", "`FW1`", "16", "0", "1", "`10.9.0.40`, `10.9.0.42`"] in table_of(
            owned, "Range of the pool"
        )
        assert "\n- holds: The undo of each step gives what was there before the step.\n" in text
        assert "\nDown:\n" not in text
        assert "\nNot confirmed by a source:\n\n- 2 directions: " in text
        assert "\nClaimed by KB 200588 only:\n\n- 4 directions: " in of(make(pair()))
        ways = [row[0] for row in table_of(text, "Way")]
        assert ways == [
            *("address (chosen)", "address --minimal", "hostname", "selectors", "merge", "nothing")
        ]

    def test_where_a_requirement_is_violated_is_named(self) -> None:
        text = of(make(pair(), settings(reassign_all=True)))
        assert re.search(r"\n- given up[^:]*: Every call", text)
        assert "\n  - `MAIL-A/To B 1`\n" in text

    def test_outages_are_shown_by_step_and_by_route(self) -> None:
        text = of(make(pair()))
        rows = table_of(text, "Step", "Server", "Begins after")
        assert [row[1:2] + row[3:] for row in rows].count(
            ["`MAIL-A`", "10", "0", "Restart the MTA"]
        ) == 1
        assert ["`MAIL-A`", "`To B 2`", "`MAIL-B`", "0", "down", "claimed"] in [
            row[:6] for row in table_of(text, "Server", "Connector", "Partner", "Minutes")
        ]

    def test_a_plan_without_a_pool_has_no_table_of_one(self) -> None:
        rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
        made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([]))
        assert "Range of the pool" not in of(made)

    def test_warnings_have_their_place_and_assumptions_are_as_they_are(self) -> None:
        made = make(between(server("MAIL-A 10.20.1.10/24", adapter="", exchange="5.5")))
        text = of(made)
        assert "\n- warning X4-W123: `inventory.csv:2:2: MAIL-A: no NIC script can be " in text
        assert "\n- [ ] `MAIL-A: 5.5 without a service pack counts as before 5.5 SP1.`\n" in text

    def test_the_test_plan_has_room_for_what_was_found(self) -> None:
        view = view_of(everything())
        rows = table_of(markdown(view), "Step", "From", "To", "Connector", "Address")
        assert [row[3] for row in rows] == [f"`{test.connector}`" for test in view.tests]
        assert {tuple(row[-3:]) for row in rows} == {("", "", "")}

    def test_nothing_to_do_says_why_and_what_there_is_to_warn_of(self) -> None:
        text = of(make(pair(2, "5.5 SP3", "5.5 SP3")))
        assert [text for _, text in headings(text)] == [
            *("No address has to move; 2 links need T selectors", "Decision"),
            *("Annex 1: Findings", "Annex 2: T selectors", "Annex 3: Inputs and checksums"),
        ]
        assert "\n  Set the T selectors of annex 2 at both ends of each link " in text
        heads = ("Server", "Connector", "Server", "Connector", "Outgoing, both")
        assert table_of(text, *heads)[1] == [
            *("`MAIL-A`", "`To B 2`", "`MAIL-B`", "`To A 2`", "`L02`", ""),
        ]
        assert "\n- warning X4-W115: `" in text
        calm = make(pair(1), settings([]))
        assert "warning" not in of(calm)


class TestFolding:
    def test_a_line_is_broken_before_a_word_that_begins_nothing(self) -> None:
        """Not before what would be a list, a heading or a fence there."""
        text = " ".join(["word"] * 17 + ["1290. - + # > one"] + ["word"] * 30)
        lines = fold(text, 2).split("\n")
        assert len(lines) > 2
        assert paragraph("\n".join(lines)) == escape_markdown(text)
        assert all(line.startswith("  word") for line in lines[1:])
        tokens = {token.type for token in PARSER.parse(f"- {fold(text, 2)}")}
        assert tokens <= {
            *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
            *("paragraph_open", "paragraph_close", "inline"),
        }

    def test_a_code_span_is_the_same_on_two_lines(self) -> None:
        text = Ready(f"x {code_span('two  blanks ' + 'and a name ' * 12)} y")
        assert codes(text) == codes(fold(text))


class TestEscaping:
    @pytest.mark.parametrize(
        ("text", "escaped"),
        [
            ("SERVERS\\<folder>", "SERVERS\\\\\\<folder\\>"),
            ("a_b *c* `d` [e](f) #g {h} i|j & ~k~ $l$", None),
            ("plain, with 1. and - and +", "plain, with 1. and - and +"),
        ],
    )
    def test_a_text_of_our_own_means_itself(self, text: str, escaped: str | None) -> None:
        assert escaped is None or escape_markdown(text) == escaped
        (inline,) = [t for t in PARSER.parse(f"x {escape_markdown(text)}") if t.type == "inline"]
        assert {child.type for child in inline.children or ()} <= {"text", "text_special"}
        assert "".join(child.content for child in inline.children or ()) == f"x {text}"

    def test_what_is_ready_stays_as_it_is(self) -> None:
        assert escape_markdown(Ready("`a`")) == "`a`"

    @pytest.mark.parametrize(
        "text", [*HOSTILE.values(), "`", "``a`b", "a\\|b", "\\|", " a ", "   ", "a\\", "|"]
    )
    def test_a_code_span_shows_any_text_as_it_is(self, text: str) -> None:
        assert codes(f"x {code_span(text)} z") == [visible(text)]
        row = f"| a | b |\n|---|---|\n| {code_cell(text)} | z |\n"
        assert codes(row) == [visible(text)]
        assert [len(cells) for cells in tables(row)[0]] == [2, 2]

    def test_an_empty_text_is_no_code_span(self) -> None:
        assert (code_span(""), code_cell("")) == ("", "")


def hostile_plan(name: str) -> Plan:
    """A plan in which everything that may be free text is hostile; no inventory gives one."""
    chosen = settings(POOL[:2], window=WINDOW, owner="OWNER")
    rows = [
        called("OWNER", "MAIL-A/x 10.20.2.10 MAIL-B"),
        called("zzzz", "MAIL-A/y 10.20.2.10 MAIL-B"),
    ]
    made = make(inventory(rows, servers()), chosen)
    plan = replaced(made.plan, {"OWNER": name})
    problem = msgspec.structs.replace(
        make(pair(2, "5.5 SP3", "5.5 SP3")).plan.problems[0], message=name
    )
    note = visible(name)[:NOTE_LENGTH]  # of these no plan holds others
    return msgspec.structs.replace(
        plan,
        assumptions=(name,),
        problems=(problem,),
        inputs=tuple(msgspec.structs.replace(each, name=name) for each in plan.inputs),
        options=msgspec.structs.replace(
            plan.options, owner=note, facts=TicketFacts(contact=note, risk=TicketRisk(note=note))
        ),
    )


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_code_and_nothing_else(name: str) -> None:
    """No markup, no link, no mention, no second line; and it can be read as it is."""
    text = markdown(view_of(hostile_plan(name)))
    assert {token.type for token in tokens(text)} <= OWN
    assert text.replace("\n", "").isprintable()
    assert codes(text).count(visible(name)) >= 6
    for table in tables(text):
        assert {len(row) for row in table} == {len(table[0])}
    plain = [token.content for token in tokens(text) if token.type == "text"]
    assert not [content for content in plain if re.search(r"@\w|https?:|www\.", content)]


class TestNameFiles:
    def test_what_changes_in_name_files_is_code_whatever_is_in_them(self) -> None:
        data = b"10.9.9.9\tOLD # ```\r\n| # <b> ````\r\n10.9.9.8 NEW"
        files = [name_file("MAIL-A/HOSTS", data), name_file("MAIL-B/HOSTS", b"# old\r\n")]
        made = make(pair(), settings(POOL[:2], address_mode=AddressMode.HOSTS), existing=files)
        blocks = [each.content for each in tokens(of(made)) if each.type == "fence"]
        diffs = view_of(made).name_diffs
        assert len(diffs) == 2
        assert [block.split("\n")[:-1] for block in blocks] == [list(lines) for lines in diffs]
