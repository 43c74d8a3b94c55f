"""When something was done, by the clock of who reads it."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def zone() -> ZoneInfo | None:
    """The time zone of the browser; None where it does not say, which is then the server's."""
    try:
        return ZoneInfo(st.context.timezone) if st.context.timezone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def local(moment: datetime, zone: ZoneInfo | None) -> datetime:
    """A moment by the server's clock, as the clock in `zone` shows it."""
    if zone is None:
        return moment
    return moment.astimezone(zone).replace(tzinfo=None)


def here(moment: datetime) -> datetime:
    """A moment by the server's clock, as the browser's clock shows it."""
    return local(moment, zone())
