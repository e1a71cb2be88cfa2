# SPDX-License-Identifier: MIT
"""The name files that servers have."""

from tests.plans import name_file


def test_a_plan_names_a_file_by_server_and_kind() -> None:
    """However its path is written."""
    assert name_file("MAIL-A/LMHOSTS", b"").name == "MAIL-A/LMHOSTS"
    assert name_file("MAIL-A/LMHOSTS", b"").path == "now/MAIL-A/LMHOSTS"
