# SPDX-License-Identifier: MIT
"""Makes docs/ticket.png again: ``python -m tests.picture``; it needs Debian's ``chromium``."""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image  # reportlab brings it along

from tests.golden import ROOT, SAMPLES

TICKET = SAMPLES / "two-sites" / "expected" / "TICKET.HTML"
PICTURE = ROOT / "docs" / "ticket.png"
WIDTH, HEIGHT = 1000, 915
COLOURS = 96


def main() -> None:
    """Show the decision page in Chromium, and keep few colours, so that the file is small."""
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder, "shot.png")
        subprocess.run(
            [  # noqa: S607 -- wherever it is installed
                "chromium",
                *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *("--no-first-run", "--disable-background-networking"),
                f"--user-data-dir={folder}",
                f"--window-size={WIDTH},{HEIGHT}",
                f"--screenshot={shot}",
                TICKET.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        with Image.open(shot) as image:
            few = image.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE)
    few.save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
