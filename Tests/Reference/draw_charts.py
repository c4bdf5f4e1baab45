#!/usr/bin/env python3
"""Draws bar, line and pie charts whose data are known, in many styles.

    ENV/bin/python Tests/Reference/draw_charts.py FOLDER [COUNT]      200 charts, and 20 of other kinds that must be refused
    ENV/bin/python Tests/Reference/draw_charts.py FOLDER COUNT more   others to tune with, in styles that neither of these have

ENV has matplotlib==3.11.2, which brings the fonts. Writes NAME.png and charts.json: for each chart its kind, value axis, categories with their places in
pixels, and series with their colours and values. Every fourth chart is in a style that is held out: fonts, style sheets, palettes, legends' places and
ways of writing numbers that no other chart has. The seeds are fixed: a second run draws the same.
"""
import json, math, pathlib, sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plot
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.ticker import FuncFormatter

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
more = len(sys.argv) > 3

TUNED = dict(
    sheets=["default", "seaborn-v0_8-whitegrid", "ggplot", "dark_background", "bmh", "classic", "seaborn-v0_8-ticks"],
    fonts=["DejaVu Sans", "DejaVu Serif"],
    palettes=[["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#17becf"],
              ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb", "#882255"],
              ["#264653", "#2a9d8f", "#e9c46a", "#f4a261", "#e76f51", "#8ab17d", "#6d597a", "#355070"],
              ["#003f5c", "#bc5090", "#ffa600", "#58508d", "#ff6361", "#488f31", "#83af70", "#de425b"]],
    legends=["best", "upper left", "upper right", "right outside", "below"],
    numbers=["plain", "thousands", "K", "percent", "offset", "plain"],
    grids=["none", "value", "both", "sheet"], spines=["sheet", "left-bottom", "all"])
HELD = dict(
    sheets=["fivethirtyeight", "seaborn-v0_8-darkgrid", "Solarize_Light2", "tableau-colorblind10", "grayscale", "midnight"],
    fonts=["DejaVu Sans Mono", "STIXGeneral"],
    palettes=[["#332288", "#88ccee", "#44aa99", "#117733", "#999933", "#ddcc77", "#cc6677", "#aa4499"],
              ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7f7f7f"],
              ["#5b8ff9", "#5ad8a6", "#5d7092", "#f6bd16", "#e8684a", "#6dc8ec", "#9270ca", "#ff9d4d"],
              ["#202020", "#606060", "#909090", "#b8b8b8", "#404040", "#787878", "#a8a8a8", "#cccccc"]],
    legends=["lower right", "above", "right outside, framed", "lower left", "best, boxed"],
    numbers=["dollars", "M", "plain", "spaced", "percent"],
    grids=["value, dashed", "none", "minor", "sheet"], spines=["bottom", "none", "sheet"])

MORE = dict(
    sheets=["seaborn-v0_8-white", "seaborn-v0_8-dark", "seaborn-v0_8-pastel", "petroff10", "dusk", "sand"],
    fonts=["DejaVu Sans", "cmr10", "cmss10", "DejaVu Serif"],
    palettes=[["#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d", "#666666"],
              ["#e41a1c", "#377eb8", "#4daf4a", "#984ea3", "#ff7f00", "#a65628", "#f781bf", "#999999"],
              ["#0b3954", "#087e8b", "#bfd7ea", "#ff5a5f", "#c81d25", "#f4d35e", "#6a994e", "#9d4edd"],
              ["#2b2b2b", "#7a7a7a", "#c2c2c2", "#505050", "#989898", "#3a3a3a", "#b0b0b0", "#686868"]],
    legends=["lower center", "center right", "upper center", "best", "below"],
    numbers=["euros", "B", "plain", "thousands", "small", "plain"],
    grids=["value, dotted", "none", "both", "sheet"], spines=["left", "none", "all", "sheet"])

CATEGORIES = [["Asia", "Europe", "Africa", "America", "Oceania"], ["2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023"],
              ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"], ["Q1", "Q2", "Q3", "Q4"],
              ["Metformin", "Insulin", "Statins", "Aspirin", "Warfarin", "Heparin"], ["Swift", "Rust", "Python", "Java", "Kotlin", "Ruby", "Go"],
              ["Retail", "Energy", "Banking", "Software", "Health care", "Transport"], ["Mon", "Tue", "Wed", "Thu", "Fri"],
              ["Under 20", "20 to 39", "40 to 59", "60 to 79", "Over 80"], ["2019 Q1", "2019 Q2", "2019 Q3", "2019 Q4", "2020 Q1", "2020 Q2"]]
SERIES = [["Revenue", "Net income", "Costs", "Cash flow"], ["Placebo", "Low dose", "High dose", "Standard care"], ["Men", "Women", "Children", "All"],
          ["Portfolio", "Benchmark", "Bonds", "Gold"], ["Version 1", "Version 2", "Version 3", "Version 4"], ["Exports", "Imports", "Balance", "Transit"],
          ["Glucose", "Cholesterol", "Sodium", "Potassium"]]
TITLES = ["Revenue by quarter", "Patients treated per year", "Requests served", "Average price", "Deaths per 100,000", "Share of the market", "Results of the trial",
          "Memory used while building", "Yield of the portfolio", "Blood pressure over time"]
UNITS = ["Million dollars", "Patients", "Percent", "mg/dL", "Seconds", "Requests per second", "Index", ""]


def formatter(name, top):
    def text(v, _):
        v = 0.0 if abs(v) < top * 1e-9 else v
        if name == "thousands": return f"{v:,.0f}" if top >= 20 else f"{v:,.2f}"
        if name == "spaced": return (f"{v:,.0f}" if top >= 20 else f"{v:.2f}").replace(",", " ")
        if name == "K": return f"{v / 1e3:g}K"
        if name == "euros": return f"{v:,.0f} €" if top >= 20 else f"{v:.2f} €"
        if name == "B": return f"{v / 1e9:g}B"
        if name == "M": return f"{v / 1e6:g}M"
        if name == "percent": return f"{v:g}%"
        if name == "dollars": return ("-" if v < 0 else "") + (f"${abs(v):,.0f}" if top >= 20 else f"${abs(v):.2f}")
        return f"{v:g}"
    return FuncFormatter(text)


def values(rng, series, categories, style):
    """Magnitudes that suit the way of writing numbers."""
    magnitude = {"K": 10 ** rng.uniform(3.6, 5.4), "M": 10 ** rng.uniform(6.6, 8.4), "percent": rng.uniform(20, 90), "thousands": 10 ** rng.uniform(3.3, 5.8),
                 "spaced": 10 ** rng.uniform(3.3, 5.8), "offset": 10 ** rng.uniform(6.2, 7.8), "dollars": 10 ** rng.uniform(1.5, 4.5)}.get(style)
    # The seeds' draws must stay in their order: these came later.
    if style in ("euros", "B", "small"): magnitude = 10 ** rng.uniform(*{"euros": (1.5, 4.5), "B": (9.6, 11.4), "small": (0.5, 1)}[style])
    magnitude = magnitude or 10 ** rng.uniform(-0.7, 3.6)
    return magnitude * rng.uniform(0.12, 1.0, (series, categories))


def walk(rng, series, points, magnitude):
    steps = rng.normal(0, 0.13, (series, points)).cumsum(axis=1)
    return magnitude * (0.55 + rng.uniform(-0.25, 0.25, (series, 1)) + steps - steps.mean(axis=1, keepdims=True)).clip(0.03, 1.5)


def legend(axes, figure, place, series):
    if place == "right outside": return axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False)
    if place == "right outside, framed": return axes.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), frameon=True, edgecolor="black")
    if place == "below": return axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncol=series)
    if place == "above": return axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=series, frameon=False)
    if place == "best, boxed": return axes.legend(loc="best", frameon=True, fancybox=False, shadow=False, edgecolor="gray", title="Legend")
    return axes.legend(loc=place)


def pixels(figure, axes, x, y):
    """Of data coordinates, from the picture's top left corner."""
    px, py = axes.transData.transform((x, y))
    saved = plot.rcParams["savefig.dpi"]
    scale = 1 if saved == "figure" else saved / figure.dpi
    return round(float(px) * scale, 2), round(float(figure.bbox.height - py) * scale, 2)


def dress(rng, figure, axes, style, value_axis, log, number, top):
    grid = rng.choice(style["grids"])
    if grid == "none": axes.grid(False)
    elif grid == "value": axes.grid(True, axis=value_axis)
    elif grid == "both": axes.grid(True)
    elif grid == "value, dashed": axes.grid(True, axis=value_axis, linestyle="--", alpha=0.7)
    elif grid == "value, dotted": axes.grid(True, axis=value_axis, linestyle=":", color="gray")
    elif grid == "minor":
        axes.minorticks_on()
        axes.grid(True, which="major", axis=value_axis)
    if rng.random() < 0.5: axes.set_axisbelow(True)
    spines = rng.choice(style["spines"])
    if spines != "sheet":
        shown = {"left-bottom": ["left", "bottom"], "all": ["left", "right", "top", "bottom"], "bottom": ["bottom"], "left": ["left"], "none": []}[str(spines)]
        for side, spine in axes.spines.items(): spine.set_visible(side in shown)
    axis = axes.yaxis if value_axis == "y" else axes.xaxis
    if not log and number not in ("plain", "offset", "small"): axis.set_major_formatter(formatter(number, top))
    if log and rng.random() < 0.5: axis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}" if v >= 1 else f"{v:g}"))
    if rng.random() < 0.3: axes.tick_params(length=0)
    return grid


def bars(rng, axes, style, palette, number, info):
    categories = list(CATEGORIES[rng.integers(len(CATEGORIES))])
    categories = categories[:int(rng.integers(3, len(categories) + 1))]
    series = int(rng.choice([1, 1, 2, 2, 3, 4]))
    horizontal, arrangement = bool(rng.random() < 0.3), "single" if series == 1 else str(rng.choice(["grouped", "stacked"]))
    log = arrangement != "stacked" and rng.random() < 0.1
    data = values(rng, series, len(categories), number)
    if log: data = 10 ** rng.uniform(0.3, 4.5, data.shape)
    elif arrangement != "stacked" and rng.random() < 0.15: data *= rng.choice([-1, 1], data.shape, p=[0.35, 0.65])
    names = SERIES[rng.integers(len(SERIES))][:series]
    places, draw = np.arange(len(categories)), axes.barh if horizontal else axes.bar
    thickness, edge = rng.uniform(0.55, 0.85), rng.choice(["none", "none", "black", "white"])
    extra = {} if edge == "none" else dict(edgecolor=str(edge), linewidth=float(rng.uniform(0.6, 1.2)))
    if rng.random() < 0.15: extra["alpha"] = 0.8
    base = np.zeros(len(categories))
    containers = []
    for s in range(series):
        color = palette[s]
        if arrangement == "stacked":
            args = dict(left=base.copy()) if horizontal else dict(bottom=base.copy())
            containers.append(draw(places, data[s], thickness, color=color, label=names[s], **args, **extra))
            base += data[s]
        else:
            each = thickness / series
            containers.append(draw(places + (s - (series - 1) / 2) * each, data[s], each, color=color, label=names[s], **extra))
    if log: (axes.set_xscale if horizontal else axes.set_yscale)("log")
    if arrangement != "stacked" and series <= 2 and len(categories) * series <= 8 and not log and rng.random() < 0.25:
        for container in containers: axes.bar_label(container, fmt=lambda v: f"{v:,.1f}" if abs(v) < 100 else f"{v:,.0f}", padding=2, fontsize=8)
        info["annotated"] = True
    rotation = int(rng.choice([0, 0, 0, 45, 90])) if not horizontal and max(map(len, categories)) > 4 else 0
    if horizontal: axes.set_yticks(places, categories)
    else: axes.set_xticks(places, categories, rotation=rotation, ha="right" if rotation == 45 else "center")
    if horizontal and rng.random() < 0.5: axes.invert_yaxis()
    info.update(kind="bar", orientation="horizontal" if horizontal else "vertical", arrangement=arrangement, scale="log" if log else "linear", rotation=rotation,
                categories=categories, points=[(0, p) if horizontal else (p, 0) for p in places.tolist()])
    info["series"] = [dict(name=names[s], color=palette[s], alpha=extra.get("alpha", 1), values=data[s].tolist()) for s in range(series)]
    return "x" if horizontal else "y", log, float(np.abs(data).max() if arrangement != "stacked" else base.max())


def lines(rng, axes, style, palette, number, info):
    series, numeric = int(rng.choice([1, 2, 2, 3, 4])), bool(rng.random() < 0.45)
    names = SERIES[rng.integers(len(SERIES))][:series]
    magnitude = values(rng, 1, 1, number)[0, 0]
    points = int(rng.integers(20, 120)) if numeric and rng.random() < 0.5 else int(rng.integers(5, 13))
    log = bool(rng.random() < 0.12)
    data = walk(rng, series, points, magnitude)
    if log: data = 10 ** (rng.uniform(0.5, 3, (series, 1)) + rng.normal(0, 0.25, data.shape).cumsum(axis=1).clip(-2, 2))
    elif rng.random() < 0.15: data -= magnitude * 0.5
    if numeric:
        start, step = [(0, 1), (2000, 1), (0, 0.5), (0, 10), (1990, 2)][rng.integers(5)]
        x, categories = start + step * np.arange(points), None
    else:
        categories = list(CATEGORIES[rng.integers(1, 4)])
        categories = categories[:max(3, min(points, len(categories)))]
        x, data = np.arange(len(categories)), data[:, :len(categories)]
    marker = str(rng.choice(["", "", "o", "s", "^", "D"])) if len(x) <= 15 else ""
    ls = [str(rng.choice(["-", "-", "-", "--", "-."])) if rng.random() < 0.3 else "-" for _ in range(series)]
    width = float(rng.uniform(1.2, 3))
    for s in range(series):
        axes.plot(x, data[s], color=palette[s], label=names[s], marker=marker or None, linestyle=ls[s], linewidth=width, markersize=float(rng.uniform(4, 8)))
    if log: axes.set_yscale("log")
    if categories: axes.set_xticks(x, categories)
    if series == 1 and rng.random() < 0.3:
        at = int(np.argmax(data[0]))
        axes.annotate("peak", (x[at], data[0][at]), xytext=(8, 8), textcoords="offset points", fontsize=9, arrowprops=dict(arrowstyle="->"))
    info.update(kind="line", orientation="vertical", arrangement="single" if series == 1 else "grouped", scale="log" if log else "linear", marker=marker)
    info["series"] = [dict(name=names[s], color=palette[s], alpha=1, values=data[s].tolist()) for s in range(series)]
    info["x"], info["names"] = x.tolist(), categories
    return "y", log, float(np.abs(data).max())


def pie(rng, figure, axes, style, palette, info):
    names = list(CATEGORIES[rng.choice([0, 4, 5, 6, 7, 8])])
    names = names[:int(rng.integers(3, min(7, len(names)) + 1))]
    shares = rng.dirichlet(np.full(len(names), 3.0)) * 0.85 + 0.15 / len(names)
    donut, labelled, percent = rng.random() < 0.25, rng.random() < 0.6, rng.random() < 0.5
    edge = str(rng.choice(["none", "white", "black"]))
    explode = [0.0] * len(names)
    if rng.random() < 0.15: explode[int(rng.integers(len(names)))] = 0.08
    start, clock = float(rng.choice([0, 90, 140])), bool(rng.random() < 0.4)
    wedge = {} if edge == "none" else dict(edgecolor=edge, linewidth=1.0)
    if donut: wedge["width"] = 0.42
    axes.pie(shares, labels=names if labelled else None, colors=palette[:len(names)], autopct="%1.1f%%" if percent else None, startangle=start,
             counterclock=not clock, explode=explode, wedgeprops=wedge or None, pctdistance=0.8 if donut else 0.6)
    axes.set_aspect("equal")
    if not labelled: axes.legend(axes.patches, names, loc="center left", bbox_to_anchor=(1.0, 0.5))
    angle, places = start, []
    for share in shares:
        middle = math.radians(angle + (-1 if clock else 1) * share * 180)
        places.append((0.75 * math.cos(middle), 0.75 * math.sin(middle)))
        angle += (-1 if clock else 1) * share * 360
    info.update(kind="pie", orientation="", arrangement="single", scale="linear", categories=names, points=places, axis=[0, 100], annotated=bool(percent), labelled=bool(labelled))
    info["series"] = [dict(name="", color="", alpha=1, values=(shares * 100).tolist())]
    info["colors"] = palette[:len(names)]


def sheet(name):
    if name == "midnight":
        return {"figure.facecolor": "#10182b", "axes.facecolor": "#18233d", "savefig.facecolor": "#10182b", "text.color": "#e6ecff", "axes.labelcolor": "#e6ecff",
                "xtick.color": "#c5d0ee", "ytick.color": "#c5d0ee", "axes.edgecolor": "#5a6b95", "grid.color": "#33415f", "axes.grid": True, "legend.facecolor": "#18233d"}
    if name == "dusk":
        return {"figure.facecolor": "#2b1b2e", "axes.facecolor": "#2b1b2e", "savefig.facecolor": "#2b1b2e", "text.color": "#f5e9d7", "axes.labelcolor": "#f5e9d7",
                "xtick.color": "#d9c8b4", "ytick.color": "#d9c8b4", "axes.edgecolor": "#8c7a86", "grid.color": "#4c394f", "axes.grid": True, "legend.facecolor": "#3a283d"}
    if name == "sand":
        return {"figure.facecolor": "#f3ead8", "axes.facecolor": "#fbf6ea", "savefig.facecolor": "#f3ead8", "axes.edgecolor": "#fbf6ea", "axes.grid": True, "grid.color": "#e2d5ba",
                "axes.axisbelow": True, "legend.facecolor": "#f3ead8", "lines.solid_capstyle": "round"}
    return name


def others(rng, axes):
    """A kind that is none of the three."""
    kind = str(rng.choice(["scatter", "box", "heat map", "area", "histogram of a map"]))
    if kind == "scatter":
        axes.scatter(rng.normal(50, 12, 60), rng.normal(20, 6, 60))
    elif kind == "box":
        axes.boxplot([rng.normal(m, 2, 40) for m in (10, 12, 9)])
    elif kind == "area":
        axes.fill_between(np.arange(30), rng.normal(0, 1, 30).cumsum() + 12, alpha=0.6)
    elif kind == "heat map":
        axes.imshow(rng.random((8, 10)), cmap="viridis")
    else:
        axes.contourf(rng.random((12, 12)).cumsum(axis=0), cmap="magma")
    return kind


# The points where a line's chart is read, and every chart's places, come from the figure after it was laid out.
truth = {}
for index in range(count + count // 10):
    rng = np.random.default_rng((31_000_000 if more else 20_240_117) + index)
    held, other = index % 4 == 3 and not more, index >= count
    style = MORE if more else HELD if held else TUNED
    name = f"{'other' if other else 'chart'}{index:03d}"
    chosen, font, palette = str(rng.choice(style["sheets"])), str(rng.choice(style["fonts"])), style["palettes"][rng.integers(4)]
    number = str(rng.choice(style["numbers"]))
    plot.rcdefaults()
    with plot.style.context(sheet(chosen)):
        plot.rcParams["font.family"] = font
        plot.rcParams["font.size"] = float(rng.uniform(8.5, 13))
        figure, axes = plot.subplots(figsize=(float(rng.uniform(5, 8.5)), float(rng.uniform(3.4, 5.5))), dpi=int(rng.choice([80, 100, 100, 120, 150])))
        info = dict(style=chosen, font=font, number=number, held_out=held)
        draw = str(rng.choice(["bar", "bar", "bar", "line", "line", "pie"]))
        if other:
            info.update(kind="other", what=others(rng, axes), series=[], categories=[], places=[])
            figure.tight_layout()
        else:
            if draw == "pie":
                pie(rng, figure, axes, style, palette, info)
            else:
                value_axis, log, top = (bars if draw == "bar" else lines)(rng, axes, style, palette, number, info)
                info["grid"] = str(dress(rng, figure, axes, style, value_axis, log, number, top))
                unit = UNITS[rng.integers(len(UNITS))]
                (axes.set_ylabel if value_axis == "y" else axes.set_xlabel)(unit)
                if rng.random() < 0.3 and draw == "line": axes.set_xlabel("Time")
                info["legend"] = bool(len(info["series"]) > 1 or rng.random() < 0.15)
                if info["legend"]: legend(axes, figure, str(rng.choice(style["legends"])), len(info["series"]))
            if rng.random() < 0.75: axes.set_title(TITLES[rng.integers(len(TITLES))], pad=28 if info.get("legend") else None)
            figure.tight_layout()
        figure.canvas.draw()
        if not other and draw != "pie":
            value_axis = "x" if info["orientation"] == "horizontal" else "y"
            info["axis"] = sorted(float(v) for v in (axes.get_ylim() if value_axis == "y" else axes.get_xlim()))
            if draw == "line":
                x, low, high = np.array(info.pop("x")), *axes.get_xlim()
                ticks = [(t, l.get_text()) for t, l in zip(axes.get_xticks(), axes.get_xticklabels()) if low - 1e-9 <= t <= high + 1e-9 and l.get_text()]
                info.pop("names")
                info["categories"], info["points"] = [l for _, l in ticks], [(float(t), info["axis"][0]) for t, _ in ticks]
                for s in info["series"]:
                    data = np.array(s["values"])
                    inner = np.log10(data) if info["scale"] == "log" else data
                    read = [float(np.interp(t, x, inner)) if x[0] - 1e-9 <= t <= x[-1] + 1e-9 else None for t, _ in ticks]
                    s["values"] = [None if v is None else 10 ** v if info["scale"] == "log" else v for v in read]
            low = info["axis"][0]
            info["places"] = [pixels(figure, axes, *([p[0], low] if value_axis == "y" else [low, p[1]])) for p in info.pop("points")]
        elif not other:
            info["places"] = [pixels(figure, axes, *p) for p in info.pop("points")]
        for s in info["series"]:
            if s["color"]:
                face = np.array(to_rgb(axes.get_facecolor()))
                s["rgb"] = [int(round(255 * v)) for v in np.array(to_rgb(s["color"])) * s["alpha"] + face * (1 - s["alpha"])]
        figure.savefig(out / f"{name}.png", facecolor=figure.get_facecolor())
        truth[name] = info
        plot.close(figure)
(out / "charts.json").write_text(json.dumps(truth, indent=1))
print(len(truth), "charts,", sum(t["held_out"] for t in truth.values()), "of them in styles held out")
