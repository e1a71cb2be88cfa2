# SPDX-License-Identifier: MIT
"""The rules for batch files, CM01 to CM12."""

import re
from collections.abc import Iterator

from x400fix.formats import batch_commands
from x400fix.formats.batch import BatchText
from x400fix.inventory.versions import Windows
from x400fix.model.lines import Line, find_line_ends, find_odd_bytes, find_unicode
from x400fix.model.rules import Context, Hit, Rule
from x400fix.problems import Severity, shown

ADVISED_LENGTH = 500
"""Our own lines stay below this length."""

# Q830473 for Windows; the one of NT 3.51 is not confirmed.
_LONGEST = {Windows.NT351: 1023, Windows.NT40: 2047, Windows.W2000: 2047, Windows.W2003: 8191}

_E, _W = Severity.ERROR, Severity.WARNING

_VARIABLE = re.compile(r"%[A-Za-z][A-Za-z0-9_]*%|%%[A-Za-z]|%[0-9]")
_OUTPUT = re.compile(r">{1,2} ?[A-Za-z0-9_%\\.-]+(?=[ \t]|\Z)")
_PIPE = re.compile(r'\| find "')


def _encoding(document: BatchText, _: Context) -> Iterator[Hit]:
    yield from find_unicode(document.data)


def _odd_bytes(document: BatchText, _: Context) -> Iterator[Hit]:
    yield from find_odd_bytes(document.lines)


def _line_ends(document: BatchText, _: Context) -> Iterator[Hit]:
    yield from find_line_ends(document.lines)


def _long_lines(document: BatchText, context: Context) -> Iterator[Hit]:
    system = context.os.windows if context.os else Windows.NT40
    longest = _LONGEST[system]
    for line in document.lines:
        size = len(line.text)
        if size > longest:
            message = f"the line has {size} characters, and {system} takes {longest}"
            yield Hit(line.number, longest + 1, message)
        elif size >= ADVISED_LENGTH:
            message = f"the line has {size} characters: stay below {ADVISED_LENGTH}"
            yield Hit(line.number, ADVISED_LENGTH, message, _W)


def _unsafe_characters(document: BatchText, _: Context) -> Iterator[Hit]:
    for line in document.lines:
        for column, character in _unsafe_places(line):
            message = f"{shown(character)} can make cmd.exe do something else here"
            yield Hit(line.number, column, message)


def _unsafe_places(line: Line) -> Iterator[tuple[int, str]]:
    """Columns of what our scripts never hold: it must have come from somewhere else."""
    # What is known is blotted out, so that columns stay as they are.
    text = _VARIABLE.sub(lambda found: "x" * len(found[0]), line.text)
    text = _OUTPUT.sub(lambda found: " " * len(found[0]), text)
    text = _PIPE.sub(lambda found: " " * (len(found[0]) - 1) + '"', text)
    yield from ((at + 1, each) for at, each in enumerate(text) if each in "%&^!<>|`")
    if text.count('"') % 2:
        yield text.rindex('"') + 1, '"'


RULES: tuple[Rule[BatchText], ...] = (
    Rule(
        id="CM01",
        ours=_E,
        existing=_E,
        title="The file was saved as Unicode: cmd.exe of Windows NT reads ANSI text.",
        sources=(),
        find=_encoding,
        is_caution=True,
    ),
    Rule(
        id="CM02",
        ours=_E,
        existing=_W,
        title="A byte is neither printable ASCII nor a TAB.",
        sources=(),
        find=_odd_bytes,
        is_caution=True,
    ),
    Rule(
        id="CM03",
        ours=_E,
        existing=_W,
        title="A line, or the last one, does not end with CR LF.",
        sources=(),
        find=_line_ends,
        is_caution=True,
    ),
    Rule(
        id="CM04",
        ours=_E,
        existing=_E,
        title="A line is longer than cmd.exe takes, or longer than is wise.",
        sources=("Q830473",),
        find=_long_lines,
    ),
    Rule(
        id="CM05",
        ours=_E,
        existing=None,
        title="A character stands in a script of ours that cmd.exe would act upon.",
        sources=(),
        find=_unsafe_characters,
        is_caution=True,
    ),
    Rule(
        id="CM06",
        ours=_E,
        existing=_W,
        title="This Windows does not have the command.",
        sources=(),
        find=batch_commands.unknown_commands,
        is_caution=True,
    ),
    Rule(
        id="CM07",
        ours=_E,
        existing=_W,
        title="The command needs command extensions, which are off on NT 3.51.",
        sources=("Q148435",),
        find=batch_commands.extensions,
    ),
    Rule(
        id="CM08",
        ours=_E,
        existing=_W,
        title="FOR /R with several names crashed NT 4.0 without a service pack.",
        sources=("Q157745",),
        find=batch_commands.names_of_for_r,
    ),
    Rule(
        id="CM09",
        ours=_E,
        existing=_W,
        title="A jump leads to a missing label, or a label stands there twice.",
        sources=(),
        find=batch_commands.missing_labels,
        is_caution=True,
    ),
    Rule(
        id="CM10",
        ours=_E,
        existing=_W,
        title="copy joins files without /b and may append a Ctrl-Z.",
        sources=(),
        find=batch_commands.joined_copies,
        is_caution=True,
    ),
    Rule(
        id="CM11",
        ours=_E,
        existing=_W,
        title="An answer to ping is judged by something that failures have too.",
        sources=("Q115388",),
        find=batch_commands.judged_pings,
    ),
    Rule(
        id="CM12",
        ours=_E,
        existing=None,
        title="A script of ours changes something before it knows its computer.",
        sources=("Q194740",),
        find=batch_commands.unguarded_change,
    ),
)
