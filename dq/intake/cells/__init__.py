"""Cells of a table become typed rows: keys, dates, codes and texts, and what is wrong with them."""
