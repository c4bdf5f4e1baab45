#!/usr/bin/env python3
"""Draws pictures with known text: pages, tables, receipts, screenshots, charts, turned and slanted ones.

    ENV/bin/python Tests/Reference/make_pages.py FOLDER

ENV has matplotlib (which brings the fonts) and pillow. Writes NAME.png and pages.json, {"NAME": ["line of text", …]} in the order of reading. The
words come from the documents that the product ships.
"""
import json, pathlib, random, re, sys, textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plot
from PIL import Image, ImageDraw, ImageFont

ROOT = pathlib.Path(__file__).resolve().parents[2]
FONTS = pathlib.Path(matplotlib.get_data_path()) / "fonts" / "ttf"
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
rng = random.Random(11)
truth = {}


def font(name, size):
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


def sentences(domain):
    text = " ".join(path.read_text() for path in sorted((ROOT / "Graphs" / domain / "documents").glob("*.md"))[:40])
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)|[#*`_|>]", r"\1", text)
    return [s.strip() for s in re.split(r"(?<=[.?!])\s+", text) if 20 < len(s) < 240 and s.isascii() and "\n" not in s]


def page(name, lines, face="DejaVuSans", size=22, spacing=1.5, ink=(0, 0, 0), paper=(255, 255, 255), width=1000, margin=60, title=None, angle=0, turn=0):
    """Lines one under another; None is an empty line."""
    height = int(margin * 2 + (len(lines) + (2 if title else 0)) * size * spacing)
    picture = Image.new("RGB", (width, max(height, 120)), paper)
    draw, y, written = ImageDraw.Draw(picture), margin, []
    if title:
        draw.text((margin, y), title, font=font("DejaVuSans-Bold", int(size * 1.5)), fill=ink)
        written.append(title)
        y += int(size * spacing * 2)
    for line in lines:
        if line is not None:
            draw.text((margin, y), line, font=font(face, size), fill=ink)
            written.append(line)
        y += int(size * spacing)
    if angle:
        picture = picture.rotate(angle, expand=True, fillcolor=paper, resample=Image.BICUBIC)
    if turn:
        picture = picture.rotate(turn, expand=True)
    picture.save(out / f"{name}.png")
    truth[name] = written


def prose(domain, count, columns, face=None, size=0, width=0):
    """Sentences wrapped to a number of characters, or to a width in pixels."""
    text = " ".join(rng.sample(sentences(domain), count))
    if not face:
        return textwrap.wrap(text, columns)
    lines, line, drawn = [], "", font(face, size)
    for word in text.split():
        if line and drawn.getlength(f"{line} {word}") > width:
            lines, line = lines + [line], word
        else:
            line = f"{line} {word}".strip()
    return lines + [line]


for index, (domain, face, size) in enumerate([("finance", "DejaVuSans", 22), ("medical", "DejaVuSerif", 20), ("code", "DejaVuSansMono", 18),
                                              ("finance", "STIXGeneral", 24), ("medical", "DejaVuSans", 15), ("code", "DejaVuSerif", 28)]):
    page(f"prose{index}", prose(domain, 12, 0, face, size, 880), face, size, title=["Quarterly notes", None, "Reference", "Annual report 2024", None, None][index])

# Two columns of prose.
left, right = prose("finance", 9, 44)[:24], prose("medical", 9, 44)[:24]
picture = Image.new("RGB", (1240, 120 + 34 * max(len(left), len(right))), "white")
draw = ImageDraw.Draw(picture)
for x, column in ((60, left), (660, right)):
    for i, line in enumerate(column):
        draw.text((x, 60 + 34 * i), line, font=font("DejaVuSerif", 20), fill="black")
picture.save(out / "columns.png")
truth["columns"] = left + right

# A table with lines around its cells.
header = ["Company", "Revenue", "Net income", "P/E ratio"]
rows = [[f"{n} {k}", f"{rng.uniform(10, 900):.1f}", f"{rng.uniform(-20, 90):.2f}", f"{rng.uniform(5, 40):.1f}"]
        for n, k in zip(["Northwind", "Contoso", "Fabrikam", "Tailspin", "Litware", "Proseware", "Adatum"], ["Ltd", "Inc", "AG", "SE", "plc", "NV", "Oy"])]
picture = Image.new("RGB", (1000, 60 + 52 * 8 + 60), "white")
draw = ImageDraw.Draw(picture)
for r, row in enumerate([header] + rows):
    for c, cell in enumerate(row):
        draw.rectangle((40 + 230 * c, 60 + 52 * r, 270 + 230 * c, 112 + 52 * r), outline="gray")
        draw.text((56 + 230 * c, 72 + 52 * r), cell, font=font("DejaVuSans-Bold" if r == 0 else "DejaVuSans", 22), fill="black")
picture.save(out / "table.png")
truth["table"] = [cell for row in [header] + rows for cell in row]

# A receipt: narrow, a typewriter's letters, grey paper.
items = [("Milk 1.5% 1l", "1.29"), ("Rye bread 750g", "3.49"), ("Apples 1.2 kg", "4.15"), ("Coffee beans", "8.99"), ("Olive oil 0.5l", "7.49"), ("Batteries AA x8", "5.95")]
picture = Image.new("RGB", (460, 640), (235, 232, 225))
draw = ImageDraw.Draw(picture)
lines = ["CORNER MARKET", "12 Harbour Street", "2024-11-03 17:42"]
for i, line in enumerate(lines):
    draw.text((110, 40 + 36 * i), line, font=font("DejaVuSansMono-Bold" if i == 0 else "DejaVuSansMono", 20), fill=(40, 40, 40))
written = list(lines)
for i, (item, price) in enumerate(items):
    draw.text((40, 180 + 40 * i), item, font=font("DejaVuSansMono", 20), fill=(40, 40, 40))
    draw.text((350, 180 + 40 * i), price, font=font("DejaVuSansMono", 20), fill=(40, 40, 40))
    written += [item, price]
total = f"{sum(float(p) for _, p in items):.2f}"
draw.text((40, 460), "TOTAL EUR", font=font("DejaVuSansMono-Bold", 24), fill=(20, 20, 20))
draw.text((340, 460), total, font=font("DejaVuSansMono-Bold", 24), fill=(20, 20, 20))
draw.text((40, 540), "Thank you for your visit", font=font("DejaVuSansMono", 18), fill=(40, 40, 40))
picture.save(out / "receipt.png")
truth["receipt"] = written + ["TOTAL EUR", total, "Thank you for your visit"]

# A terminal, light on dark.
page("terminal", ["$ swift build -c release", "Building for production...", "[12/34] Compiling Kernels WeightMatrix.swift", "error: cannot find 'panel' in scope",
                  "Build failed after 12.4 seconds", "$ git log --oneline | head -3", "b3a05bc Draw seeded numbers from one generator", "$ echo $PATH"],
     "DejaVuSansMono", 20, ink=(210, 230, 210), paper=(24, 26, 30))
page("upsidedown", prose("finance", 5, 0, "DejaVuSans", 24, 880), "DejaVuSans", 24, turn=180)
page("slanted", prose("medical", 6, 0, "DejaVuSerif", 24, 880), "DejaVuSerif", 24, angle=4)
page("small", ["Metformin 500 mg twice a day"], size=20, width=420, margin=12)
page("wide", ["The yield of a bond rises when its price falls, and falls when its price rises."], size=24, width=1200, margin=16)

# A bar chart and a line chart with labels.
plot.rcParams.update({"font.size": 12})
figure, axes = plot.subplots(figsize=(7, 4.5), dpi=110)
axes.bar(["Asia", "Europe", "Africa", "America"], [42, 35, 18, 27], color="#4477aa")
axes.set_title("Revenue by region in 2023")
axes.set_ylabel("Million dollars")
figure.savefig(out / "chart.png")
truth["chart"] = ["Revenue by region in 2023", "Million dollars", "Asia", "Europe", "Africa", "America", "0", "5", "10", "15", "20", "25", "30", "35", "40"]
(out / "pages.json").write_text(json.dumps(truth, indent=1))
print(len(truth), "pictures")
