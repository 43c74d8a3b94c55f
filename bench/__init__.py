"""Speed and quality against peers and against the least there is to do."""
