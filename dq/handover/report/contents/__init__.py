"""What the report says: one reading of the store, before any form of it."""
