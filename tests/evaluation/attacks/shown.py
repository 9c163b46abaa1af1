"""Our own generators of display names."""

CYRILLIC = dict(zip("ABCEHIJKMOPSTXYacehijkmnopstuxyr", "АВСЕНІЈКМОРЅТХҮасеһіјкмпорѕтцхуг"))
GREEK = dict(zip("ABEHIKMNOPTXYZaiknoptuvx", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖαικηορτυνχ"))
SMALL = dict(zip("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"))
LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5"}
BADGES = ["✅", "✔️", "☑️", "🔵", "✓", "🇺🇸", "🏛️", "®", "™", "⭐", ":verified:", ":blobcatverified:", ":check:", "🛡️", "💙", "(verified)",
          "𝗩𝗲𝗿𝗶𝗳𝗶𝗲𝗱", "| Official", "[Official]", "• Official ✔", "☑", "🅥", "ⓥ", "✪"]
SERVICES = ["Help", "Support", "Customer Service", "Help Desk", "Official", "Alerts", "News", "Payments", "Customer Care", "Refunds",
            "Info", "Live Chat", "Claims", "Support Team", "Verification", "Office", "Assistance", "Ayuda", "Soporte", "Ajuda",
            "Suporte", "Sipò", "Hỗ trợ", "支持", "帮助", "Поддержка", "Aide", "Assistenza"]
MARKS = "\u0301\u0323\u0336\u0307\u0332"


def shifted(name, upper, lower, digit=None):
    made = []
    for letter in name:
        if "A" <= letter <= "Z":
            made.append(chr(upper + ord(letter) - 65))
        elif "a" <= letter <= "z":
            made.append(chr(lower + ord(letter) - 97))
        elif digit and letter.isdigit():
            made.append(chr(digit + int(letter)))
        else:
            made.append(letter)
    return "".join(made)


def mapped(name, table, limit=None):
    made, left = [], limit if limit is not None else len(name)
    for letter in name:
        if left and letter in table:
            made.append(table[letter])
            left -= 1
        else:
            made.append(letter)
    return "".join(made)


def each(name, table):
    return [name[:at] + table[letter] + name[at + 1:] for at, letter in enumerate(name) if letter in table]


def inserted(name, signs):
    return [name[:at] + sign + name[at:] for sign in signs for at in range(1, len(name))]


def with_state(name):
    """For a name that says nothing of the state: other states have the same agency, so that alone it imitates nobody."""
    stated = [f"Massachusetts {name}", f"Mass {name}", f"MA {name}", f"{name} of Massachusetts", f"{name} - Massachusetts"]
    yield "name:with-state", stated
    yield "name:with-state-disguised", [made for made in stated for _, texts in classes(made) for made in texts[:2]]


def classes(name):
    yield "name:exact", [name, name.upper(), name.lower(), name + " "]
    yield "name:cyrillic-1", each(name, CYRILLIC)
    yield "name:cyrillic-all", [mapped(name, CYRILLIC)]
    yield "name:greek", [mapped(name, GREEK), *each(name, GREEK)]
    yield "name:mathematical", [shifted(name, up, low) for up, low in (
        (0x1D400, 0x1D41A), (0x1D468, 0x1D482), (0x1D4D0, 0x1D4EA), (0x1D5D4, 0x1D5EE), (0x1D670, 0x1D68A), (0x1D63C, 0x1D656))]
    yield "name:fullwidth", [shifted(name, 0xFF21, 0xFF41, 0xFF10)]
    yield "name:enclosed", [shifted(name, 0x24B6, 0x24D0), shifted(name.upper(), 0x1F130, 0), shifted(name.upper(), 0x1F150, 0),
                            shifted(name.upper(), 0x1F170, 0)]
    yield "name:small-capitals", [mapped(name.lower(), SMALL), name[:1] + mapped(name[1:], SMALL)]
    yield "name:zero-width", inserted(name, "\u200b\u200c\u200d\u2060\ufeff")
    yield "name:soft-hyphen", inserted(name, "\u00ad")
    yield "name:combining", inserted(name, MARKS) + ["".join(c + "\u0336" for c in name)]
    yield "name:badge", [made for badge in BADGES for made in (f"{name} {badge}", f"{badge} {name}", f"{name}{badge}")]
    yield "name:service", [made for word in SERVICES for made in (f"{name} {word}", f"{name} - {word}", f"{name} | {word}")]
    yield "name:service-before", [f"{word} {name}" for word in ("Official", "The Official", "Real", "The Real", "The", "Contact", "Help")]
    yield "name:spacing", [" ".join(name), name.replace(" ", ""), name.replace(" ", "  "), name.replace(" ", "_"), name.replace(" ", "."),
                           "_".join(name), name.replace(" ", "\u00a0"), name.replace(" ", "\u2003")]
    yield "name:bidi", ["\u202e" + name[::-1], "\u202e" + name[::-1] + "\u202c", "\u2067" + "\u202e" + name[::-1] + "\u202c\u2069",
                        "\u202d" + name, "\u200f" + name, name[:3] + "\u202e" + name[3:][::-1] + "\u202c"]
    yield "name:leet", each(name, LEET) + [mapped(name, LEET)]
    low = [name[:at] + name[at] + name[at:] for at in range(1, len(name)) if name[at].isalpha()]
    yield "name:typing", low + [name[:at] + name[at + 1:] for at in range(1, len(name)) if name[at].isalpha()]
    if "Massachusetts " in name:
        bare = name.replace("Massachusetts ", "")
        yield "name:state", [f"Mass {bare}", f"Mass. {bare}", f"MA {bare}", f"{bare} of Massachusetts", f"{bare}, Massachusetts",
                             f"{bare} (MA)", f"{bare} MA", f"{bare} - Commonwealth of Massachusetts", f"Commonwealth of Massachusetts {bare}"]
        yield "name:reordered", [f"{bare} Massachusetts", f"{bare} | Massachusetts"]
