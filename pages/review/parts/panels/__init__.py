"""What can be decided on a case, and how it is asked."""
