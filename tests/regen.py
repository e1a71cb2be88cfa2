# SPDX-License-Identifier: MIT
"""Makes the golden folders of samples/ again: ``python -m tests.regen``; read the diff like code."""

import shutil
import sys

from tests.golden import SAMPLES, run_command, sample_names


def main() -> int:
    """Run the command of each sample anew; the status tells whether all of them worked."""
    failed = 0
    for name in sample_names():
        shutil.rmtree(SAMPLES / name / "expected", ignore_errors=True)
        result = run_command(SAMPLES / name)
        sys.stderr.write(result.stderr)
        failed += result.returncode != 0
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
