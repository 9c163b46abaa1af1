"""Canonical JSON, byte for byte as securesystemslib writes it, over generated documents."""

import json
import random

from securesystemslib.formats import encode_canonical

from place import Place

FILES = 100
DOCUMENTS = 40
SEED = 20_261_122
CHARACTERS = ['"', "\\", "/", "\x00", "\x1f", "\x7f", "\n", "\t", "\b", "a", "Z", "é", "\u2028", "\uffff", "\U00010000", "\U0010ffff", "ﬀ"]


def text(rng):
    return "".join(rng.choice(CHARACTERS) for _ in range(rng.randrange(8)))


def document(rng, depth=0):
    kind = rng.randrange(8 if depth < 6 else 6)
    match kind:
        case 0:
            return None
        case 1:
            return rng.random() < 0.5
        case 2:
            return rng.choice([0, -1, 1, 2**53 - 1, -(2**53) + 1, rng.randrange(-(2**40), 2**40)])
        case 3 | 4 | 5:
            return text(rng)
        case 6:
            return [document(rng, depth + 1) for _ in range(rng.randrange(5))]
        case _:
            return {text(rng): document(rng, depth + 1) for _ in range(rng.randrange(6))}


class Canonical(Place):
    def test_generated_documents_have_one_form(self):
        """As unknown fields of metadata: what is to be signed is their canonical form, among the others."""
        rng = random.Random(SEED)
        for number in range(FILES):
            signed = {"_type": "targets", "documents": [document(rng) for _ in range(DOCUMENTS)], text(rng): document(rng)}
            file = {"signatures": [], "signed": signed, "to_sign": []}
            written = json.dumps(file, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1]), sort_keys=rng.random() < 0.5)
            (self.folder / "file.json").write_text(written, encoding="utf-8")
            self.statemark("sign file.json --payload payload.bin")
            ours = (self.folder / "payload.bin").read_bytes()
            self.assertEqual(ours, encode_canonical(signed).encode("utf-8"), f"seed {SEED}, file {number}")
