# SPDX-License-Identifier: MIT
"""``x400fix verify BUNDLE EVIDENCE...`` says what servers show of a plan."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.command import run, tree
from tests.evidence.moments import computers_after
from tests.evidence.printed import SECRET, files_of, form
from tests.golden import SAMPLES
from tests.verifying import sample

pytestmark = pytest.mark.usefixtures("here")

BUNDLE = str(SAMPLES / "two-sites" / "expected")


def lay_out(steps: int, moment: str = "AFTER", others: Mapping[str, bytes] | None = None) -> None:
    """What comes back from the servers of the sample after some steps, below ``back``."""
    files = files_of(computers_after(sample("two-sites"), steps), moment)
    for name, data in (*files.items(), *(others or {}).items()):
        path = Path("back", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_everything_is_proven() -> None:
    lay_out(20)
    outcome = run("verify", BUNDLE, "back")
    assert (outcome.status, outcome.err) == (0, "")
    assert "as it stands now, 4 of 4 routes work (2 claimed, 2 uncertain)\n" in outcome.out
    assert "\n   15  SEAHUB1          done          Address of " in outcome.out
    assert outcome.out.endswith("PROVEN: everything that servers can show is as planned.\n")
    assert "Checks     2 not done, 4 no evidence, 6 done, 2 unchanged\n" in outcome.out
    assert outcome.out.count("not done      LMHOSTS (optional)") == 2
    assert run("verify", f"{BUNDLE}/PLAN.json", "back").status == 0


def test_a_window_that_was_broken_off_says_where_and_what_is_next() -> None:
    lay_out(13)
    outcome = run("verify", BUNDLE, "back/DENHUB1", "back/SEAHUB1/AFTER")
    assert outcome.status == 1
    first = outcome.out.index(' 15  SEAHUB1          not done      Address of "X400 to DENVER 2"')
    assert first < outcome.out.index("AS PLANNED")
    assert "at: back/SEAHUB1/AFTER/ADMINDMP.TXT:22\n" in outcome.out
    assert 'done is 13. DENHUB1: Set the Address of connector "X400 to SEATTLE 2".' in outcome.out
    assert "\n  14. DENHUB1: Restart the MTA (nothing shows whether it is done)\n" in outcome.out
    assert "\n  do 10. SEAHUB1: Restart the server\n" in outcome.out
    assert outcome.out.endswith("NOT PROVEN: what is listed first is missing or differs.\n")


def test_a_step_that_was_left_out_is_named() -> None:
    lay_out(20)
    files = files_of(computers_after(sample("two-sites"), 8))
    for name in ("TCPIP.TXT", "IPCONFIG.TXT"):
        Path("back/SEAHUB1/AFTER", name).write_bytes(files[f"SEAHUB1/AFTER/{name}"])
    outcome = run("verify", BUNDLE, "back")
    assert "\nSteps before it that are not:\n  9. SEAHUB1: Add the new addr" in outcome.out
    assert "; 2 connectors" not in outcome.out


def test_of_many_steps_the_first_are_shown() -> None:
    outcome = run("verify", str(SAMPLES / "hub" / "expected"), ".")
    assert outcome.status == 1
    assert "\n  and 65 more, which VERIFY.MD and --json have\n" in outcome.out
    assert "connectors that no file shows count as in the inventory" in outcome.out
    assert "\nNo step is shown to be done.\n" in outcome.out


def test_before_the_change_it_is_go_or_no_go() -> None:
    lay_out(0, "BEFORE")
    outcome = run("verify", BUNDLE, "back", "--before")
    assert outcome.status == 0
    assert "   15  SEAHUB1          as planned    Address of " in outcome.out
    assert outcome.out.endswith("GO: every server is as the plan takes it to be.\n")
    Path("back/SEAHUB1/BEFORE/ADMINDMP.TXT").unlink()
    outcome = run("verify", BUNDLE, "back", "--before")
    assert outcome.status == 1
    assert "expected: IP address 10.2.0.10\n" in outcome.out
    assert outcome.out.endswith(
        "NO-GO: not every server is shown to be as the plan takes it to be.\n"
    )


def test_what_is_of_before_proves_no_change() -> None:
    """Whoever closes a ticket by the exit status must not do so by the wrong folder."""
    lay_out(0, "BEFORE")
    outcome = run("verify", BUNDLE, "back")
    assert outcome.status == 1
    assert (
        "\nGO: every server is as the plan takes it to be.\nAll files are of BEFORE," in outcome.out
    )
    found = json.loads(run("verify", BUNDLE, "back", "--json").out)
    assert (found["is_before"], found["is_go"], found["is_proven"]) == (True, True, False)


def test_a_form_is_a_persons_word() -> None:
    rows = (SAMPLES / "two-sites" / "expected" / "EVIDENCE.CSV").read_text(encoding="utf-8")
    heads, *lines = [line.split(",") for line in rows.splitlines()]
    filled = [dict(zip(heads, line, strict=True)) | {"result": "ok"} for line in lines]
    lay_out(20, others={"EVIDENCE.CSV": form(filled)})
    outcome = run("verify", BUNDLE, "back")
    assert outcome.status == 0
    assert "Tests      4 of 4 passed by a person's word (EVIDENCE.CSV)\n" in outcome.out
    assert "(a person's word): 'ok'\n" in outcome.out
    assert "No form" not in outcome.out
    lay_out(13)
    out = run("verify", BUNDLE, "back").out
    assert "To go on, in this order:\n  14. DENHUB1" in out


def test_the_same_as_data() -> None:
    lay_out(13)
    outcome = run("verify", BUNDLE, "back", "--json")
    assert outcome.status == 1
    found = json.loads(outcome.out)
    assert list(found) == [
        *(
            "plan",
            "is_before",
            "is_go",
            "is_proven",
            "checks",
            "steps",
            "progress",
            "routes",
            "counts",
        ),
        *("readiness", "sources", "left_out", "problems"),
    ]
    (check,) = (each for each in found["checks"] if each["step"] == 15)
    assert check["places"] == [{"file": "back/SEAHUB1/AFTER/ADMINDMP.TXT", "line": 22}]
    assert found["progress"]["reached"] == 13


def test_documents_to_attach_appear_whole() -> None:
    lay_out(13)
    assert run("verify", BUNDLE, "back", "--out", "proof").status == 1
    assert sorted(tree(Path("proof"))) == ["PLAN.json", "SHA256SUMS", "VERIFY.HTML", "VERIFY.MD"]
    text = Path("proof/VERIFY.MD").read_text(encoding="utf-8")
    assert text.index("## Missing or different") < text.index("## As planned")
    assert "`SEAHUB1/AFTER/ADMINDMP.TXT:22`" in text
    assert "back/" not in text
    page = Path("proof/VERIFY.HTML").read_text(encoding="utf-8")
    assert page.index("Missing or different") < page.index("As planned")
    refused = run("verify", BUNDLE, "back", "--out", "proof")
    assert (refused.status, "X4-E080" in refused.err) == (5, True)
    assert run("verify", BUNDLE, "back", "--out", "proof", "--force").status == 1


def test_no_secret_is_in_any_output() -> None:
    lay_out(13)
    outcomes = [run("verify", BUNDLE, "back", *more) for more in ([], ["--json"], ["--out", "o"])]
    texts = [each.out + each.err for each in outcomes]
    texts += [Path("o", name).read_text(encoding="utf-8") for name in ("VERIFY.MD", "VERIFY.HTML")]
    assert not any(SECRET in text for text in texts)


def test_what_is_not_looked_at_is_said() -> None:
    lay_out(20)
    Path("back/SEAHUB1/NIC.REG").write_text("REGEDIT4\n", encoding="ascii")
    Path("back/SEAHUB1/BEFORE").mkdir()
    Path("back/SEAHUB1/BEFORE/HOSTS").write_text("127.0.0.1 localhost\n", encoding="ascii")
    Path("back/LETTER.TXT").write_text("Dear colleagues\n", encoding="ascii")
    outcome = run("verify", BUNDLE, "back", "--out", "proof")
    assert outcome.status == 0
    assert "Evidence   12 files read, 1 not understood\n" in outcome.out
    assert "  back/SEAHUB1/BEFORE/HOSTS: it is of BEFORE\n" in outcome.out
    assert "  back/SEAHUB1/NIC.REG: it is of the bundle, or a script wrote it\n" in outcome.out
    assert "back/LETTER.TXT: note X4-N003" in outcome.err
    assert "`SEAHUB1/NIC.REG`" in Path("proof/VERIFY.MD").read_text(encoding="utf-8")


def test_a_file_that_is_not_there_is_an_error() -> None:
    outcome = run("verify", BUNDLE, "nowhere")
    assert (outcome.status, outcome.out) == (3, "")
    assert outcome.err.startswith("nowhere: error X4-E001: ")


def test_a_plan_without_work_is_proven() -> None:
    outcome = run("verify", str(SAMPLES / "clean" / "expected"), ".")
    assert outcome.status == 0
    assert "Tests      the plan has none\n" in outcome.out
    assert "Checks     none\n" in outcome.out
