"""The settings of a team, a file per section of the page."""
