#!/usr/bin/env python3
"""Many clients at once for a while: does the daemon stay small, whole and polite?

    soak.py [SECONDS]      120 by default; needs a release build and the weights

Starts a daemon of its own with the shipped material. Twelve clients ask, search, complete, ingest and remove documents;
every fifth question is left before its answer ends. It fails when a reply is neither an answer nor a polite refusal,
when memory or open files grow, when work goes on after everybody has left, or when `verify` finds the store damaged.
"""
import http.client
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / ".build/release"
CLIENTS = 12
GOOD = {200, 202, 404, 503, 504}  # 404: somebody else removed the document first


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("kgassist", timeout=120)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Soak:
    def __init__(self, room, seconds):
        self.socket, self.state = str(room / "k.sock"), room / "state"
        self.environment = dict(os.environ, KGASSIST_SOCKET=self.socket, KGASSIST_STATE=str(self.state),
                                KGASSIST_DECODER="SmolLM2-135M-Instruct.Q4_1.gguf", KGASSIST_CACHE_MB="64")
        self.daemon = subprocess.Popen([PROGRAMS / "kgassistd"], env=self.environment, stderr=subprocess.DEVNULL)
        self.end = time.monotonic() + seconds
        self.counts, self.faults, self.lock = {}, [], threading.Lock()
        self.questions = [json.loads(line)["question"] for file in sorted(ROOT.glob("Graphs/*/questions.jsonl"))
                          for line in file.read_text().splitlines()]

    def call(self, method, path, body=None, leave=None):
        connection = UnixConnection(self.socket)
        try:
            connection.request(method, path, body if isinstance(body, (bytes, type(None))) else json.dumps(body))
            if leave is not None:
                time.sleep(leave)
                return None, b""
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def client(self, number):
        chance = random.Random(number)
        while time.monotonic() < self.end:
            kind = chance.choices(["ask", "left", "search", "chat", "document"], [8, 3, 4, 2, 2])[0]
            question = chance.choice(self.questions)
            try:
                status = self.step(kind, question, chance)
            except OSError as error:
                status = f"{type(error).__name__}: {error}"
            with self.lock:
                self.counts[kind, status] = self.counts.get((kind, status), 0) + 1
                if status is not None and status not in GOOD:
                    self.faults.append(f"{kind}: {status}")

    def step(self, kind, question, chance):
        if kind == "ask":
            return self.call("POST", "/v1/ask", {"question": question, "extractive": chance.random() < 0.5})[0]
        if kind == "left":
            return self.call("POST", "/v1/ask", {"question": question, "stream": True}, leave=chance.random())[0]
        if kind == "search":
            return self.call("POST", "/v1/search", {"question": question, "k": 5})[0]
        if kind == "chat":
            messages = [{"role": "user", "content": question}]
            return self.call("POST", "/v1/chat/completions", {"messages": messages, "max_tokens": 48})[0]
        text = f"# Harbour {chance.randrange(40)}\n\nThe crane lifts {chance.randrange(9000)} tonnes a day.\n"
        status, _ = self.call("POST", f"/v1/documents?name=soak-{chance.randrange(40)}.md&replace=true", text.encode())
        documents = json.loads(self.call("GET", "/v1/documents")[1] or b"{}").get("documents", [])
        mine = [document["id"] for document in documents if document["name"].startswith("soak-")]
        if len(mine) > 20:
            status, _ = self.call("DELETE", f"/v1/documents/{chance.choice(mine)}")
        return status

    def metric(self, name):
        text = self.call("GET", "/metrics")[1].decode()
        return next((float(line.split()[-1]) for line in text.splitlines() if line.startswith(f"kgassist_{name} ")), None)

    def size(self):
        process = pathlib.Path(f"/proc/{self.daemon.pid}")
        status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
        return int(status["VmRSS"].split()[0]) // 1024, len(list((process / "fd").iterdir()))

    def ready(self):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                if self.call("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        sys.exit("soak.py: the daemon did not become ready")

    def program(self, *words):
        return subprocess.run([PROGRAMS / "kgassist", *words], env=self.environment, cwd=ROOT, capture_output=True, text=True)

    def run(self):
        self.ready()
        for domain in ("finance", "medical", "code"):
            self.program("graph", "import", f"Graphs/{domain}/graph.ttl", "--domain", domain)
            self.program("ingest", f"Graphs/{domain}/documents", "--domain", domain)
        threads = [threading.Thread(target=self.client, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        begin, sizes = time.monotonic(), []
        while any(thread.is_alive() for thread in threads):
            sizes.append((time.monotonic() - begin, *self.size()))
            time.sleep(2)
        for thread in threads:
            thread.join()
        self.judge(sizes)

    def judge(self, sizes):
        for (kind, status), count in sorted(self.counts.items(), key=str):
            print(f"{kind:9} {'left' if status is None else status}: {count}")
        quiet = time.monotonic() + 20
        while self.metric("asks_running") and time.monotonic() < quiet:
            time.sleep(0.1)
        if self.metric("asks_running"):
            self.faults.append("work goes on after everybody has left")
        # The first half fills caches; the second must not grow.
        half = [size for at, size, _ in sizes[len(sizes) // 3: 2 * len(sizes) // 3]]
        last = [size for at, size, _ in sizes[2 * len(sizes) // 3:]]
        print(f"resident {max(half)} MB in the middle third, {max(last)} MB in the last; files {sizes[0][2]} to {self.size()[1]}")
        if max(last) > max(half) * 1.15 + 32:
            self.faults.append(f"memory grows: {max(half)} MB, then {max(last)} MB")
        if self.size()[1] > sizes[0][2] + 8:
            self.faults.append(f"files stay open: {sizes[0][2]}, then {self.size()[1]}")
        verify = self.program("verify")
        if verify.returncode != 0:
            self.faults.append("verify: " + verify.stdout + verify.stderr)
        self.daemon.terminate()
        if self.daemon.wait(timeout=30) != 0:
            self.faults.append(f"the daemon ended with {self.daemon.returncode}")
        for fault in self.faults[:20]:
            print("fault:", fault)


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    room = pathlib.Path(tempfile.mkdtemp(prefix="kga-soak-"))
    soak = Soak(room, seconds)
    try:
        soak.run()
    finally:
        if soak.daemon.poll() is None:
            soak.daemon.kill()
        shutil.rmtree(room, ignore_errors=True)
    sys.exit(1 if soak.faults else 0)


main()
