"""The weekly report: read once from the store, and given as a workbook, a page or messages."""
