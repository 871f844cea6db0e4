"""``python -m tests.baseline`` pins the digests anew, on purpose."""

from tests.baseline.scenarios import regenerate

regenerate()
