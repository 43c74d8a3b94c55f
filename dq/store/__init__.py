"""The store: one DuckDB file behind one door, its ledger, migrations, copies and recovery."""
