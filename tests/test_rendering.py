# SPDX-License-Identifier: MIT
"""The one Jinja2 environment, how a template becomes the bytes of a file, and what is hidden."""

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import x400fix
from x400fix.documents import rendering
from x400fix.documents.markdown import code_cell
from x400fix.documents.rendering import (
    CompiledTemplates,
    Renderer,
    make_environment,
    template_dir,
    visible,
)


def installed(folder: Path) -> ModuleType:
    """The module as it stands in a package somewhere else."""
    path = folder / "x400fix" / "documents" / "rendering.py"
    path.parent.mkdir(parents=True)
    shutil.copy(rendering.__file__, path)
    spec = importlib.util.spec_from_file_location("installed_rendering", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(name="renderer")
def _renderer(tmp_path: Path) -> Renderer:
    """A renderer of templates of the test's own, as an installed package has them."""
    module = installed(tmp_path)
    templates = tmp_path / "x400fix" / "templates"
    templates.mkdir()
    (templates / "page.j2").write_text(
        "{% for line in lines %}\n{{ line }}\n{% endfor %}\n", encoding="utf-8"
    )
    found: Renderer = module.Renderer()
    return found


def test_the_templates_of_a_checkout_stand_beside_the_source() -> None:
    """There is no copy of them in the package then."""
    root = Path(x400fix.__file__).parent
    inside = root / "templates"
    assert template_dir() == (inside if inside.is_dir() else root.parent.parent / "templates")
    assert (template_dir() / "bundle" / "TICKET.MD.j2").is_file()


def test_the_templates_of_an_installed_package_stand_in_it(tmp_path: Path) -> None:
    """Those of a checkout only count while there are none."""
    module = installed(tmp_path / "generator")
    assert module.template_dir() == tmp_path / "templates"
    inside = tmp_path / "generator" / "x400fix" / "templates"
    inside.mkdir()
    assert module.template_dir() == inside


def test_a_name_behind_a_full_stop_is_an_attribute_and_never_an_item() -> None:
    """What a mapping holds is asked for by its key, so that no name can mean two things."""
    template = make_environment().from_string("{{ value.parent.name }}")
    assert template.render(value=Path("SERVERS/MAILA/NIC.INI")) == "MAILA"
    with pytest.raises(AttributeError):
        template.render(value={"parent": {"name": "MAILA"}})


def test_a_value_that_is_missing_is_an_error() -> None:
    """Not an empty text in a script."""
    template = make_environment().from_string("{{ nobody }}")
    with pytest.raises(jinja2.UndefinedError):
        template.render()


def test_the_last_newline_is_not_lost() -> None:
    """Regini does not apply a line without its end (Q139278)."""
    assert make_environment().from_string("last\n").render() == "last\n"


def test_values_are_not_escaped_as_html() -> None:
    """Each format has its own escaping, in the values."""
    assert make_environment().from_string("{{ x }}").render(x="<b>&'\"") == "<b>&'\""


def test_every_template_can_be_compiled() -> None:
    """Also one that no sample uses."""
    made = make_environment()
    made.filters["cell"] = code_cell  # TICKET.MD has it for itself
    names = made.list_templates(filter_func=lambda name: "__pycache__" not in name)
    assert len(names) > 60
    for name in names:
        made.get_template(name)


def test_the_titles_of_steps_come_from_their_template() -> None:
    """No text of a file stands in Python."""
    assert Renderer().step_titles["nic-script"] == "Add the new addresses to the NIC"


def test_pages_are_windows_1252_with_crlf(renderer: Renderer) -> None:
    """NT shows them to a person."""
    assert renderer.cp1252("page", {"lines": ["Zürich \u2013 €"]}) == b"Z\xfcrich \x96 \x80\r\n"
    assert renderer.cp1252("page", {"lines": ["plain"]}) == b"plain\r\n"


def test_a_character_outside_windows_1252_is_written_as_its_code_point(renderer: Renderer) -> None:
    """So that nothing is lost and nothing stops the plan."""
    assert renderer.cp1252("page", {"lines": ["東京", "\U0001f4ec"]}) == (
        b"\\u6771\\u4eac\r\n\\U0001f4ec\r\n"
    )


def test_scripts_are_ascii_with_crlf(renderer: Renderer) -> None:
    """Anything else would be a bug, and is told as one."""
    assert renderer.ascii("page", {"lines": ["a", "b"]}) == b"a\r\nb\r\n"
    with pytest.raises(UnicodeEncodeError):
        renderer.ascii("page", {"lines": ["ü"]})


def test_files_for_todays_systems_are_utf_8(renderer: Renderer) -> None:
    """With the line ends of those systems."""
    assert b"".join(renderer.utf8("page", {"lines": ["東京"]})) == "東京\n".encode()


def test_a_long_file_comes_in_pieces(renderer: Renderer) -> None:
    """It is never held whole."""
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for at in range(20_000):
            taken.append(at)
            yield "line"

    pieces = renderer.cp1252_pieces("page", {"lines": lines()})
    first = next(pieces)
    assert len(taken) < 20_000
    assert first + b"".join(pieces) == b"line\r\n" * 20_000


def rendered(source: str, folder: Path) -> str:
    """What a template gives whose compiled form is kept in a folder."""
    keeps = CompiledTemplates(folder, "plain")
    loader = jinja2.DictLoader({"bundle/a.j2": source})
    made = jinja2.Environment(loader=loader, bytecode_cache=keeps)  # noqa: S701 -- plain text
    return made.get_template("bundle/a.j2").render(value=1)


def test_a_compiled_template_is_kept_until_its_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Python keeps its modules."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert rendered("{{ value }}", tmp_path / "kept") == "1"
    (kept,) = (tmp_path / "kept").iterdir()
    before = kept.read_bytes()
    assert rendered("{{ value }}", tmp_path / "kept") == "1"
    assert kept.read_bytes() == before
    assert rendered("{{ value + 1 }}", tmp_path / "kept") == "2"
    assert kept.read_bytes() != before


@pytest.mark.parametrize("length", [0, 10, 40, 100, 200])
@pytest.mark.parametrize("damage", [b"", b"\0" * 500, b"(" * 500])
def test_a_compiled_template_that_was_damaged_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int, damage: bytes
) -> None:
    """As after a power failure: cut short, or with other bytes from some place on."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    rendered("{{ value }}", tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes((whole[:length] + damage)[: len(whole)])
    assert rendered("{{ value }}", tmp_path) == "1"
    assert kept.read_bytes() == whole


def test_nothing_is_kept_where_python_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where the folder cannot be made."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered("{{ value }}", tmp_path / "kept") == "1"
    assert not (tmp_path / "kept").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").write_bytes(b"")
    assert rendered("{{ value }}", tmp_path / "file") == "1"


def test_compiled_templates_are_where_python_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of its own for all bytecode is one for these too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    make_environment.__wrapped__().get_template("bundle/NIC.INI.j2")
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept.name.startswith("bundle-NIC.INI.j2.plain.")


# ---- free text that a reader sees has nothing hidden in it


@pytest.mark.parametrize("text", ["", "To Cádiz 2", "東京", "=1+1", "שלום", "a\\b"])
def test_what_can_be_printed_stays_as_it_is(text: str) -> None:
    """In any script."""
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("abc\u202egpj.exe", r"abc\u202egpj.exe"),
        ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("\ud800", r"\ud800"),
        ("\0", r"\x00"),
        ("A\u3164", r"A\u3164"),
        ("A\u115f", r"A\u115f"),
        ("A\u2800", r"A\u2800"),
        ("A\ufe0f", r"A\ufe0f"),
        ("A\u034f", r"A\u034f"),
        ("A\U000e0101", r"A\U000e0101"),
    ],
)
def test_what_cannot_be_printed_is_an_escape(text: str, shown: str) -> None:
    """Control codes, turns of direction, halves of a pair, and what fonts draw as nothing."""
    assert visible(text) == shown


@given(st.text())
def test_everything_can_be_printed(text: str) -> None:
    """Nothing is left that a program would obey, and nothing is lost."""
    assert visible(text).isprintable()
    assert len(visible(text)) >= len(text)
