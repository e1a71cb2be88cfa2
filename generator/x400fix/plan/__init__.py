# SPDX-License-Identifier: MIT
"""Assignments become what somebody does at each server, in order, with checks and back-out."""
