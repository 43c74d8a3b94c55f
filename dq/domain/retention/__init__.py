"""What is kept of uploads and of old loads, and for how long."""
