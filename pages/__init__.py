"""Screens: read, show, call one command."""
