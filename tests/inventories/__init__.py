# SPDX-License-Identifier: MIT
"""Makes inventories: believable, nasty and large ones, each with pools that fit."""

from .case import Case
from .large import large
from .small import inventories, seeded

__all__ = ["Case", "inventories", "large", "seeded"]
