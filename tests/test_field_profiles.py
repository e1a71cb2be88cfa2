# SPDX-License-Identifier: MIT
"""What each ticket system calls its fields, and what it takes."""

import pytest

from tests.builders import pair
from tests.golden import ROOT
from tests.plans import make
from tests.views import view_of
from x400fix.bundle.contents import is_legal_name
from x400fix.documents.decision import ANNEXES
from x400fix.documents.field_profiles import (
    ATTACHMENTS,
    BUNDLE,
    FIELDS,
    STRICT,
    WORDS,
    field_limit,
)
from x400fix.documents.fields import field_values, find_texts
from x400fix.settings.choices import Profile, TicketField
from x400fix.settings.ticket_facts import LARGEST_LIMIT, SMALLEST_LIMIT

PROFILES = pytest.mark.parametrize("profile", list(Profile))
REFUSED = (".HTML", ".HTM", ".CSV", ".CMD", ".BAT", ".REG", ".INI", ".EXE", ".DLL", ".JAR")


def test_every_field_has_one_row() -> None:
    """A description comes before what it may have to take."""
    assert sorted(row.field for row in FIELDS) == sorted(TicketField)
    assert {name for row in FIELDS for name in row.annexes} <= set(ANNEXES)
    assert [row.field for row in FIELDS][:2] == [
        TicketField.SHORT_DESCRIPTION,
        TicketField.DESCRIPTION,
    ]


@PROFILES
def test_every_field_has_a_name_of_its_own(profile: Profile) -> None:
    """Also those of one word."""
    rows = [*(row.names for row in FIELDS), *WORDS.values()]
    labels = [names[profile] for names in rows if profile in names]
    assert len({*labels}) == len(labels)
    assert all(label.strip() == label not in {"", "-"} for label in labels)


@PROFILES
def test_limits_are_such_as_the_config_file_could_set(profile: Profile) -> None:
    """Or there is none; tables have none, because half a table is none."""
    for row in FIELDS:
        limit = field_limit(row, profile)
        assert limit == 0 or SMALLEST_LIMIT <= limit <= LARGEST_LIMIT
        assert not row.is_table or limit == 0


def test_only_limits_that_a_vendor_names_are_there() -> None:
    """docs/ticket.md says where."""
    found = {
        (row.field, profile): field_limit(row, profile) for row in FIELDS for profile in Profile
    }
    limits = {key: limit for key, limit in found.items() if limit}
    assert limits.pop((TicketField.SHORT_DESCRIPTION, Profile.SERVICENOW)) == 160
    assert limits.pop((TicketField.SHORT_DESCRIPTION, Profile.JSM)) == 255
    assert {profile for _, profile in limits} == {Profile.JSM}
    assert {*limits.values()} == {32_767}


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
    view = view_of(make(pair()))
    values = field_values(view)
    found = {
        profile: {each.row.field: each for each in find_texts(view, profile, values)}
        for profile in Profile
    }
    for row in FIELDS:
        texts = [found[profile].get(row.field) for profile in Profile]
        cells = [
            f"`{each.file}`" + (f" {each.limit}" if each.limit else "") if each else "-"
            for each in texts
        ]
        key = "-" if row.is_table else f"`{row.field}`"
        assert f"\n| {key} | {' | '.join(cells)} |\n" in page
