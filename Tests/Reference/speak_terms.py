#!/usr/bin/env python3
"""Speaks questions about names of the shipped graphs by espeak-ng, for `kgassist-bench terms`.

    Tests/Reference/speak_terms.py FOLDER [COUNT]
Writes FOLDER/tuning and FOLDER/test, each with COUNT (60) recordings NNN.wav, their texts NNN.txt and the name in each
NNN.term, no name in both; and FOLDER/names.txt, every label of the three graphs, one a line. The same for every run.
"""
import pathlib
import random
import re
import subprocess
import sys

VOICES = ["en-us", "en-gb", "en-us+f3", "en-gb-scotland", "en-gb-x-rp+f2", "en-029", "en-us+m3", "en-gb-x-gbclan"]
TEMPLATES = ["What is {}?", "Please tell me what {} means.", "When does {} matter most?", "How is {} explained in our documents?",
             "I would like to know more about {}.", "Does the team understand {} well enough?"]

root = pathlib.Path(__file__).resolve().parents[2]
names = set()
for graph in sorted(root.glob("Graphs/*/graph.ttl")):
    for line in graph.read_text().splitlines():
        for match in re.finditer(r'(?:rdfs:label|skos:altLabel)\s+((?:"[^"]*"@en\s*,?\s*)+)', line):
            names.update(re.findall(r'"([^"]*)"@en', match.group(1)))
names = sorted(names)
spoken = [n for n in names if re.fullmatch(r"[A-Za-z][a-z]+(?:[ -][a-z]+){0,2}", n) and max(map(len, re.split("[ -]", n))) >= 7]
rng = random.Random(11)
rng.shuffle(spoken)
out = pathlib.Path(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 60
for part, chosen in (("tuning", spoken[:count]), ("test", spoken[count:2 * count])):
    folder = out / part
    folder.mkdir(parents=True, exist_ok=True)
    for index, name in enumerate(chosen):
        text = TEMPLATES[index % len(TEMPLATES)].format(name)
        stem = folder / f"{index:03}"
        subprocess.run(["espeak-ng", "-v", VOICES[index % len(VOICES)], "-s", "150", "-w", str(stem) + ".wav", text], check=True)
        stem.with_suffix(".txt").write_text(text + "\n")
        stem.with_suffix(".term").write_text(name + "\n")
(out / "names.txt").write_text("\n".join(names) + "\n")
print(f"{len(names)} names, {min(len(spoken), 2 * count)} spoken")
