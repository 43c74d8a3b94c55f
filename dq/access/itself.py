"""The names under which the program acts by itself, and nobody else.

Tested in tests/intake/inbox/test_taking.py.
"""

# What lies in the inbox is loaded by it.
INBOX = "inbox"
# What is safe is repaired by it.
AUTOMATIC = "automatic"
