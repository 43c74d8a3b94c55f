"""Kaartenbak: find, explain and put right what is wrong with contacts."""
