#!/usr/bin/env python3
"""Questions about the charts that draw_charts.py drew, with what their data answer.

    python3 Tests/Reference/ask_charts.py FOLDER

Reads FOLDER/charts.json and writes FOLDER/questions.json: for each bar, line and pie chart up to eight questions that its own words allow, one of them about
something that it does not show. Charts in styles that are held out are asked in wordings that the others are not asked in. The seed is fixed.
"""
import json, pathlib, random, sys

folder = pathlib.Path(sys.argv[1])
charts = json.loads((folder / "charts.json").read_text())
KINDS = {"Asia": "region", "Jan": "month", "Q1": "quarter", "Metformin": "drug", "Swift": "language", "Retail": "sector", "Mon": "day", "Under 20": "age group",
         "2019 Q1": "quarter", "2016": "year"}
WORDS = {  # type: (wordings of the charts that are tuned with, of those held out)
    "highest": (["Which {kind} had the highest {of}?", "Which {kind} is highest{in_of}?"], ["In which {kind} was the {of} the largest?", "What {kind} has the most{of_}?"]),
    "lowest": (["Which {kind} had the lowest {of}?", "Which {kind} is lowest{in_of}?"], ["In which {kind} was the {of} the smallest?", "What {kind} has the least{of_}?"]),
    "value": (["What was {of} in {a}?", "How much is {of} for {a}?"], ["What is the {of} of {a}?", "{a}: how high is {of}?"]),
    "difference": (["How much higher is {a} than {b}{in_of}?", "What is the difference between {a} and {b}{in_of}?"],
                   ["By how much does {a} exceed {b}{in_of}?", "How much more is {a} than {b}{in_of}?"]),
    "choice": (["Which is higher{in_of}, {a} or {b}?"], ["Which is larger{in_of}: {a} or {b}?"]),
    "change": (["Did {of} rise from {a} to {b}?", "Did {of} fall between {a} and {b}?"], ["Has {of} increased from {a} to {b}?", "Did {of} drop from {a} to {b}?"]),
    "total": (["What is the total{of_of}?", "What is the sum{of_of}?"], ["What is the total{of_of} over all of them?", "What do the values{of_of} add up to in total?"]),
    "absent": (["What was {of} in {strange}?", "How much higher is {strange} than {a}?", "Which is higher, {strange} or {a}?"],
               ["What is the {of} of {strange}?", "By how much does {strange} exceed {a}?", "Did {of} rise from {strange} to {a}?"]),
}
STRANGE = {"year": "1987", "quarter": "Q7", "month": "Dec", "day": "Sun"}
questions = []
for number, name in enumerate(sorted(charts)):
    chart = charts[name]
    if chart["kind"] == "other": continue
    rng, held = random.Random(f"ask {name}"), chart["held_out"]
    names = chart["categories"]
    # Ticks of numbers name points, not things; a picture that says one name twice says neither.
    kind = next((k for first, k in KINDS.items() if names and names[0] == first), "point")
    if len(set(names)) < len(names) or len(names) < 2: continue
    low, high = chart["axis"] or [0, 100]
    series = [s for s in chart["series"] if all(v is not None for v in s["values"])]
    if not series: continue
    s = rng.choice(series)
    several, values = len(chart["series"]) > 1, s["values"]
    of = s["name"] if several else "the value" if chart["kind"] != "pie" else "the share"
    slots = dict(kind=kind, of=of.removeprefix("the ") if not several else of, in_of=f" in {of}" if several else "", of_=f" {of}" if several else "", of_of=f" of {of}" if several else "")
    span, log = high - low, chart["scale"] == "log"

    def tolerance(value, values=1):
        """2 % of the axis, on a logarithmic one of its length there; of each value that is added or subtracted."""
        import math
        return values * (abs(value) * (10 ** (0.02 * (math.log10(high) - math.log10(low))) - 1) if log else 0.02 * span)

    def near(a, b): return abs(a - b) < 0.5 * (tolerance(a) + tolerance(b))

    def add(type, **answer):
        text = WORDS[type][held]
        text = text[number % len(text)] if type != "absent" else rng.choice(text)
        more = dict(slots, **answer.pop("slots", {}))
        questions.append(dict(chart=name, type=type, text=text.format(**more).replace("the the", "the").replace("is value", "is the value").replace("was value", "was the value")
                              .replace("is share", "is the share").replace("was share", "was the share").replace("Did value", "Did the value").replace("Has value", "Has the value"), **answer))

    i, j = rng.sample(range(len(names)), 2)
    a, b = sorted((i, j)) if chart["kind"] == "line" or kind in STRANGE else (i, j)
    pair = dict(a=names[a], b=names[b])
    if kind != "point":
        for type, best, others in (("highest", max(values), sorted(values)[-2]), ("lowest", min(values), sorted(values)[1])):
            add(type, name=names[values.index(best)], near=near(best, others), slots=pair)
    add("value", number=values[a], tolerance=tolerance(values[a]), slots=pair)
    up, down = (a, b) if values[a] > values[b] else (b, a)
    add("difference", number=abs(values[a] - values[b]), tolerance=max(tolerance(values[a]), tolerance(values[b])) * 2, near=near(values[a], values[b]),
        slots=dict(a=names[up], b=names[down]))
    add("choice", name=names[up], near=near(values[a], values[b]), slots=pair)
    if kind in STRANGE or kind == "point" and chart["kind"] == "line":
        rise = "fall" not in WORDS["change"][held][number % 2] and "drop" not in WORDS["change"][held][number % 2]
        add("change", name="yes" if (values[b] > values[a]) == rise else "no", near=near(values[a], values[b]), slots=pair)
    if chart["kind"] != "pie" and kind != "point":
        add("total", number=sum(values), tolerance=tolerance(max(values), len(values)), slots=pair)
    strange = STRANGE.get(kind, "Atlantis")
    if strange in names: strange = "Nov" if kind == "month" else "Atlantis"
    if strange not in names: add("absent", slots=dict(pair, strange=strange))
(folder / "questions.json").write_text(json.dumps(questions, indent=1))
held = sum(charts[q["chart"]]["held_out"] for q in questions)
print(len(questions), "questions,", held, "of them about charts held out")
