"""Lists for people: tables as CSV or Excel, and the file that Business Central imports."""
