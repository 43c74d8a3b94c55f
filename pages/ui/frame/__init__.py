"""The frame around every page: the week, links, the search box, and one place for errors."""
