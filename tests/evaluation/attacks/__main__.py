"""Writes attacks, one a line: class, half, target, platform, field and text, separated by tabs.

usage: python attacks TARGETS NAMES FIRST_WORDS TAKEN… -- HELD_WORDS… > FILE

The half of an attack follows from its target alone: `held` targets are never looked at while the engine is tuned.
A text that equals a name of TAKEN is left out: it is somebody's, or an ordinary word.
"""

import hashlib
import random
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import own
import published
import shown

HANDLE = re.compile(r"^[A-Za-z0-9_]{1,30}$")
DOTTED = re.compile(r"^[A-Za-z0-9_.-]{1,30}$")
PER_CLASS_MAX = 3000
SEED = 7


def rows(file):
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def half(target):
    return "held" if hashlib.sha256(target.lower().encode()).digest()[0] & 1 else "tuned"


def bare(text):
    return re.sub(r"[\W_]", "", text.lower())


def sort(field, text, target):
    """The field a text can stand in, if any."""
    if field == "name":
        return "name" if len(text) <= 64 else None
    if HANDLE.match(text) or (DOTTED.match(text) and not text.startswith((".", "-"))):
        return "handle"
    return "name" if not text.isascii() else None


def main():
    targets, names, first, *others = sys.argv[1:]
    split = others.index("--")
    taken_exact = {row[0].lower() for file in [*others[:split], targets] for row in rows(file)}
    first_words = [row[0] for row in rows(first)]
    held = {Path(file).stem: [row[0].lower() for row in rows(file)] for file in others[split + 1:]}
    handles = [(row[0], row[1] if len(row) > 1 else "x") for row in rows(targets)]
    listed = {bare(handle) for handle, _ in handles}
    found = {}

    def add(label, field, target, platform, texts):
        for text in dict.fromkeys(texts):
            kind = sort(field, text, target)
            if kind is None or text.lower() == target.lower() or text.lower() in taken_exact:
                continue
            if kind == "handle" and bare(text) != bare(target) and bare(text) in listed:
                continue
            suffix = ":unicode" if field == "handle" and kind == "name" else ""
            found.setdefault(label + suffix, set()).add((half(target), target, platform, kind, text))

    for handle, platform in handles:
        random.seed(SEED)
        size = "" if len(bare(handle)) >= 6 else ":short"
        sources = (published.dnstwist_classes(handle), published.ail_classes(handle), own.classes(handle, first_words, held, random))
        for source in sources:
            for label, texts in source:
                add(label + size, "handle", handle, platform, texts)
    shown_names = [row[0] for row in rows(names)]
    for name in shown_names + [handle for handle, _ in handles if len(handle) >= 6]:
        stated = re.search("Mass|Commonwealth", name) or bare(name) in listed
        for label, texts in shown.classes(name) if stated else shown.with_state(name):
            texts = [text for text in texts if text.strip() != name or label == "name:exact"]
            add(label, "name", name + "\u0000", "x", texts)
    for label in sorted(found):
        made = sorted(found[label])
        if len(made) > PER_CLASS_MAX:
            made = sorted(random.Random(SEED).sample(made, PER_CLASS_MAX))
        for which, target, platform, kind, text in made:
            print(label, which, target.rstrip("\u0000"), platform, kind, text, sep="\t")


main()
