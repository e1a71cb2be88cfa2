# SPDX-License-Identifier: MIT
"""The one Jinja2 environment, and how a template becomes the bytes of a file.

Compiled templates are kept beside the others, in ``__pycache__``, as Python keeps its modules and
where it does: compiling them takes three times as long as all else that a small plan needs.
"""

import contextlib
import hashlib
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Getattr

from x400fix import __version__
from x400fix.problems import escaped
from x400fix.settings.window import duration_text


def visible(text: str) -> str:
    r"""The text with each character that is not visible as an escape such as ``\u202e``."""
    # Nearly all texts are plain, and there are very many of them.
    return text if text.isascii() and text.isprintable() else escaped(text)


def wrapped(text: str, width: int, indent: int) -> str:
    """A sentence on several lines, all but the first indented."""
    return text if len(text) <= width else _wrapped(text, width, indent)


@cache
def _wrapped(text: str, width: int, indent: int) -> str:
    """The same of a long one; they come again."""
    return f"\n{' ' * indent}".join(textwrap.wrap(text, width, break_on_hyphens=False))


_PIECES_AT_ONCE = 2048


def template_dir() -> Path:
    """Where the templates are: inside the installed package, else in the checkout."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent.parent / "templates"


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


_DIGEST_SIZE = 32


class CompiledTemplates(BytecodeCache):
    """Keeps what templates are compiled to; each way of escaping compiles them otherwise.

    Where it cannot be written nothing is kept, and where it cannot be read, or was damaged, the
    template is compiled again: each file begins with the digest of the rest.
    """

    def __init__(self, folder: Path, escaping: str) -> None:
        """``escaping`` names what is done to the values that a template prints."""
        self._folder = folder
        self._ending = f".{escaping}.{__version__}.{sys.implementation.cache_tag}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of a template's file, whatever folder it lies in."""
        del filename
        return name.replace("/", "-")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if there is something to fill it with."""
        with contextlib.suppress(OSError):
            data = self._path(bucket).read_bytes()
            digest, compiled = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
            if _digest(compiled) == digest:
                bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write what is in a bucket; another run that reads meanwhile finds all or nothing."""
        if not sys.dont_write_bytecode:
            compiled = bucket.bytecode_to_string()
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                self._path(bucket).write_bytes(_digest(compiled) + compiled)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}{self._ending}"


def _compiled(escaping: str) -> CompiledTemplates:
    folder = template_dir()
    if sys.pycache_prefix is None:
        return CompiledTemplates(folder / "__pycache__", escaping)
    return CompiledTemplates(Path(sys.pycache_prefix, *folder.parts[1:]), escaping)


class _Code(CodeGenerator):
    """Compiles ``value.name`` to what it means in Python, which is several times as fast."""

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 -- Jinja2's name
        """Write the attribute; Jinja2 would also take the item of a dict for it."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")


class _Environment(Environment):
    """Jinja2's own, but with globals that each template call copies as fast as a dict can be."""

    code_generator_class = _Code

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        """Join the globals of a template with those of all."""
        return {**self.globals, **(d or {})}


@cache
def make_environment() -> Environment:
    """The one environment of a run, in which a missing value is an error and no newline is lost."""
    environment = _Environment(
        loader=FileSystemLoader(template_dir()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # plain text only; each format's escaping is in its values
        auto_reload=False,
        bytecode_cache=_compiled("plain"),
    )
    environment.filters["wrapped"] = wrapped
    environment.globals.clear()
    environment.globals.update(version=__version__, duration=duration_text)
    return environment


@cache
def make_escaping_environment(escape: Callable[[str], str]) -> Environment:
    """The same with every text that is printed escaped.

    Numbers are left as they are, and so is what is escaped already: a subclass of str.
    """

    def finalize(value: object) -> object:
        return escape(value) if type(value) is str else value

    escaping = f"{escape.__module__}.{escape.__qualname__}"
    return make_environment().overlay(finalize=finalize, bytecode_cache=_compiled(escaping))


@cache
def make_page_environment() -> Environment:
    """The same for HTML: what comes in shows what it would hide, and is escaped by Jinja2."""
    compiled = _compiled("page")
    return make_escaping_environment(visible).overlay(autoescape=True, bytecode_cache=compiled)


class Renderer:
    """Renders templates as the bytes of files."""

    def __init__(
        self, escape: Callable[[str], str] | None = None, **filters: Callable[[str], str]
    ) -> None:
        """Take the environment; a template is compiled when it is first used.

        Every text that a template prints goes through ``escape``, if there is one.
        """
        self._environment = make_escaping_environment(escape) if escape else make_environment()
        self._environment.filters.update(filters)

    @property
    def step_titles(self) -> Mapping[str, str]:
        """What each kind of step is called, from the template that holds these texts."""
        titles: Mapping[str, str] = self._sentences["TITLES"]
        return titles

    @property
    def step_head(self) -> str:
        """What each step begins with: places for number, title, who, what it waits for, minutes."""
        head: str = self._sentences["HEAD"]
        return head

    @property
    def undo_texts(self) -> Mapping[str, str]:
        """What has to be done to undo each kind of step, with places for names and addresses."""
        texts: Mapping[str, str] = self._sentences["UNDO"]
        return texts

    @cached_property
    def _sentences(self) -> Mapping[str, Any]:
        """The short texts of steps, from the template that holds them."""
        return vars(self._environment.get_template("steps/titles.j2").module)

    @cached_property
    def step_macros(self) -> Mapping[str, Callable[..., str]]:
        """The macro of each kind of step, which gives its text for a place and a step."""
        return _StepMacros(self._environment)

    def text(self, name: str, values: Mapping[str, object]) -> str:
        """The whole text of a template."""
        return _template(self._environment, name).render(values)

    def utf8(self, name: str, values: Mapping[str, object]) -> Iterator[bytes]:
        """A file for people on today's systems: UTF-8, LF, piece by piece."""
        return map(str.encode, _pieces(self._environment, name, values))

    def html(self, name: str, values: Mapping[str, object]) -> Iterator[bytes]:
        """A page: the same, escaped for HTML."""
        return map(str.encode, _pieces(make_page_environment(), name, values))

    def cp1252(self, name: str, values: Mapping[str, object]) -> bytes:
        """A file that NT shows to a person: Windows-1252, CRLF.

        A character that Windows-1252 does not have is written as its code point.
        """
        return _cp1252(self.text(name, values))

    def cp1252_pieces(self, name: str, values: Mapping[str, object]) -> Iterator[bytes]:
        """The same, piece by piece."""
        return map(_cp1252, _pieces(self._environment, name, values))

    def ascii(self, name: str, values: Mapping[str, object]) -> bytes:
        """A file that NT reads itself: ASCII, CRLF; anything else would be a bug."""
        return self.text(name, values).replace("\n", "\r\n").encode("ascii")


@cache
def _template(environment: Environment, name: str) -> Template:
    return environment.get_template(f"{name}.j2")


def _pieces(environment: Environment, name: str, values: Mapping[str, object]) -> Iterator[str]:
    """A text in large pieces, so that a long one is never held whole."""
    stream = _template(environment, name).generate(values)
    while piece := "".join(islice(stream, _PIECES_AT_ONCE)):
        yield piece


def _cp1252(text: str) -> bytes:
    text = text.replace("\n", "\r\n")
    # Most pages are plain ASCII, which is written ten times as fast.
    return text.encode("ascii") if text.isascii() else text.encode("cp1252", "backslashreplace")


class _StepMacros(dict[str, Callable[..., str]]):
    """Takes the macro ``text`` out of a kind's template when it is first asked for.

    A macro is called for every step of a plan; that is much faster than to render a template.
    """

    def __init__(self, environment: Environment) -> None:
        """Remember where the templates are."""
        super().__init__()
        self._environment = environment

    def __missing__(self, kind: str) -> Callable[..., str]:
        """Compile the template of a kind, or that of another one whose text is the same."""
        name = _SHARED_TEMPLATES.get(kind, kind)
        module = self._environment.get_template(f"steps/{name}.j2").module
        macro: Callable[..., str] = vars(module)["text"]
        self[kind] = macro
        return macro


_SHARED_TEMPLATES = {
    "hosts-by-hand": "hosts",
    "lmhosts-by-hand": "lmhosts",
    "lmhosts-optional": "lmhosts",
}
"""Kinds whose text differs so little from that of another one that they share its template."""
