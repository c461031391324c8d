"""A text with the right words in place of the wrong ones. Pure functions only."""


def put_right(text: str, right: str, wrong: str = "") -> str:
    """`buy 3 candles` and `30 candles` as `buy 30 candles`; the right words alone where there is no place for them."""
    if wrong:
        at = text.casefold().find(wrong.casefold())
        if at < 0:
            return right
        before, behind = text[:at], text[at + len(wrong) :]
        # `pick up dry cleaning, not drop off`: it is the whole that was said right.
        is_whole = {*before.casefold().split(), *behind.casefold().split()} <= {*right.casefold().split()}
        return right if is_whole else before + right + behind
    words, new = text.split(), right.split()
    numbers = [place for place, word in enumerate(words) if word.isdigit()]
    if not new or not new[0].isdigit() or len(numbers) != 1:
        return right
    place = numbers[0]
    rest = words[place + 1 :]
    if len(new) == 1:
        return " ".join([*words[:place], *new, *rest])
    if [word.casefold() for word in new[1:]] == [word.casefold() for word in rest[: len(new) - 1]]:
        return " ".join([*words[:place], *new, *rest[len(new) - 1 :]])
    return " ".join([*words[:place], *new]) if words[-1:] == new[-1:] else right
