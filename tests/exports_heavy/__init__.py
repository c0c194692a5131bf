"""Exports, read by programs that are too large to be installed for the tests: `make exports` runs these.

A module for each program. What is not installed is skipped, and `make exports` says so.
"""
