"""Reads for managing: history, notices, and where Salesforce calls things otherwise."""
