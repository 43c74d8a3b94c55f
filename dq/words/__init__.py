"""How the languages say things: sentences, words for codes, numbers and days."""
