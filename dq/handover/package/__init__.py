"""The package for Salesforce as a zip: numbered files, what loads them, and what to do with it."""
