# SPDX-License-Identifier: MIT
"""x400fix.toml and the options become the settings of a run."""
