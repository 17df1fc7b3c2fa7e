"""The server under test: started with its own data, found by its ready line, ended by its id."""

import select
import shutil
import signal
import subprocess
import tempfile
import time

READY_PREFIX = "toile: serving "
READY_SECONDS = 20
END_SECONDS = 10


class Server:
    """One `toile serve` process. Leaving the `with` block ends it and removes its data."""

    def __init__(self, binary, *options):
        self.binary = binary
        self.options = options
        self.data = tempfile.mkdtemp(prefix="toile-browser-")
        self.address = "127.0.0.1:0"
        self.process = None
        self.url = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    def start(self):
        command = [self.binary, "serve", "--listen", self.address, "--data", self.data, *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self._ready_url()
        # A restart has to come back where the pages look for it.
        self.address = self.url.removeprefix("http://").rstrip("/")

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.process = None

    def _ready_url(self):
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if select.select([self.process.stdout], [], [], 0.2)[0]:
                line = self.process.stdout.readline()
                if line.startswith(READY_PREFIX):
                    return line.removeprefix(READY_PREFIX).strip()
            if self.process.poll() is not None:
                break
        code = self.process.poll()
        self.stop()
        raise AssertionError(f"the server did not get ready within {READY_SECONDS} s (exit code {code})")
