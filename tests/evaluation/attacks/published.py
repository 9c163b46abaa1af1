"""The classes of dnstwist and ail-typo-squatting, each by its own generator."""

import importlib
import os
import sys

import ail_typo_squatting
import dnstwist
import tldextract

# Its list of public suffixes comes with the package: nothing is asked of the network.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

DNSTWIST = (
    "addition bitsquatting homoglyph hyphenation insertion omission plural repetition replacement transposition vowel_swap"
).split()
AIL = (
    "addDash addition changeOrder doubleReplacement homoglyph numeralSwap omission repetition replacement singularPluralize"
    " stripDash vowelSwap"
).split()
LIMIT = 10**9


def dnstwist_classes(handle):
    domain = handle.lower().replace("_", "-") + ".com"
    for name in DNSTWIST:
        fuzzer = dnstwist.Fuzzer(domain)
        yield "dnstwist:" + name, [made.replace("-", "_") for made in getattr(fuzzer, "_" + name)()]
    cyrillic = dnstwist.Fuzzer(domain)._cyrillic()
    yield "dnstwist:cyrillic", list(cyrillic)


def ail_classes(handle):
    # The package is a script whose modules name each other from its own folder.
    folder = os.path.dirname(ail_typo_squatting.__file__)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    domain = handle.lower().replace("_", "-") + ".com"
    for name in AIL:
        generate = getattr(importlib.import_module("generator." + name), name)
        made = generate(domain, [], False, LIMIT)
        yield "ail:" + name, [text.removesuffix(".com").replace("-", "_") for text in made if text.endswith(".com")]
