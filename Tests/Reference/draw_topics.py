#!/usr/bin/env python3
"""Draws charts, tables and pages about things of the shipped graphs, with questions that mean one of them in other words.

    ENV/bin/python Tests/Reference/draw_topics.py FOLDER [TOPICS]      60 topics, six pictures each

ENV has matplotlib==3.11.2. Writes NAME.png and topics.json: the pictures with their topic, kind and split, and the questions with the picture they mean.
The pictures of a topic differ in one or two of measure, breakdown, year and kind of picture, so that the topic alone finds six. A picture calls its topic
by one of its names and a question by another; the question says measure and breakdown in words that stand in no picture. Two questions a picture, and five
more in further wordings of each that is trained on. A third of the topics is held
out with its pictures; their questions use sentences and words for measures, breakdowns and kinds that no other question uses. The seed is fixed: a second
run draws the same.
"""
import json, pathlib, re, sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plot
import numpy as np

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 60
draw = np.random.default_rng(5)
graphs = pathlib.Path(__file__).resolve().parents[2] / "Graphs"

# What stands in the picture: (words of questions to train on), (words that are held out).
MEASURES = {
    "Searches per month": (["how often people looked it up", "monthly lookups"], ["how many times somebody queried it"]),
    "Training hours": (["time spent teaching it", "the length of the lessons"], ["how long instruction took"]),
    "Reported errors": (["mistakes that were noted", "faults people recorded"], ["slips that came to light"]),
    "Documents mentioning it": (["papers that bring it up", "texts naming it"], ["files that talk of it"]),
    "Cost of handling": (["what dealing with it costs", "the expense of managing it"], ["money spent to look after it"]),
    "Reviews completed": (["checks that were finished", "audits that were done"], ["inspections brought to an end"]),
    "Share of staff trained": (["the proportion of employees taught", "how much of the workforce learnt it"], ["what part of the team was schooled"]),
    "Waiting time in days": (["how long people queued", "the delay"], ["the hold-up before anything happened"]),
}
BREAKDOWNS = {
    "by region": (["Asia", "Europe", "Africa", "America", "Oceania"], ["across the continents", "per part of the world"], ["geographically"]),
    "by quarter": (["Q1", "Q2", "Q3", "Q4"], ["for each three months", "over the course of the year"], ["season after season"]),
    "by department": (["Finance", "Research", "Sales", "Support", "Legal"], ["for every team", "per unit of the organisation"], ["split over the offices"]),
    "by age group": (["Under 20", "20 to 39", "40 to 59", "Over 60"], ["per generation", "for the young and the old"], ["according to how old people are"]),
}
KINDS = {
    "bar": (["bar chart", "columns"], ["bars"]), "line": (["line chart", "curve"], ["line going up and down"]),
    "pie": (["pie chart", "pie"], ["round figure with slices"]), "table": (["table", "grid of numbers"], ["rows and columns"]),
    "page": (["page of text", "written note"], ["prose"]),
}
SENTENCES = (
    ["Which picture shows {measure} for {topic} {breakdown} in {year}?", "Where do I see {measure} of {topic}, {year}, {breakdown}?",
     "{topic} {year}: {measure} {breakdown}", "Find {measure} {breakdown} concerning {topic} ({year})", "I need the figure on {topic}: {measure} {breakdown}, year {year}",
     "Show me {measure}, {breakdown}, for {topic} in {year}"],
    ["In {year}, what was {measure} when it comes to {topic}, {breakdown}?", "Somebody drew {measure} {breakdown} about {topic} back in {year}; which one is it?",
     "Open the one with {measure} regarding {topic} from {year}, {breakdown}"])
KIND_SENTENCES = (["{} As a {kind}.", "{} It is a {kind}.", "{} I mean the {kind}."], ["{} The one with {kind}, please.", "{} There is {kind} in it."])
# Further wordings, of questions to train on alone.
FURTHER = {
    "Searches per month": ["what visitors typed into the search box", "the interest shown in it month by month", "search traffic", "the count of search requests",
                           "demand for information on it"],
    "Training hours": ["the time given to courses", "hours of class", "how much coaching was held", "the workload of seminars", "time in the classroom"],
    "Reported errors": ["the number of bugs filed", "what went wrong", "incidents that were registered", "failures that were announced", "complaints about defects"],
    "Documents mentioning it": ["the number of articles that refer to it", "reports in which it appears", "how widely it is written about", "publications that cite it",
                                "records with its name"],
    "Cost of handling": ["what was paid for it", "the price of processing it", "spending on it", "the budget it takes", "how expensive it was"],
    "Reviews completed": ["the evaluations carried out", "how many assessments are done", "appraisals concluded", "the number of examinations made",
                          "quality controls that took place"],
    "Share of staff trained": ["the percentage of workers who took the course", "how many colleagues know it by now", "the fraction of personnel with lessons",
                               "coverage of the course among employees", "the rate of certified people"],
    "Waiting time in days": ["how long it took until somebody was served", "the time in the queue", "days until it was dealt with", "the backlog's length", "how slow it was"],
    "by region": ["for each area of the world", "in different countries", "by territory", "continent by continent"],
    "by quarter": ["quarterly", "through the months of the year", "as the year went on", "in spring, summer, autumn and winter"],
    "by department": ["in each division", "for the various branches of the firm", "by section of the company", "team by team"],
    "by age group": ["for younger and older people", "by years of life", "across ages", "for each cohort"],
    "bar": ["bar graph", "histogram", "chart with vertical blocks"], "line": ["line graph", "plot of a trend", "chart with a rising and falling curve"],
    "pie": ["circle chart", "cake diagram", "pie with sectors"], "table": ["spreadsheet", "matrix of figures", "tabular listing"],
    "page": ["text document", "paragraph of writing", "page with sentences"],
}
FURTHER_SENTENCES = [
    "Where can I find {measure} {breakdown} for {topic}, {year}?", "Is there anything on {measure} of {topic} {breakdown} for {year}?",
    "{measure} {breakdown} in {year} for {topic}, please", "How does {measure} for {topic} look {breakdown} in {year}?",
    "Give me what we have about {topic}: {year}, {breakdown}, {measure}", "I am looking for {year} data on {topic}, namely {measure} {breakdown}",
    "Which of our pictures is about {topic} and tells {measure} {breakdown} for {year}?", "Pull up {topic} {breakdown}, {measure}, {year}"]
FURTHER_KINDS = ["{} Drawn as a {kind}.", "{} I think it was a {kind}.", "{} Preferably the {kind}.", "{} It should be a {kind}."]
SHEETS = ["default", "seaborn-v0_8-whitegrid", "ggplot", "bmh", "classic", "fivethirtyeight", "dark_background"]


def topics():
    """Things with two names or more and a definition, of all graphs in turn."""
    by_graph = []
    for name in ("finance", "medical", "code"):
        found = []
        for block in re.split(r" \.\n", (graphs / name / "graph.ttl").read_text()):
            label = re.search(r'rdfs:label "([^"]+)"', block)
            others = re.search(r'skos:altLabel ((?:"[^"]+"@?\w* ?,?\s*)+)', block)
            definition = re.search(r'skos:definition "([^"]+)"', block)
            if not (label and others and definition): continue
            names = [label[1]] + re.findall(r'"([^"]+)"', others[1])
            names = [n for n in names if 4 <= len(n) <= 34]
            if len(names) >= 2: found.append((name, names, definition[1]))
        by_graph.append([found[i] for i in draw.permutation(len(found))])
    return [t for row in zip(*by_graph) for t in row][:wanted]


def pick(values): return values[int(draw.integers(len(values)))]


def picture(path, kind, title, measure, groups, names):
    values = np.round(draw.uniform(5, 100, (len(names), len(groups))), 1)
    plot.rcdefaults()
    plot.style.use(pick(SHEETS))
    plot.rcParams.update({"font.size": 8.5, "font.family": pick(["DejaVu Sans", "DejaVu Serif"])})
    figure, axes = plot.subplots(figsize=(5.2, 3.4), dpi=100)
    at = np.arange(len(groups))
    if kind == "bar":
        for i, row in enumerate(values): axes.bar(at + 0.8 * i / len(names), row, 0.8 / len(names), label=names[i])
        axes.set_xticks(at + 0.4 - 0.4 / len(names), groups)
    elif kind == "line":
        for i, row in enumerate(values): axes.plot(at, row, marker=pick(["o", "s", ""]), label=names[i])
        axes.set_xticks(at, groups)
    if kind in ("bar", "line"):
        axes.set_ylabel(measure)
        axes.legend(fontsize=7)
        axes.set_title(title, fontsize=9)
    elif kind == "pie":
        axes.pie(values[0], labels=[f"{g}\n{v:g}" for g, v in zip(groups, values[0])], textprops={"fontsize": 8})
        axes.set_title(title, fontsize=9)
    elif kind == "table":
        axes.axis("off")
        axes.set_title(title, fontsize=9)
        table = axes.table([[g] + [f"{v:g}" for v in values[:, i]] for i, g in enumerate(groups)], colLabels=[measure] + names, loc="center")
        table.auto_set_font_size(False)
        table.set_fontsize(8)
        table.scale(1, 1.5)
        for cell in table.get_celld().values(): cell.set_facecolor("white"); cell.get_text().set_color("black")
    figure.tight_layout()
    figure.savefig(path)
    plot.close(figure)


def page(path, title, measure, groups, definition):
    import textwrap
    plot.rcdefaults()
    plot.rcParams.update({"font.family": pick(["DejaVu Sans", "DejaVu Serif"])})
    figure = plot.figure(figsize=(5.2, 3.8), dpi=100)
    figure.text(0.06, 0.9, title, fontsize=10, weight="bold")
    body = definition + f" {measure}: " + "; ".join(f"{g} {draw.uniform(5, 100):.1f}" for g in groups) + ". " + pick(
        ["Figures were checked twice.", "Numbers are provisional.", "The method did not change."])
    figure.text(0.06, 0.84, "\n".join(textwrap.wrap(body, 62)), fontsize=9, va="top", linespacing=1.5)
    figure.savefig(path)
    plot.close(figure)


def question(split, shown, names_of_topic, said, kind_said):
    held = split == "test"
    measure, breakdown = MEASURES[shown["measure"]][held], BREAKDOWNS[shown["breakdown"]][1 + held]
    text = pick(SENTENCES[held]).format(
        measure=pick(measure), breakdown=pick(breakdown), year=shown["year"], topic=pick([n for n in names_of_topic if n != said]))
    text = " ".join(text.split())
    if kind_said: text = pick(KIND_SENTENCES[held]).format(text, kind=pick(KINDS[shown["kind"]][held]))
    return text


def further(shown, names_of_topic, said, kind_said):
    """A question to train on in further wordings; drawn apart, so that the pictures stay as they were."""
    def take(values): return values[int(extra.integers(len(values)))]
    text = take(FURTHER_SENTENCES).format(
        measure=take(FURTHER[shown["measure"]]), breakdown=take(FURTHER[shown["breakdown"]]), year=shown["year"],
        topic=take([n for n in names_of_topic if n != said]))
    return take(FURTHER_KINDS).format(text, kind=take(FURTHER[shown["kind"]])) if kind_said else text


pictures, questions, more = [], [], []
extra = np.random.default_rng(11)
for number, (graph, names, definition) in enumerate(topics()):
    split = "test" if number % 3 == 2 else "train"
    m1, m2 = draw.choice(list(MEASURES), 2, replace=False)
    b1, b2 = draw.choice(list(BREAKDOWNS), 2, replace=False)
    y1, y2 = (int(y) for y in draw.choice(np.arange(2015, 2025), 2, replace=False))
    k1, k2, k3 = draw.choice(list(KINDS), 3, replace=False)
    # The second differs from the first in the kind of picture alone.
    family = [(m1, b1, y1, k1), (m1, b1, y1, k2), (m1, b1, y2, k1), (m1, b2, y1, k1), (m2, b1, y1, k1), (m2, b2, y2, k3)]
    for place, (measure, breakdown, year, kind) in enumerate(family):
        name, said = f"topic-{number:03}-{place}", pick(names)
        groups = BREAKDOWNS[breakdown][0]
        title = pick([f"{said[0].upper() + said[1:]}: {measure[0].lower() + measure[1:]} {breakdown}, {year}",
                      f"{measure} {breakdown}, {year}\n{said[0].upper() + said[1:]}"])
        series = pick([["Plan", "Actual"], ["Internal", "External"], ["First survey", "Second survey"], ["Total"]])
        if kind == "page": page(out / f"{name}.png", title, measure, groups, definition)
        else: picture(out / f"{name}.png", kind, title, measure, groups, series)
        shown = dict(measure=str(measure), breakdown=str(breakdown), year=year, kind=str(kind))
        pictures.append(dict(name=name, topic=names[0], graph=graph, split=split, **shown))
        for turn in range(2):
            # Where the kind tells two apart it must be said; elsewhere it is said now and then.
            questions.append(dict(text=question(split, shown, names, said, place < 2 or draw.random() < 0.3), picture=name, split=split))
        for turn in range(5 if split == "train" else 0):
            more.append(dict(text=further(shown, names, said, place < 2 or extra.random() < 0.3), picture=name, split=split))
questions += more
(out / "topics.json").write_text(json.dumps(dict(pictures=pictures, questions=questions), indent=1))
print(len(pictures), "pictures,", len(questions), "questions")
