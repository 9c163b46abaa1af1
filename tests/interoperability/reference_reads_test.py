"""The reference client verifies what `statemark` wrote."""

import json
import pathlib
import shutil

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import BadVersionNumberError, RepositoryError
from tuf.api.metadata import Metadata, MetaFile
from tuf.ngclient import Updater

from place import Place

FAR = 1_000_000


class ReferenceReads(Place):
    def client(self, address, name="client"):
        """One client; the same name again is the same client, later."""
        folder = self.folder / name
        metadata, targets = folder / "metadata", folder / "targets"
        first = not metadata.exists()
        metadata.mkdir(parents=True, exist_ok=True)
        targets.mkdir(exist_ok=True)
        root = (self.folder / "site/metadata/1.root.json").read_bytes() if first else None
        return Updater(str(metadata), address + "metadata/", str(targets), address + "targets/", bootstrap=root)

    def read_all(self, address, name="client"):
        """Refreshes and downloads every file of the list."""
        client = self.client(address, name)
        client.refresh()
        metadata = self.folder / name / "metadata"
        targets = json.loads((metadata / "targets.json").read_bytes())["signed"]["targets"]
        files = {}
        for path in [*targets, "sites.json"]:
            info = client.get_targetinfo(path)
            self.assertIsNotNone(info, path)
            target = self.folder / name / "targets" / path.replace("/", "-")
            files[path] = json.loads(pathlib.Path(client.download_target(info, str(target))).read_bytes())
        return files

    def test_a_client_follows_every_kind_of_change(self):
        self.publish_first("--role root=3/2 --role targets=2/2")
        address = self.serve("site")
        files = self.read_all(address)
        self.assertEqual(set(files) - {"index.json", "impostors.json", "sites.json"}, {f"sections/{s['id']}.json" for s in files["index.json"]["sections"]})
        self.change_list("Snow Operations,paused", "Snow Operations,compromised")
        changes = [
            "publish registry --keys keys --out site",
            "renew site",
            "rotate timestamp --site site --unencrypted",
            "rotate snapshot --site site --unencrypted",
            "rotate targets --site site --unencrypted",
            "rotate sites --site site --unencrypted",
            "rotate root --site site --unencrypted",
            "rotate root --replace root-4 --threshold 3 --site site --unencrypted",
            "rotate targets --add editor --threshold 3 --site site --unencrypted",
            "renew site",
        ]
        for change in changes:
            with self.subTest(change):
                self.statemark(change)
                files = self.read_all(address)
                self.assertIn("compromised", json.dumps(files))
        self.read_all(address, "late")
        self.assertEqual(json.loads((self.folder / "late/metadata/root.json").read_bytes())["signed"]["version"], 7)

    def test_a_floor_that_a_thief_raised_is_recovered_by_rotation(self):
        self.publish_first()
        address = self.serve("site")
        self.read_all(address)
        stolen = {role: self.signer(f"keys/{role}-1.pem") for role in ["snapshot", "timestamp"]}
        shutil.copytree(self.folder / "site", self.folder / "stolen")
        metadata = self.folder / "stolen/metadata"
        snapshot = Metadata.from_file(str(metadata / "1.snapshot.json"))
        snapshot.signed.version = FAR
        snapshot.sign(stolen["snapshot"])
        snapshot.to_file(str(metadata / f"{FAR}.snapshot.json"))
        timestamp = Metadata.from_file(str(metadata / "timestamp.json"))
        timestamp.signed.version = FAR
        timestamp.signed.snapshot_meta = MetaFile(FAR)
        timestamp.sign(stolen["timestamp"])
        timestamp.to_file(str(metadata / "timestamp.json"))
        self.read_all(self.serve("stolen"))

        self.statemark("renew site")
        with self.assertRaises(BadVersionNumberError):
            self.read_all(address)
        self.statemark("rotate snapshot --site site --unencrypted")
        self.statemark("rotate timestamp --site site --unencrypted")
        self.read_all(address)
        with self.assertRaises(RepositoryError):
            self.read_all(self.serve("stolen"))

    def signer(self, file, passphrase=None):
        return CryptoSigner(load_pem_private_key((self.folder / file).read_bytes(), passphrase))

    def test_a_holder_signs_with_another_tool(self):
        self.publish_first("--role targets=2/2")
        (self.folder / "passphrase").write_text("correct horse\n")
        self.statemark("keys encrypt keys --passphrase-file passphrase")
        (self.folder / "keys/targets-2.pem").rename(self.folder / "away.pem")
        self.change_list("Snow Operations,paused", "Snow Operations,compromised")
        self.statemark("publish registry --keys keys --out site --export draft --passphrase-file passphrase")
        exported = self.folder / "draft/metadata/2.targets.json"
        metadata = Metadata.from_bytes(exported.read_bytes())
        metadata.sign(self.signer("away.pem", b"correct horse"), append=True)
        metadata.to_file(str(self.folder / "signed.json"))
        said = self.run_statemark("sign draft/metadata/2.targets.json --from signed.json")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.statemark("publish --resume draft --out site --passphrase-file passphrase")
        self.assertIn("compromised", json.dumps(self.read_all(self.serve("site"))))

    def test_damage_is_refused_by_both(self):
        self.publish_first()
        address = self.serve("site")
        for name in ["timestamp.json", "1.snapshot.json", "1.targets.json", "1.sites.json"]:
            path = self.folder / "site/metadata" / name
            good = path.read_bytes()
            path.write_bytes(good.replace(b'"version":1', b'"version":9', 1))
            with self.subTest(name):
                with self.assertRaises(RepositoryError):
                    self.read_all(address, "of-" + name)
                self.assertFalse(self.verify("site/metadata/1.root.json", address)["accepted"])
            path.write_bytes(good)
        self.assertTrue(self.verify("site/metadata/1.root.json", address)["accepted"])
