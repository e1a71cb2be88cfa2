# SPDX-License-Identifier: MIT
"""Makes the golden folders of samples/ again: ``python -m tests.regen``; read the diff."""

import shutil
import sys

from tests.golden import SAMPLES, run_command, sample_names


def main() -> int:
    """Run the command of each sample anew; the status tells whether all of them worked."""
    failed = 0
    for name in sample_names():
        golden, before = SAMPLES / name / "expected", SAMPLES / name / "before"
        golden.rename(before)
        result = run_command(SAMPLES / name)
        # A command that fails leaves the golden folder as it was.
        shutil.rmtree(before) if result.returncode == 0 else before.rename(golden)
        sys.stderr.write(result.stderr)
        failed += result.returncode != 0
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
