"""The parts of the page on personal data.

Tested in tests/pages/settings/test_personal_data.py.
"""
