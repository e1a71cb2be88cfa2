# SPDX-License-Identifier: MIT
"""TICKET.MD, read with a Markdown parser that nobody here wrote."""

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests import hostile
from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.dossiers import document_of, dossier_of
from tests.plans import Made, between, called, make, name_file
from x400fix.documents.markdown import (
    Ready,
    code_cell,
    code_span,
    escape_markdown,
    ticket_markdown,
)
from x400fix.documents.rendering import visible
from x400fix.documents.ticket import Dossier
from x400fix.plan.model import Document
from x400fix.settings.choices import AddressMode, Pack
from x400fix.settings.ticket_facts import NOTE_LENGTH, TicketFacts
from x400fix.settings.window import parse_window

WINDOW = parse_window("2026-12-05T22:00+01:00/6h")
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = {**hostile.NAMES, **hostile.TEXTS}
OWN = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    *("code_inline", "softbreak"),
}
"""What the ticket consists of: no HTML, no links, no pictures."""


def markdown(dossier: Dossier) -> str:
    return b"".join(ticket_markdown(dossier)).decode("utf-8")


def of(made: Made) -> str:
    return markdown(dossier_of(made))


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


class TestShape:
    def test_it_begins_with_the_ticket_and_the_checksum(self) -> None:
        made = everything()
        text = of(made)
        assert text.startswith("# Change ticket CHG-1: X.400 Connectors with Addresses of ")
        assert f"Plan checksum: `{document_of(made).checksum}`\n" in text

    def test_the_decision_comes_first_and_every_annex_has_its_number(self) -> None:
        dossier = dossier_of(everything())
        found = headings(markdown(dossier))
        assert [text for tag, text in found if tag == "h2"] == [
            "Decision",
            *(f"Annex {annex.number}: {annex.title}" for annex in dossier.annexes.values()),
        ]
        assert [text for tag, text in found if tag == "h3"] == [
            *("Outages", "Go only if", "Do not go, or stop and go back, if", "Success is when"),
            *("Risk of not doing it", "Assumptions to sign", "Signatures"),
        ]

    @pytest.mark.parametrize("made", [everything(), make(pair()), make(pair(1))])
    def test_a_parser_finds_nothing_but_headings_lists_tables_and_code(self, made: Made) -> None:
        text = of(made)
        assert {token.type for token in tokens(text)} <= OWN
        # No line looks like a part of a table and is none.
        lines = [line for line in text.split("\n") if line.startswith("|")]
        rows = sum(len(table) for table in tables(text))
        assert len(lines) == rows + len(tables(text))

    @pytest.mark.parametrize("made", [everything(), make(pair())])
    def test_every_row_of_a_table_has_the_cells_of_its_head(self, made: Made) -> None:
        for table in tables(of(made)):
            assert {len(row) for row in table} == {len(table[0])}

    def test_lines_end_as_the_web_wants_it(self) -> None:
        assert "\r" not in of(make(pair()))

    def test_the_same_plan_gives_the_same_bytes(self) -> None:
        assert of(make(pair())) == of(make(pair()))


class TestContent:
    def test_window_work_and_the_latest_back_out_stand_on_the_decision_page(self) -> None:
        text = of(everything())
        assert "| Window | 2026-12-05 22:00 +01:00 to 2026-12-06 04:00 +01:00 |\n" in text
        assert "| Owner | `J. Doe` |\n| Contact | to be filled in |\n" in text
        assert "| Latest back-out | Begin the back-out no later than 2026-12-0" in text

    def test_without_a_window_it_is_to_be_filled_in(self) -> None:
        text = of(make(pair()))
        assert "| Window | to be filled in |\n| Work | 4 h 10 min if one person does it, " in text
        assert "| Owner | to be filled in |\n" in text
        contact = settings(facts=TicketFacts(contact="+49 30"))
        assert "| Contact | `+49 30` |\n" in of(make(pair(), contact))

    def test_steps_have_times_in_a_window_only(self) -> None:
        made = make(pair(), settings(POOL[:2], window=WINDOW))
        row = (
            "| 13 | +1 00:00 | 23:00 | `MAIL-A` | `MAIL-A` | Exchange administrator | 5 "
            "| 11, 12 | Set the Address of connector `To B 2` |\n"
        )
        assert row in of(made)
        assert row.replace(" +1 00:00 | 23:00 |", "") in of(make(pair()))

    def test_every_step_stands_in_its_annex(self) -> None:
        made = everything()
        steps = next(
            table for table in tables(of(made)) if table[0][0] == "Step" and table[0][-1] == "What"
        )
        assert [row[0] for row in steps[1:]] == [str(step.number) for step in made.plan.steps]

    def test_the_back_out_goes_the_other_way(self) -> None:
        dossier = dossier_of(everything())
        (table,) = [t for t in tables(markdown(dossier)) if t[0][0] == "Undo step"]
        assert [row[0] for row in table[1:]] == [str(head.number) for head in dossier.back_out()]

    def test_every_assignment_link_and_conflict_is_told(self) -> None:
        made = everything()
        text = of(made)
        by_head = {tuple(table[0][:3]): table for table in tables(text)}
        assert len(by_head["Action", "Server", "Connector"]) == 1 + len(made.plan.assignments)
        members = sum(len(each.members) for each in dossier_of(made).conflicts)
        assert len(by_head["Conflict", "Server", "Address"]) == 1 + members
        assert "| manual | `MAIL-A` | `X 1` | | `172.16.9.9` | to be decided |" in re.sub(
            " +", " ", text
        )
        assert "| a foreign MTA |" in text

    def test_pools_obligations_rules_and_alternatives_are_told(self) -> None:
        text = of(everything())
        assert "| `10.20.2.32/27` | everybody | 32 |  |  | `10.20.2.32` |\n" in text
        owned = settings([*POOL, "FW1=10.9.0.32/28"])
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"]
        assert "| `10.9.0.32/28` | `FW1` | 16 |" in of(make(inventory(rows, servers()), owned))
        assert (
            "| No two connectors of a stack are left that it cannot tell apart. (Q200588) |" in text
        )
        assert "\n| The undo of each step gives what was there before the step. | holds |" in text
        assert "\nDown:\n\n- 14 directions: " in text
        assert "\nClaimed by KB 200588 only:\n\n- 4 directions: " in of(make(pair()))
        assert re.search(r"\n\| address \| \d+ \| .* \| chosen \|\n", text)

    def test_a_plan_without_a_pool_has_no_table_of_one(self) -> None:
        rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
        made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([]))
        assert "Range of the pool" not in of(made)

    def test_warnings_and_assumptions_are_told_as_they_are(self) -> None:
        made = make(between(server("MAIL-A 10.20.1.10/24", adapter="", exchange="5.5")))
        text = of(made)
        assert "\n- warning X4-W123: `MAIL-A: no NIC script can be written: " in text
        assert "\n- `MAIL-A: 5.5 without a service pack counts as before 5.5 SP1.`\n" in text

    def test_the_form_at_the_end_asks_for_each_connector_and_direction(self) -> None:
        dossier = dossier_of(everything())
        table = tables(markdown(dossier))[-1]
        assert table[0][-4:] == ["Direction", "Result", "Time", "Initials"]
        tests = list(dossier.tests())
        assert [(row[1], row[4]) for row in table[1:]] == [
            (f"`{test.connector}`", direction) for test in tests for direction in ("out", "in")
        ]
        assert {tuple(row[-3:]) for row in table[1:]} == {("", "", "")}

    def test_nothing_to_do_says_why_and_what_there_is_to_warn_of(self) -> None:
        text = of(make(pair(2, "5.5 SP3", "5.5 SP3")))
        assert [text for _, text in headings(text)] == [
            "Change ticket: X.400 Connectors with Addresses of their own (KB 200588)",
            *("Decision", "Warnings", "Annex 1: Why: the conflicts"),
            "Annex 2: Inputs and checksums",
        ]
        assert "\nNothing to do: no X.400 Connector of this inventory has to move.\n" in text
        assert "\n- warning X4-W115: `MAIL-A: " in text


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


def hostile_document(name: str) -> Document:
    """A plan from elsewhere in which everything that may be free text is hostile."""
    rows = ["zzzz 10.20.2.10 MAIL-B", "To_A 10.20.2.10 MAIL-B"]
    chosen = settings(POOL[:2], window=WINDOW, owner="OWNER", facts=TicketFacts(contact="OWNER"))
    made = make(
        inventory(
            [called("OWNER", f"MAIL-A/{row}") for row in rows[:1]]
            + [called("zzzz", f"MAIL-A/{rows[1]}")],
            servers(),
        ),
        chosen,
    )
    data = made.document().replace(b'"OWNER"', msgspec.json.encode(name))
    document = msgspec.json.decode(data, type=Document)
    problem = msgspec.structs.replace(
        document_of(make(pair(2, "5.5 SP3", "5.5 SP3"))).problems[0], message=name
    )
    inputs = tuple(msgspec.structs.replace(each, name=name) for each in document.inputs)
    note = visible(name)[:NOTE_LENGTH]  # of these no plan holds others
    options = msgspec.structs.replace(document.options, owner=note, facts=TicketFacts(contact=note))
    return msgspec.structs.replace(
        document, assumptions=(name,), problems=(problem,), inputs=inputs, options=options
    )


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_code_and_nothing_else(name: str) -> None:
    """No markup, no link, no mention, no second line; and it can be read as it is."""
    dossier = dossier_of(hostile_document(name))
    text = markdown(dossier)
    assert {token.type for token in tokens(text)} <= OWN
    assert text.replace("\n", "").isprintable()
    shown = codes(text)
    assert shown.count(visible(name)) >= 10
    for table in tables(text):
        assert {len(row) for row in table} == {len(table[0])}
    plain = [token.content for token in tokens(text) if token.type == "text"]
    assert not [content for content in plain if re.search(r"@\w|https?:|www\.", content)]


class TestNameFiles:
    def test_what_changes_in_name_files_is_code_whatever_stands_in_them(self) -> None:
        data = b"10.9.9.9\tOLD # ```\r\n| # <b> ````\r\n10.9.9.8 NEW"
        files = [name_file("MAIL-A/HOSTS", data), name_file("MAIL-B/HOSTS", b"# old\r\n")]
        made = make(pair(), settings(POOL[:2], address_mode=AddressMode.HOSTS), existing=files)
        blocks = [each.content for each in tokens(of(made)) if each.type == "fence"]
        diffs = document_of(made).name_diffs
        assert len(diffs) == 2
        assert [block.split("\n")[:-1] for block in blocks] == [list(lines) for lines in diffs]
