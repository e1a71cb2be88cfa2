# SPDX-License-Identifier: MIT
"""Name files in the bundle: as they were, with the new entries, and what differs."""

import pytest
from hypothesis import given

from tests.builders import inventory, pair, server, servers, settings
from tests.namefiles import TICKET, block_of, name_files
from tests.plans import Made, make, name_file
from x400fix.bundle.contents import is_legal_name
from x400fix.settings.choices import AddressMode

CHOSEN = settings(ticket=TICKET, address_mode=AddressMode.HOSTS)
ENTRY = b"10.20.2.32      MAIL-B-X2       #PRE"


def made_with(data: bytes, path: str = "MAIL-A/LMHOSTS") -> Made:
    """The plan of a pair of which one server has one name file."""
    return make(pair(), CHOSEN, existing=[name_file(path, data)])


def annex_of(made: Made) -> list[str]:
    """The lines of the annex of the ticket, without its heading."""
    _, _, text = made.text("TICKET.MD").partition("```diff\n")
    return text.partition("\n```")[0].splitlines()


def test_a_folder_holds_the_file_as_it_was_and_as_it_becomes() -> None:
    """Byte for byte, and with the lines of the .ADD file."""
    files = made_with(b"# top\n\tX\r\n10.9.9.9 PRINTER").bundle()
    assert files["SERVERS/MAIL-A/LMHOSTS.OLD"] == b"# top\n\tX\r\n10.9.9.9 PRINTER"
    assert "SERVERS/MAIL-A/LMHOSTS.NEW" not in files
    files = made_with(b"# top\n10.9.9.9 PRINTER\r\n").bundle()
    assert files["SERVERS/MAIL-A/LMHOSTS.NEW"] == (
        b"# top\n10.9.9.9 PRINTER\r\n" + files["SERVERS/MAIL-A/LMHOSTS.ADD"]
    )
    assert "SERVERS/MAIL-B/LMHOSTS.OLD" not in files
    assert all(map(is_legal_name, files))


def test_hosts_lines_come_first() -> None:
    """Because the first match wins in both directions."""
    files = made_with(b"127.0.0.1 localhost\r\n", "MAIL-A/HOSTS").bundle()
    assert files["SERVERS/MAIL-A/HOSTS.NEW"] == (
        files["SERVERS/MAIL-A/HOSTS.ADD"] + b"127.0.0.1 localhost\r\n"
    )


def test_steps_list_the_files_that_are_there() -> None:
    """And tell when the merged one may be copied over the present one."""
    text = made_with(b"127.0.0.1 localhost\r\n", "MAIL-A/HOSTS").text("SERVERS/MAIL-A/STEPS.TXT")
    assert "    HOSTS.NEW    the HOSTS file with these entries in it\n" in text
    assert "    HOSTS.OLD    the HOSTS file that this plan was made from\n" in text
    assert "LMHOSTS.OLD  " not in text
    assert "copy /b HOSTS.NEW %SystemRoot%\\System32\\drivers\\etc\\HOSTS\n" in text
    assert "copy /b LMHOSTS.NEW" not in text
    text = made_with(b"").text("SERVERS/MAIL-A/STEPS.TXT")
    assert "fc /b LMHOSTS.OLD %SystemRoot%\\System32\\drivers\\etc\\LMHOSTS\n" in text
    assert "copy /b LMHOSTS.NEW %SystemRoot%\\System32\\drivers\\etc\\LMHOSTS\n" in text
    text = made_with(b"\0").text("SERVERS/MAIL-A/STEPS.TXT")
    assert "LMHOSTS.OLD  " in text
    assert "LMHOSTS.NEW" not in text


@pytest.mark.parametrize("kind", ["HOSTS", "LMHOSTS"])
def test_a_file_that_is_not_merged_is_corrected_first(kind: str) -> None:
    """NAMES.CMD would add the lines all the same: it does not see what the linter sees."""
    told = f"First correct {kind} on MAIL-A. {kind}.OLD, the"
    assert told in made_with(b"\0", f"MAIL-A/{kind}").text("SERVERS/MAIL-A/STEPS.TXT")
    assert told not in made_with(b"", f"MAIL-A/{kind}").text("SERVERS/MAIL-A/STEPS.TXT")


def test_steps_by_hand_name_the_merged_file_too() -> None:
    """A server whose name may not reach a script has no NAMES.CMD."""
    rows = ["$MAIL/1 mail-b MAIL-B", "$MAIL/2 mail-b MAIL-B", "MAIL-B/1 10.20.9.10 $MAIL"]
    files = [name_file("$MAIL/LMHOSTS", b""), name_file("$MAIL/HOSTS", b"")]
    found = inventory(rows, [server("$MAIL 10.20.9.10/24"), servers()[1]])
    text = make(found, CHOSEN, existing=files).text("SERVERS/S01/STEPS.TXT")
    assert "NAMES.CMD" not in text
    assert "copy /b HOSTS.NEW %SystemRoot%\\System32\\drivers\\etc\\HOSTS\n" in text
    assert "copy /b LMHOSTS.NEW %SystemRoot%\\System32\\drivers\\etc\\LMHOSTS\n" in text


def test_the_ticket_shows_what_changes() -> None:
    """As a unified diff of each merged file."""
    assert annex_of(made_with(b"10.9.9.9 PRINTER\r\n")) == [
        "--- SERVERS/MAIL-A/LMHOSTS.OLD",
        "+++ SERVERS/MAIL-A/LMHOSTS.NEW",
        "@@ -1 +1,4 @@",
        " 10.9.9.9 PRINTER",
        "+# x400fix BEGIN CHG0417",
        f"+{ENTRY.decode()}",
        "+# x400fix END CHG0417",
    ]


def test_a_last_line_that_is_ended_for_us_is_shown() -> None:
    """In the way of diff."""
    assert annex_of(made_with(b"10.9.9.9 PRINTER"))[3:7] == [
        "-10.9.9.9 PRINTER",
        "\\ No newline at end of file",
        "+10.9.9.9 PRINTER",
        "+# x400fix BEGIN CHG0417",
    ]


def test_odd_bytes_are_shown_as_numbers() -> None:
    """A ticket is no place for control codes; tabs stay."""
    lines = annex_of(made_with(b"10.9.9.9 PRINTER\t# B\xfcro \x1b[2J\x85\r10.9.9.8 X2\r\n"))
    assert lines[3] == " 10.9.9.9 PRINTER\t# B\\xfcro \\x1b[2J\\x85"
    assert lines[4] == " 10.9.9.8 X2"


def test_a_broken_file_does_not_keep_the_other_one_from_being_merged() -> None:
    """Each is judged by itself."""
    files = [name_file("MAIL-A/HOSTS", b"\0"), name_file("MAIL-A/LMHOSTS", b"")]
    made = make(pair(), CHOSEN, existing=files)
    assert annex_of(made)[0] == "--- SERVERS/MAIL-A/LMHOSTS.OLD"
    assert "--- SERVERS/MAIL-A/HOSTS.OLD" not in annex_of(made)


def test_nothing_new_is_no_difference() -> None:
    """Both files are named nevertheless."""
    assert annex_of(made_with(block_of(TICKET, ENTRY))) == [
        "--- SERVERS/MAIL-A/LMHOSTS.OLD",
        "+++ SERVERS/MAIL-A/LMHOSTS.NEW",
    ]


@pytest.mark.parametrize("data", [None, b"\0", b" 10.9.9.9 X2\r\n"])
def test_without_a_merged_file_there_is_no_annex(data: bytes | None) -> None:
    """The warnings tell why."""
    made = make(pair(), CHOSEN) if data is None else made_with(data)
    assert "Name files" not in made.text("TICKET.MD")


@given(data=name_files)
def test_no_file_brings_control_codes_into_a_ticket(data: bytes) -> None:
    """Whatever it holds."""
    ticket = made_with(data).bundle()["TICKET.MD"]
    assert not {*ticket} & ({*range(32), 127} - {*b"\r\n\t"})
