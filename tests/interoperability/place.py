"""A folder with a registry and keys, `statemark`, and a web server over a folder on this machine."""

import functools
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest

STATEMARK = os.environ["STATEMARK"]


class Place(unittest.TestCase):
    """One folder a test."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def run_statemark(self, words):
        return subprocess.run([STATEMARK, *words.split()], cwd=self.folder, capture_output=True, text=True, check=False)

    def statemark(self, words):
        """What a command that must succeed printed."""
        said = self.run_statemark(words)
        self.assertEqual(said.returncode, 0, f"statemark {words}: {said.stderr}")
        return said.stdout

    def publish_first(self, roles=""):
        self.statemark("new registry")
        self.statemark(f"keys make keys --unencrypted {roles}")
        self.statemark("publish registry --keys keys --out site")

    def change_list(self, before, after):
        path = self.folder / "registry/accounts.csv"
        text = path.read_text()
        self.assertIn(before, text)
        path.write_text(text.replace(before, after))

    def serve(self, folder):
        """The address at which the folder is served until the test ends."""
        handler = functools.partial(Quiet, directory=str(self.folder / folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    def verify(self, root, address):
        """What our client says of a list on the web: the belief, or the variant of the refusal."""
        said = self.run_statemark(f"verify --root {root} --url {address} --json")
        answer = json.loads(said.stdout) if said.stdout else {"error": said.stderr}
        self.assertEqual(said.returncode == 0, answer.get("accepted", False), said.stderr)
        return answer


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Without a line for every request."""

    def log_message(self, *_):
        pass
