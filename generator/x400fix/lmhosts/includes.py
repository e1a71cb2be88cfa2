# SPDX-License-Identifier: MIT
"""Where the #INCLUDE lines of a file lead, among the files at hand; no network is asked."""

import re
from collections.abc import Iterator

import msgspec

from x400fix.lmhosts.document import LmhostsDocument, parse_lmhosts
from x400fix.lmhosts.keywords import Keyword
from x400fix.model.rules import Context
from x400fix.namefiles.tokens import capitals

FileKey = tuple[str, str]
"""The names of a folder and of a file in it, in capitals."""

_SERVER = re.compile(r"\\\\([^\\]+)(?:\\(?:.*\\)?([^\\]*))?")
_HERE = re.compile(r"(?:.*\\drivers\\etc\\)?([^\\:]+)", re.IGNORECASE)


class Include(msgspec.Struct, frozen=True, kw_only=True):
    r"""One #INCLUDE: its line and column, its path as written, the file that it may name.

    ``server`` is the one of a path such as ``\\MAIL-B\PUBLIC\LMHOSTS``, else empty; ``target`` is
    None if the path leads to a folder that nobody knows.
    """

    line: int
    column: int
    path: str
    server: str
    target: FileKey | None


def includes_of(document: LmhostsDocument, folder: str) -> Iterator[Include]:
    """Every #INCLUDE with a path, in a file that stands in a folder of this name."""
    for line, directive in document.directives():
        if directive.keyword is Keyword.INCLUDE and directive.argument:
            path = directive.argument.text
            # Slashes are an error of their own; where they lead does not depend on them.
            plain = capitals(path.strip('"').replace("/", "\\"))
            share, here = _SERVER.fullmatch(plain), _HERE.fullmatch(plain)
            target = (folder.upper(), here[1]) if here else None
            yield Include(
                line=line.number,
                column=directive.argument.column,
                path=path,
                server=share[1] if share else "",
                target=(share[1], share[2] or "") if share else target,
            )


def files_behind(include: Include, context: Context) -> Iterator[LmhostsDocument]:
    """Every file at hand that an #INCLUDE leads to, directly or through others, each once."""
    seen: set[FileKey] = set()
    waiting = [include]
    while waiting:
        target = waiting.pop().target
        if target is None or target in seen or target not in context.included:
            continue
        seen.add(target)
        document = parse_lmhosts(context.included[target])
        yield document
        waiting.extend(includes_of(document, target[0]))


def leads_back(include: Include, context: Context) -> tuple[bool, bool]:
    """Whether an #INCLUDE leads back to the file itself, and whether that is sure.

    It is not where a share is on the way: it may be another folder of that server.
    """
    folder = context.folder.upper()
    own = {(folder, name.upper()) for name in (context.name, context.target) if name}
    seen: set[FileKey] = set()
    waiting = [(include, True)]
    found = is_sure = False
    while waiting:
        step, sure = waiting.pop()
        sure = sure and not step.server
        target = step.target
        if target in own:
            found, is_sure = True, is_sure or sure
        elif target and target in context.included and target not in seen:
            seen.add(target)
            document = parse_lmhosts(context.included[target])
            waiting.extend((each, sure) for each in includes_of(document, target[0]))
    return found, is_sure
