# SPDX-License-Identifier: MIT
"""Every file of a bundle, rendered from the plan."""
