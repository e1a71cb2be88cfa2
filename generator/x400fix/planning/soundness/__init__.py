# SPDX-License-Identifier: MIT
"""Whether the parts of a plan fit together."""
