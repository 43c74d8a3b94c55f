"""Groups of records that may be one: on screen, decided on, and what comes next."""
