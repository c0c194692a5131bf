"""What holds for all tests: Hypothesis has no deadlines, since a slow machine is not a bug, and Ctrl-C arrives."""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

settings.register_profile("paperreader", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("paperreader")

# A shell starts what runs in the background with Ctrl-C ignored, and so would all that these tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
