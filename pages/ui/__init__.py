"""What every page shares: the frame, the language, numbers and dates, and widgets."""
