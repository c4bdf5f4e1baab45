#!/usr/bin/env python3
"""Speaks questions about the things of the shipped graphs by espeak-ng, for `kgassist-bench fusion-spoken`.

    Tests/Reference/speak_questions.py FOLDER [TRAIN TEST]
Writes FOLDER/train-NNNN.wav and test-NNNN.wav (16 kHz, one channel; by sox) and FOLDER/spoken.json: for each the text, the name as it was said, the thing
by its IRI, the relation asked for and the wording's number, and its split: 400 to train on in the wordings to train on, 200 to judge in the
held-out wordings. No thing is in both. Things are asked about by relations that they have; names have a word of seven letters or
more, for short common words are heard rightly anyway. The same for every run of one version of espeak-ng; with
other counts the first ones stay as they are.
"""
import json
import pathlib
import random
import re
import subprocess
import sys

VOICES = [("en-us", 150), ("en-gb", 165), ("en-us+f3", 140), ("en-gb-scotland", 155), ("en-gb-x-rp+f2", 170), ("en-029", 145),
          ("en-us+m3", 180), ("en-gb-x-gbclan", 160), ("en-us+f2", 175), ("en-gb+m5", 150), ("en-gb-x-gbcwmd+f4", 150), ("en-us+m7", 165)]
TOKEN = re.compile(r'#[^\n]*|@prefix\s+\S+\s+<[^>]*>\s*\.|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^\S+)?|<[^>]*>|[;,\[\]()]|\.(?=\s|$)|[^\s;,\[\]()"<]+?(?=[;,\])]|\.?\s)')


def statements(text, prefixes):
    """Subjects, predicates and objects as they are written; what stands in brackets is passed over."""
    subject = predicate = None
    depth = 0
    for token in TOKEN.findall(text):
        if token.startswith("#"):
            continue
        if token.startswith("@prefix"):
            name, iri = re.match(r"@prefix\s+(\S+)\s+<([^>]*)>", token).groups()
            prefixes[name] = iri
        elif token in "[(":
            depth += 1
        elif token in "])":
            depth -= 1
        elif depth > 0 or token == ",":
            continue
        elif token == ".":
            subject = predicate = None
        elif token == ";":
            predicate = None
        elif subject is None:
            subject = token
        elif predicate is None:
            predicate = token
        else:
            yield subject, predicate, token


root = pathlib.Path(__file__).resolve().parents[2]
prefixes, facts = {}, []
for path in [root / "Graphs/vocabulary.ttl"] + sorted(root.glob("Graphs/*/graph.ttl")):
    facts += statements(path.read_text(), prefixes)
inverse = {}
for s, p, o in facts:
    if p == "owl:inverseOf":
        inverse[s], inverse[o] = o, s
    if p == "a" and o == "owl:SymmetricProperty":
        inverse[s] = s
names, relations = {}, {}
for s, p, o in facts:
    if p in ("rdfs:label", "skos:altLabel") and o.endswith("@en"):
        names.setdefault(s, []).append(o[1:-4])
    elif p.startswith("kg:") and ":" in o and not o.startswith('"'):
        relations.setdefault(s, set()).add(p)
        if p in inverse:
            relations.setdefault(o, set()).add(inverse[p])
wordings = {"kg:" + entry["relation"]: entry for entry in map(json.loads, (root / "Graphs/wordings.jsonl").read_text().splitlines())}


def speakable(name):
    return re.fullmatch(r"[A-Za-z][a-z']+(?:[ -][A-Za-z][a-z']*){0,4}", name) and max(map(len, re.split("[ -]", name))) >= 7


rng = random.Random(7)
things = sorted(s for s in names if not s.startswith(("kg:", "owl:")) and any(map(speakable, names[s])) and any(r in wordings for r in relations.get(s, ())))
rng.shuffle(things)
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
counts = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (400, 200)
third = len(things) // 3
questions = []
for split, chosen, count in (("train", things[third:], counts[0]), ("test", things[:third], counts[1])):
    for turn in range(count):
        rng = random.Random(f"{split} {turn}")
        thing = chosen[turn % len(chosen)]
        name = rng.choice([n for n in names[thing] if speakable(n)])
        relation = rng.choice(sorted(r for r in relations[thing] if r in wordings))
        worded = wordings[relation]["held_out" if split == "test" else "wordings"]
        wording = rng.randrange(len(worded))
        text = worded[wording].replace("{}", name)
        prefix, local = thing.split(":", 1)
        questions.append({"file": f"{split}-{turn:04}.wav", "text": text[0].upper() + text[1:], "name": name, "thing": prefixes[prefix + ":"] + local,
                          "relation": relation[3:], "wording": wording, "split": split, "voice": rng.randrange(len(VOICES))})
for question in questions:
    voice, rate = VOICES[question["voice"]]
    speech = subprocess.run(["espeak-ng", "-v", voice, "-s", str(rate), "--stdout", question["text"]], check=True, capture_output=True).stdout
    subprocess.run(["sox", "-R", "-D", "-V1", "--ignore-length", "-t", "wav", "-", "-r", "16000", "-c", "1", "-b", "16", str(out / question["file"])], input=speech, check=True)
(out / "spoken.json").write_text(json.dumps({"questions": questions}, indent=1) + "\n")
print(f"{len(things)} things, {len(questions)} questions, {len({q['thing'] for q in questions})} things asked about")
