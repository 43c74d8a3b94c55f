"""What tells who somebody is, and where it is said besides on what is theirs."""
