"""The duplicates that Kaartenbak and Splink find on the same data, in turn."""
