"""A job that was interrupted is begun again, but not for ever."""

from __future__ import annotations

import pytest

from tracker.jobs.rules import MOST_ATTEMPTS, JobState, after_interruption


@pytest.mark.parametrize("attempts", range(1, 6))
def test_an_interrupted_job_waits_again_until_it_was_begun_too_often(attempts: int) -> None:
    expected = JobState.QUEUED if attempts < MOST_ATTEMPTS else JobState.FAILED
    assert after_interruption(attempts) is expected
