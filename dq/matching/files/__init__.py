"""Matching without a store: how CSV files of records are read, and pairs and groups written."""
