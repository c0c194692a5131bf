"""Settings for Hypothesis: no deadlines, since a slow machine is not a bug."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("paperreader", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("paperreader")
