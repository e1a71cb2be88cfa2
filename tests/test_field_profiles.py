# SPDX-License-Identifier: MIT
"""What each ticket system calls its fields, and what it takes."""

import pytest

from tests.builders import pair
from tests.golden import ROOT
from tests.plans import make
from tests.views import view_of
from x400fix.bundle.contents import is_legal_name
from x400fix.documents.decision import ANNEXES
from x400fix.documents.field_profiles import ATTACHMENTS, BUNDLE, FIELDS, STRICT
from x400fix.documents.fields import find_texts
from x400fix.settings.choices import Profile, TicketField
from x400fix.settings.ticket_facts import LARGEST_LIMIT, SMALLEST_LIMIT

PROFILES = pytest.mark.parametrize("profile", list(Profile))
REFUSED = (".HTML", ".HTM", ".CSV", ".CMD", ".BAT", ".REG", ".INI", ".EXE", ".DLL", ".JAR")


def test_every_field_has_one_row() -> None:
    """In the order in which a board reads them."""
    assert [row.field for row in FIELDS] == list(TicketField)
    assert {row.annex for row in FIELDS} <= set(ANNEXES)


@PROFILES
def test_every_field_has_a_name_of_its_own(profile: Profile) -> None:
    """Its file has the same."""
    labels = [row.label(profile) for row in FIELDS]
    assert len({*labels}) == len(labels)
    assert all(label.strip() == label != "" for label in labels)


@PROFILES
def test_limits_are_such_as_the_config_file_could_set(profile: Profile) -> None:
    """Or there is none; tables have none, because half a table is none."""
    for row in FIELDS:
        limit = row.limit(profile)
        assert limit == 0 or SMALLEST_LIMIT <= limit <= LARGEST_LIMIT
        assert row.field is not TicketField.AFFECTED or limit == 0


def test_the_generic_profile_has_no_limits() -> None:
    """It may be any system."""
    assert {row.limit(Profile.GENERIC) for row in FIELDS} == {0}


def test_short_descriptions_are_the_shortest() -> None:
    """A headline."""
    for profile in set(Profile) - {Profile.GENERIC}:
        limits = {row.field: row.limit(profile) for row in FIELDS}
        assert min(limit for limit in limits.values() if limit) == limits[FIELDS[0].field]


@pytest.mark.parametrize("profile", sorted(STRICT))
def test_strict_servers_refuse_none_of_the_attachments(profile: Profile) -> None:
    """No page, no table, no script: such files are inside the ZIP, or have another ending."""
    attached = [name for each in ATTACHMENTS[profile] for name in each.names.values()]
    assert attached[-1] == BUNDLE
    assert not [name for name in attached if name.upper().endswith(REFUSED)]


def test_remedy_takes_three_files() -> None:
    """For each entry of its work info."""
    assert len(ATTACHMENTS[Profile.REMEDY]) == 3


@PROFILES
def test_an_attachment_is_a_file_of_the_bundle_or_the_bundle_itself(profile: Profile) -> None:
    """Under names that can stand in one."""
    for each in ATTACHMENTS[profile]:
        assert all(is_legal_name(f"ATTACH/{name}") for name in each.names.values())
        assert each.is_bundle or all(map(is_legal_name, each.names))
        assert each.is_bundle == (each.title == BUNDLE)


def test_the_page_of_the_ticket_shows_the_file_and_the_limit_of_each_field() -> None:
    """The table of the fields is this one."""
    page = (ROOT / "docs" / "ticket.md").read_text(encoding="utf-8")
    made = make(pair())
    found = {profile: list(find_texts(view_of(made), profile)) for profile in Profile}
    for at, row in enumerate(FIELDS):
        key = "-" if row.field is TicketField.AFFECTED else f"`{row.field}`"
        cells = [
            f"`{texts[at].name}`" + (f" {texts[at].limit}" if texts[at].limit else "")
            for texts in found.values()
        ]
        assert f"\n| {key} | {' | '.join(cells)} |\n" in page
