"""Our client verifies repositories that the reference implementation wrote."""

import hashlib
import json
from datetime import datetime, timedelta, timezone

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from place import Place

TOP_LEVEL = ["root", "targets", "snapshot", "timestamp"]


class Reference:
    """A repository in memory, written by the reference implementation."""

    def __init__(self, files, now, **options):
        self.files, self.now, self.options = files, now, options
        self.signers = {role: [CryptoSigner.generate_ed25519() for _ in range(self.keys(role))] for role in [*TOP_LEVEL, "sites"]}
        self.root = Root(expires=self.after(365), consistent_snapshot=options.get("consistent", True))
        for role in TOP_LEVEL:
            for signer in self.signers[role]:
                self.root.add_key(signer.public_key, role)
            self.root.roles[role].threshold = self.keys(role)
        self.root_signers = list(self.signers["root"])
        self.roots = []
        self.version = 0

    def keys(self, role):
        return self.options.get("thresholds", {}).get(role, 1)

    def after(self, days):
        return self.now + timedelta(days=days)

    def rotate(self, role):
        """Other keys for a role. The next `write` has a next root."""
        for signer in self.signers[role]:
            self.root.revoke_key(signer.public_key.keyid, role)
        old = self.signers[role]
        self.signers[role] = [CryptoSigner.generate_ed25519() for _ in old]
        for signer in self.signers[role]:
            self.root.add_key(signer.public_key, role)
        self.root.version += 1
        if role == "root":
            self.root_signers = [*old, *self.signers["root"]]

    def sign(self, signed, signers):
        metadata = Metadata(signed)
        if self.options.get("unknown"):
            metadata.unrecognized_fields["x-note"] = {"made by": "the reference implementation"}
        for signer in signers:
            metadata.sign(signer, append=True)
        return metadata.to_bytes(JSONSerializer(compact=self.options.get("compact", True)))

    def meta(self, version, content):
        if self.options.get("bare"):
            return MetaFile(version)
        return MetaFile(version, len(content), {"sha256": hashlib.sha256(content).hexdigest()})

    def write(self, folder, issued=True, sites_role=True):
        self.version += 1
        out = {}
        if self.root.version > len(self.roots):
            self.roots.append(self.sign(self.root, self.root_signers))
            self.root_signers = list(self.signers["root"])
        for number, root in enumerate(self.roots, 1):
            out[f"metadata/{number}.root.json"] = root

        targets, sites = Targets(self.version, expires=self.after(180)), Targets(self.version, expires=self.after(180))
        for path, content in self.files.items():
            role = sites if path == "sites.json" and sites_role else targets
            role.targets[path] = TargetFile.from_data(path, content, self.options.get("hashes"))
            name = path.rsplit("/", 1)
            for hash_ in role.targets[path].hashes.values():
                prefixed = "/".join([*name[:-1], f"{hash_}.{name[-1]}"])
                out["targets/" + (prefixed if self.root.consistent_snapshot else path)] = content
        if sites_role:
            keys = {signer.public_key.keyid: signer.public_key for signer in self.signers["sites"]}
            role = DelegatedRole("sites", list(keys), self.keys("sites"), True, paths=["sites.json"])
            targets.delegations = Delegations(keys, {"sites": role})
        if self.options.get("unknown"):
            for signed in (targets, sites):
                signed.unrecognized_fields["x-list"] = [{"ü\n\\\"": [1, -2, True, None, {}]}, "\x7f\u2028"]
        snapshot = Snapshot(self.version, expires=self.after(30))
        out[self.name("targets")] = self.sign(targets, self.signers["targets"])
        snapshot.meta["targets.json"] = self.meta(self.version, out[self.name("targets")])
        if sites_role:
            out[self.name("sites")] = self.sign(sites, self.signers["sites"])
            snapshot.meta["sites.json"] = self.meta(self.version, out[self.name("sites")])
        out[self.name("snapshot")] = self.sign(snapshot, self.signers["snapshot"])
        timestamp = Timestamp(self.version, expires=self.after(7))
        timestamp.snapshot_meta = self.meta(self.version, out[self.name("snapshot")])
        if issued:
            timestamp.unrecognized_fields["issued"] = self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        out["metadata/timestamp.json"] = self.sign(timestamp, self.signers["timestamp"])
        for path, content in out.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)

    def name(self, role):
        return f"metadata/{self.version}.{role}.json" if self.root.consistent_snapshot else f"metadata/{role}.json"


class ReferenceWrites(Place):
    def setUp(self):
        super().setUp()
        # A list to be signed: our own, without what signed it.
        self.publish_first()
        self.files = {}
        for name in ["1.targets.json", "1.sites.json"]:
            signed = json.loads((self.folder / "site/metadata" / name).read_bytes())["signed"]
            for path, target in signed["targets"].items():
                folder, _, file = path.rpartition("/")
                hashed = f"{target['hashes']['sha256']}.{file}"
                self.files[path] = (self.folder / "site/targets" / folder / hashed).read_bytes()
        self.now = datetime.now(timezone.utc).replace(microsecond=0)

    def write(self, name="theirs", repository=None, **options):
        repository = repository or Reference(self.files, self.now, **options)
        repository.write(self.folder / name)
        return repository

    def test_every_kind_of_repository(self):
        for name, options in {
            "plain": {},
            "spaced": {"compact": False},
            "bare": {"bare": True},
            "unknown-fields": {"unknown": True, "compact": False},
            "sha512": {"hashes": ["sha512"]},
            "both-hashes": {"hashes": ["sha256", "sha512"]},
            "thresholds": {"thresholds": {"root": 3, "targets": 2, "snapshot": 2, "timestamp": 2, "sites": 2}},
            "not-consistent": {"consistent": False},
        }.items():
            with self.subTest(name):
                self.write(name, **options)
                answer = self.verify(f"{name}/metadata/1.root.json", self.serve(name))
                self.assertTrue(answer.get("accepted"), answer)
                self.assertEqual(answer["accounts"], 4)

    def test_every_rotation(self):
        repository = self.write()
        address = self.serve("theirs")
        for version, role in enumerate([*TOP_LEVEL, "root", "timestamp"], 2):
            repository.rotate(role)
            self.write(repository=repository)
            answer = self.verify("theirs/metadata/1.root.json", address)
            self.assertTrue(answer.get("accepted"), (role, answer))
            self.assertEqual(answer["versions"], {"root": version, "timestamp": version, "snapshot": version, "targets": version})

    def test_a_key_that_the_extension_cannot_verify_is_found(self):
        repository = Reference(self.files, self.now)
        repository.root.add_key(CryptoSigner.generate_ecdsa().public_key, "targets")
        self.write(repository=repository)
        said = self.run_statemark("check registry --site theirs")
        self.assertEqual(said.returncode, 1)
        self.assertIn("root 1 gives targets a key of the kind `ecdsa-sha2-nistp256`", said.stderr)

    def test_what_is_not_signed_right_is_refused(self):
        def no_issued(repository, folder):
            repository.write(folder, issued=False)

        def expired(repository, folder):
            repository.now -= timedelta(days=8)
            repository.write(folder)

        def too_few(repository, folder):
            repository.signers["targets"].pop()
            repository.write(folder)

        def strangers(repository, folder):
            repository.signers["snapshot"] = [CryptoSigner.generate_ed25519()]
            repository.write(folder)

        def root_without_the_old_keys(repository, folder):
            repository.rotate("root")
            repository.root_signers = repository.signers["root"]
            repository.write(folder)

        def root_that_skips_a_version(repository, folder):
            repository.root.version += 2
            (folder / "metadata/2.root.json").write_bytes(repository.sign(repository.root, repository.root_signers))

        for change, variant in [
            (no_issued, "NotIssued"),
            (expired, "Expired"),
            (too_few, "ThresholdNotMet"),
            (strangers, "ThresholdNotMet"),
            (root_without_the_old_keys, "ThresholdNotMet"),
            (root_that_skips_a_version, "WrongVersion"),
        ]:
            with self.subTest(change.__name__):
                name = change.__name__
                repository = self.write(name, thresholds={"targets": 2})
                address = self.serve(name)
                self.assertTrue(self.verify(f"{name}/metadata/1.root.json", address).get("accepted"))
                change(repository, self.folder / name)
                answer = self.verify(f"{name}/metadata/1.root.json", address)
                self.assertEqual(answer.get("variant"), variant, answer)
