#!/usr/bin/env python3
"""Holds the shipped teaching material to its own rules; prints one line for each that is broken and a count at the end.

- every code sample of Graphs/code compiles (Swift, Python, C, SQL, shell), and Python samples run, with their asserts;
- every domain has at least 8 documents of 600 words or more;
- every questions.jsonl has at least 30 questions, 6 of them to be abstained from, and names only documents that exist.

The Turtle itself is read when the tests import the graphs.
"""
import json, pathlib, re, shutil, sqlite3, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2] / "Graphs"
DOMAINS = ["finance", "medical", "code"]
passed, failures = 0, []


def check(condition, message):
    global passed
    if condition:
        passed += 1
    else:
        failures.append(message)


def compile_sql(code):
    connection = sqlite3.connect(":memory:", isolation_level=None)
    if "CREATE TABLE" not in code:
        connection.executescript("CREATE TABLE account (id INTEGER PRIMARY KEY, balance_cents INTEGER)")
    connection.executescript(code)


def sample_error(language, code, folder):
    """The compiler's complaint about one sample, or None when it has none."""
    path = pathlib.Path(folder) / f"sample.{language}"
    path.write_text(code)
    commands = {
        "python": [sys.executable, str(path)],
        "swift": ["swiftc", "-swift-version", "6", "-typecheck", "-parse-as-library", str(path)],
        "c": ["cc", "-Wall", "-Werror", "-x", "c", "-fsyntax-only", str(path)],
        "bash": ["bash", "-n", str(path)],
    }
    if language == "sql":
        try:
            compile_sql(code)
            return None
        except sqlite3.Error as error:
            return str(error)
    run = subprocess.run(commands[language], capture_output=True, text=True, timeout=120)
    return None if run.returncode == 0 else run.stderr.strip()


def check_samples():
    with tempfile.TemporaryDirectory() as folder:
        for document in sorted((ROOT / "code" / "documents").glob("*.md")):
            samples = re.findall(r"```(\w+)\n(.*?)```", document.read_text(), re.S)
            for number, (language, code) in enumerate(samples, 1):
                if language in {"python", "swift", "c", "sql", "bash"}:
                    error = sample_error(language, code, folder)
                    check(error is None, f"{document.name}, sample {number} ({language}): {error}")


def check_domain(domain):
    documents = {path.name: path for path in (ROOT / domain / "documents").iterdir()}
    long_enough = [path for path in documents.values() if len(path.read_text().split()) >= 600]
    check(len(long_enough) >= 8, f"{domain}: only {len(long_enough)} documents of 600 words or more")
    lines = (ROOT / domain / "questions.jsonl").read_text().splitlines()
    questions = [json.loads(line) for line in lines if line.strip()]
    check(len(questions) >= 30, f"{domain}: only {len(questions)} questions")
    check(sum(q["abstain"] for q in questions) >= 6, f"{domain}: fewer than 6 questions to abstain from")
    check(len({q["id"] for q in questions}) == len(questions), f"{domain}: two questions share an id")
    for q in questions:
        check(q["abstain"] or (q["document"] in documents and q["answer"]), f"{q['id']}: no answer, or no such document")


for needed in ["swiftc", "cc", "bash"]:
    if shutil.which(needed) is None:
        sys.exit(f"check.py needs {needed}; install it and run again")
check_samples()
for name in DOMAINS:
    check_domain(name)
for failure in failures:
    print(failure)
print(f"{passed} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
