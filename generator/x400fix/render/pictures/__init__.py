# SPDX-License-Identifier: MIT
"""Pictures as shapes with places: laid out here, painted by whatever shows them."""
