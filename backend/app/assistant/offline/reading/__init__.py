"""One piece of a message as a wish, by the kind of the wish. Pure functions: text and time in, a wish or None out."""
