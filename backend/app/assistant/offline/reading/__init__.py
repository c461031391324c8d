"""One piece of a message as a wish, by the kind of the wish. Pure functions only: text and time in, a wish out or None."""
