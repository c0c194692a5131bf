"""Benchmarks, run by `make bench`: medians, and ratios within one run. None of them is a test."""
