"""What a page shows in the end: Playwright's `expect`, patient while one of two is to go."""

import time

from playwright import sync_api

LONGEST = 10  # seconds
# At rest: the script has run, all of it is drawn, and nothing slides any more. An expander that is
# still opening moves what is in it from under the pointer, between the press and the release.
AT_REST = """() =>
  document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
  && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
  && !document.getAnimations().some((one) =>
    one.playState === "running" && one.effect.getComputedTiming().endTime !== Infinity)"""


class Patient:
    """Expectations of a locator, asked again while more than one element fits.

    A run that takes the place of another has both on screen for a moment, and Playwright gives up
    at once when a locator that is to be one element is two.
    """

    def __init__(self, expected):
        self.expected = expected

    def __getattr__(self, name):
        ask = getattr(self.expected, name)

        def until(*args, **kwargs):
            last = time.monotonic() + LONGEST
            while True:
                try:
                    return ask(*args, **kwargs)
                except AssertionError as error:
                    if "strict mode violation" not in str(error) or time.monotonic() > last:
                        raise
                time.sleep(0.1)

        return until


def expect(actual, message=None):
    """Expectations of a page or locator, see `Patient`."""
    return Patient(sync_api.expect(actual, message))
