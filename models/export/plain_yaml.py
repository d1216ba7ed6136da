"""Cards as plain YAML: blocks above, leaves in one line, long text folded."""

import textwrap

ORDER = (
    "name title description paper licence source recipe unverified graphs rateHz trS unit channels "
    "positions onMissing window patch scale preprocessing codebooks masking rng pooling head "
    "metrics pretraining golden"
).split()
WIDTH = 100


def write_yaml(path, card):
    """Writes a card with its keys in the order in which cards are read."""
    unknown = [key for key in card if key not in ORDER]
    if unknown:
        raise SystemExit(f"the card has no place for {unknown}")
    kept = {key: card[key] for key in ORDER if card.get(key) is not None}
    path.write_text("\n".join(entries(kept, 0)) + "\n")


def entries(mapping, indent):
    lines = []
    for key, value in mapping.items():
        lines += entry(key, value, indent)
    return lines


def entry(key, value, indent):
    """A key with its value: in its line, folded under it, or as a block under it."""
    start = f"{' ' * indent}{key}:"
    one = f"{start} {flow(value)}"
    if isinstance(value, str):
        if len(one) <= WIDTH and "\n" not in value:
            return [one]
        return [f"{start} >-", *folded(value, indent + 2)]
    if len(one) <= WIDTH and not nested(value):
        return [one]
    if isinstance(value, dict):
        return [start, *entries(value, indent + 2)]
    if (
        isinstance(value, list)
        and value
        and not any(isinstance(each, (dict, list)) for each in value)
    ):
        if all(len(str(each)) < 16 for each in value):
            return [start, *wrapped(value, indent + 2)]
    return [start, *(line for each in value for line in item(each, indent + 2))]


def item(value, indent):
    """An element of a list that is not in one line."""
    pad = " " * indent
    one = f"{pad}- {flow(value)}"
    if len(one) <= WIDTH and not (isinstance(value, dict) and nested(value)):
        return [one]
    if isinstance(value, str):
        return [f"{pad}- >-", *folded(value, indent + 4)]
    first, *rest = entries(value, indent + 2)
    return [f"{pad}- {first.lstrip()}", *rest]


def nested(value):
    """Whether a value holds lists of maps, or maps of maps, which want lines of their own."""
    if isinstance(value, dict):
        return any(isinstance(each, dict) or nested(each) for each in value.values())
    return isinstance(value, list) and any(
        isinstance(each, (dict, list)) or spaced(each) for each in value
    )


def spaced(value):
    return isinstance(value, str) and len(value) > 30


def folded(text, indent):
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def wrapped(values, indent):
    """A long list of short words, filled line by line."""
    text = ", ".join(flow(each) for each in values)
    pad = " " * (indent + 2)
    body = textwrap.wrap(text, WIDTH, initial_indent=pad, subsequent_indent=pad,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return [f"{' ' * indent}[", *body, f"{' ' * indent}]"]


def flow(value):
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + " }"
            if value
            else "{}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value)
        return f"{value:.1e}" if "e" in text else text
    return scalar(value) if isinstance(value, str) else str(value)


def scalar(text):
    """A string, quoted only where YAML would read something else."""
    plain = text and text[0].isalpha() and text[-1] not in ": " and not any(
        mark in text for mark in (": ", " #", ",", "[", "]", "{", "}", '"', "'", "\n")
    )  # fmt: skip
    if plain and text.lower() not in ("true", "false", "null", "yes", "no", "on", "off", "y", "n"):
        return text
    return "'" + text.replace("'", "''") + "'"
