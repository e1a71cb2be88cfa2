# SPDX-License-Identifier: MIT
"""An independent examiner: reads an inventory and a bundle, shares no code with x400fix."""

from .examine import examine
from .options import Options

__all__ = ["Options", "examine"]
