"""Who may come in, what they may do, and where the app may answer."""
