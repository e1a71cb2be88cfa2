# SPDX-License-Identifier: MIT
"""The command line: one file a command, one place that prints, one that catches."""
