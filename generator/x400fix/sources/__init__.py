# SPDX-License-Identifier: MIT
"""One reader for each format of input: from bytes to positioned rows, from rows to facts."""
