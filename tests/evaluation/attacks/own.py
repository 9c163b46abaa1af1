"""Our own generators of handles, independent of the two published ones."""

import re

LOOKALIKES = {
    "rn": ["m"], "m": ["rn"], "vv": ["w"], "w": ["vv"], "cl": ["d"], "d": ["cl"],
    "l": ["I", "1"], "i": ["l", "1"], "I": ["l", "1"], "L": ["1"], "o": ["0"], "O": ["0"],
}
LEET = {"a": "4", "e": "3", "i": "1", "l": "1", "o": "0", "s": "5", "t": "7", "b": "8", "z": "2", "g": "9"}
STATE = re.compile(r"^(Massachusetts|Mass|MA)(?=[A-Z_0-9]|cultural)", re.ASCII)
OTHER_WORDS = {"RMV": ["DMV", "MVD", "BMV"], "StatePolice": ["Troopers", "HighwayPatrol", "StateTroopers"],
               "DOT": ["DepartmentOfTransportation", "DOTS"], "AGO": ["AttorneyGeneral"], "DPH": ["DOH"]}


def tokens(handle):
    return re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+", handle)


def separators(handle):
    yield from (handle + "_", "_" + handle, "_" + handle + "_", "__" + handle, handle + "__", handle.replace("_", ""))
    yield handle.replace("_", "__")
    words = tokens(handle)
    for joint in ("_", "__", ".", "-"):
        yield joint.join(words)
        yield joint.join(words).lower()
    for at in range(1, len(handle)):
        yield handle[:at] + "_" + handle[at:]
        yield handle[:at] + "." + handle[at:]


def leet_one(handle):
    for at, letter in enumerate(handle):
        if letter.lower() in LEET:
            yield handle[:at] + LEET[letter.lower()] + handle[at + 1:]


def alike(handle):
    for at in range(len(handle)):
        for size in (1, 2):
            for other in LOOKALIKES.get(handle[at:at + size], []) + LOOKALIKES.get(handle[at:at + size].lower(), []):
                yield handle[:at] + other + handle[at + size:]


def alike_two(handle):
    for once in alike(handle):
        yield from alike(once)


def affixes(handle, words, random):
    for word in words:
        yield handle + word
        yield handle + "_" + word
        yield word + handle
        yield word.capitalize() + handle
        yield handle + word.capitalize()
        yield handle.lower() + word
        yield word + handle.lower()
        yield word + "_" + handle


def years(handle):
    for number in ("1", "2", "7", "24", "99", "247", "2024", "2025", "2026", "617", "123", "01"):
        yield handle + number
        yield handle + "_" + number
        yield number + "_" + handle


def reorder(handle):
    words = tokens(handle)
    if len(words) < 2 and STATE.match(handle):
        words = [STATE.match(handle).group(), handle[STATE.match(handle).end():]]
    if len(words) < 2:
        return
    for turn in range(1, len(words)):
        turned = words[turn:] + words[:turn]
        for joint in ("", "_"):
            yield joint.join(turned)
            yield joint.join(turned).lower()
    if len(words) > 2:
        yield "".join(reversed(words))
        yield "".join([words[1], words[0], *words[2:]])


def state_forms(handle):
    match = STATE.match(handle)
    if match is None:
        return
    rest = handle[match.end():].lstrip("_")
    rest = rest[:1].upper() + rest[1:]
    if len(rest) < 3:
        return
    for state in ("Mass", "MA", "Massachusetts"):
        for joint in ("", "_"):
            yield state + joint + rest
            yield rest + joint + state
        yield (state + rest).lower()
        yield rest + "Of" + state
        yield rest + "_of_" + state


def plural(handle):
    yield handle + ("es" if handle.lower().endswith(("s", "x", "z", "ch", "sh")) else "s")
    words = tokens(handle)
    for at, word in enumerate(words):
        if len(word) > 2 and not word.lower().endswith("s"):
            yield "".join([*words[:at], word + "s", *words[at + 1:]])
    if handle.lower().endswith("s") and len(handle) > 6:
        yield handle[:-1]


def edits(text, letters="abcdefghijklmnopqrstuvwxyz"):
    for at in range(len(text) + 1):
        if at < len(text):
            yield text[:at] + text[at + 1:]
            yield from (text[:at] + letter + text[at + 1:] for letter in letters)
        if at + 1 < len(text):
            yield text[:at] + text[at + 1] + text[at] + text[at + 2:]
        yield from (text[:at] + letter + text[at:] for letter in letters)


def two_edits(handle, random):
    if len(handle) < 10:
        return
    once = list(edits(handle.lower()))
    for _ in range(150):
        yield random.choice(list(edits(random.choice(once))))


def typing(handle):
    """Slips of a hand: a letter doubled, dropped or swapped with its neighbour."""
    low = handle.lower()
    for at in range(len(low)):
        yield low[:at] + low[at] + low[at:]
        yield low[:at] + low[at + 1:]
        if at + 1 < len(low):
            yield low[:at] + low[at + 1] + low[at] + low[at + 2:]


def mixed(handle, words, random):
    """Two disguises at once, as real impostors combine them."""
    for word in random.sample(words, min(6, len(words))):
        for disguise in random.sample(list(separators(handle)), 2) + random.sample(list(leet_one(handle)) or [handle], 1):
            yield disguise + word
            yield word + "_" + disguise


def vocabulary(handle):
    for ours, theirs in OTHER_WORDS.items():
        if ours in handle:
            for word in theirs:
                yield handle.replace(ours, word)
                yield handle.replace(ours, "_" + word)


def classes(handle, first, held, random):
    yield "own:separators", separators(handle)
    yield "own:leet-1", leet_one(handle)
    yield "own:ascii-lookalike-1", alike(handle)
    yield "own:ascii-lookalike-2", alike_two(handle)
    yield "own:affix-first", affixes(handle, first, random)
    for name, words in held.items():
        yield "own:affix-" + name, affixes(handle, words, random)
    yield "own:years", years(handle)
    yield "own:reorder", reorder(handle)
    yield "own:state-forms", state_forms(handle)
    yield "own:plural", plural(handle)
    yield "own:one-edit", edits(handle.lower())
    yield "own:typing", typing(handle)
    yield "own:two-edits", two_edits(handle, random)
    yield "own:vocabulary", vocabulary(handle)
    yield "own:mixed", mixed(handle, first, random)
