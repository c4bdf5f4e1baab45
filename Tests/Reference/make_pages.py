#!/usr/bin/env python3
"""Draws pictures with known text: pages, tables, receipts, screenshots, charts, turned, slanted and photographed ones.

    ENV/bin/python Tests/Reference/make_pages.py FOLDER [TEXTS]

ENV has matplotlib (which brings the fonts and numpy) and pillow. Writes NAME.png and pages.json, {"NAME": ["line of text", …]} in the order of
reading. The words come from the documents that the product ships, or from the .md files below TEXTS: words that no list of the product's was made of.
"""
import json, pathlib, random, re, sys, textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plot
import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ROOT = pathlib.Path(__file__).resolve().parents[2]
FONTS = pathlib.Path(matplotlib.get_data_path()) / "fonts" / "ttf"
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
rng = random.Random(11)
truth = {}


def font(name, size):
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


def sentences(domain):
    paths = sorted((ROOT / "Graphs" / domain / "documents").glob("*.md"))[:40]
    if len(sys.argv) > 2:
        paths = sorted(path for path in pathlib.Path(sys.argv[2]).rglob("*.md") if path.parent.name.startswith(domain))
        paths = random.Random(5).sample(paths, min(60, len(paths)))
    text = " ".join(path.read_text() for path in paths)
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

# What follows draws from numbers of its own, so that the pictures above stay as they were recorded.
rng = random.Random(23)
noise = numpy.random.default_rng(23)


def photographed(picture, strength):
    """As a hand-held camera sees a sheet on a table: tilted, lit from one side, a little blurred and grainy, saved as JPEG and read back."""
    w, h = picture.size
    canvas = Image.new("RGB", (w + 160, h + 160), (92, 74, 58))
    canvas.paste(picture, (80, 80))
    # From each corner of the picture to where the camera has it, solved for the inverse that pillow wants.
    target = [(rng.uniform(0, 60) * strength + 20, rng.uniform(0, 50) * strength + 20), (w + 140 - rng.uniform(0, 60) * strength, rng.uniform(0, 50) * strength + 20),
              (w + 140 - rng.uniform(0, 40) * strength, h + 140 - rng.uniform(0, 50) * strength), (rng.uniform(0, 40) * strength + 20, h + 140 - rng.uniform(0, 50) * strength)]
    source = [(60, 60), (w + 100, 60), (w + 100, h + 100), (60, h + 100)]
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    picture = canvas.transform(canvas.size, Image.PERSPECTIVE, numpy.linalg.solve(numpy.array(rows), numpy.array(values)), Image.BICUBIC)
    pixels = numpy.asarray(picture.filter(ImageFilter.GaussianBlur(0.6 * strength))).astype(float)
    ys, xs = numpy.mgrid[0:pixels.shape[0], 0:pixels.shape[1]]
    light = 1 - 0.35 * strength * (xs / xs.max()) - 0.15 * strength * (ys / ys.max())
    # The shadow of a hand over one corner.
    shadow = ((xs / xs.max() - 0.9) ** 2 + (ys / ys.max() - 0.95) ** 2) < 0.12
    light = numpy.where(shadow, light * (1 - 0.3 * strength), light)
    pixels = pixels * light[..., None] * numpy.array([1.0, 0.97, 0.9]) + noise.normal(0, 5 * strength, pixels.shape)
    picture = Image.fromarray(numpy.clip(pixels, 0, 255).astype("uint8"))
    path = out / "photograph.jpg"
    picture.save(path, quality=70)
    picture = Image.open(path).convert("RGB")
    path.unlink()
    return picture


for index, (domain, face, size, strength) in enumerate([("finance", "DejaVuSerif", 26, 0.5), ("medical", "DejaVuSans", 24, 0.8), ("code", "STIXGeneral", 30, 1.0)]):
    lines = prose(domain, 8, 0, face, size, 880)
    page(f"photo{index}", lines, face, size, paper=(248, 246, 240), ink=(30, 30, 35))
    photographed(Image.open(out / f"photo{index}.png").convert("RGB"), strength).save(out / f"photo{index}.png")


def receipt(name, shop, items, face, size, paper, rule, camera=0.0):
    """Items with their prices flush right, subtotal, tax and total."""
    width, step, y, written = 30 * size // 2 + 260, int(size * 1.7), 40, []
    picture = Image.new("RGB", (width, step * (len(items) + len(shop) + 8)), paper)
    draw = ImageDraw.Draw(picture)

    def put(left, right=None, bold=False):
        nonlocal y
        used = font(face + ("-Bold" if bold else ""), size)
        draw.text((40, y), left, font=used, fill=(35, 35, 40))
        written.append(left)
        if right:
            draw.text((width - 40 - used.getlength(right), y), right, font=used, fill=(35, 35, 40))
            written.append(right)
        y += step

    for i, line in enumerate(shop):
        put(line, bold=i == 0)
    y += step // 2
    for item, price in items:
        put(item, f"{price:.2f}")
    if rule:
        draw.line((40, y, width - 40, y), fill=(90, 90, 90), width=2)
    y += step // 2
    total = sum(price for _, price in items)
    put("Subtotal", f"{total:.2f}")
    put("VAT 19%", f"{total * 0.19:.2f}")
    put("Total due", f"{total * 1.19:.2f}", bold=True)
    put("Paid by card")
    (photographed(picture, camera) if camera else picture).save(out / f"{name}.png")
    truth[name] = written


receipt("receipt1", ["HARBOUR CAFE", "Table 7   Server Ana", "14.06.2024 12:58"],
        [("2 x Flat white", 7.8), ("Sourdough toast", 6.5), ("Lemon cake", 4.2), ("Still water", 3.1)], "DejaVuSans", 22, (252, 252, 250), True)
receipt("receipt2", ["CITY PHARMACY", "Order 48213", "03 Feb 2025"],
        [("Ibuprofen 400mg x20", 5.49), ("Vitamin D3 drops", 8.9), ("Thermometer", 14.95), ("Plasters assorted", 3.25), ("Hand cream 75ml", 6.4)],
        "DejaVuSansMono", 20, (240, 238, 228), False, camera=0.6)


def window(name, title, rows, dark):
    """A program's window: a bar with its title, labels with fields, buttons."""
    paper, ink, bar, field = ((38, 40, 46), (222, 222, 226), (28, 29, 33), (52, 55, 62)) if dark else ((246, 246, 248), (30, 30, 34), (226, 228, 232), (255, 255, 255))
    picture = Image.new("RGB", (820, 150 + 58 * len(rows)), paper)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 820, 44), fill=bar)
    draw.text((20, 11), title, font=font("DejaVuSans-Bold", 18), fill=ink)
    written = [title]
    for i, (label, value) in enumerate(rows):
        y = 70 + 58 * i
        draw.text((30, y), label, font=font("DejaVuSans", 17), fill=ink)
        draw.rectangle((300, y - 8, 790, y + 30), fill=field, outline=(130, 134, 142))
        draw.text((314, y), value, font=font("DejaVuSans", 17), fill=ink)
        written += [label, value]
    for x, text in ((560, "Cancel"), (690, "Save")):
        draw.rounded_rectangle((x, picture.height - 56, x + 105, picture.height - 16), 8, fill=(52, 105, 200))
        draw.text((x + 22, picture.height - 47), text, font=font("DejaVuSans", 17), fill="white")
        written.append(text)
    picture.save(out / f"{name}.png")
    truth[name] = written


window("window0", "Account settings", [("Display name", "Harriet Vane"), ("Time zone", "Europe/Amsterdam"), ("Language", "English (United Kingdom)"), ("Storage used", "12.4 of 50 GB")], False)
window("window1", "Connection failed", [("Server", "db01.example.net:5432"), ("Reason", "certificate expired on 2024-12-31"), ("Attempts", "3 of 5")], True)

# An editor: numbers of lines, colours on dark.
code = ["func median(_ values: [Double]) -> Double? {", "  guard !values.isEmpty else { return nil }", "  let sorted = values.sorted()", "  return sorted[sorted.count / 2]", "}"]
picture = Image.new("RGB", (860, 60 + 34 * len(code)), (30, 32, 38))
draw = ImageDraw.Draw(picture)
written = []
for i, line in enumerate(code):
    draw.text((20, 30 + 34 * i), str(i + 1), font=font("DejaVuSansMono", 19), fill=(110, 115, 125))
    x = 70 + 11.44 * (len(line) - len(line.lstrip()))
    draw.text((x, 30 + 34 * i), line.lstrip(), font=font("DejaVuSansMono", 19), fill=[(200, 160, 230), (220, 220, 170), (150, 200, 250)][i % 3])
    written += [str(i + 1), line.lstrip()]
picture.save(out / "editor.png")
truth["editor"] = written

(out / "pages.json").write_text(json.dumps(truth, indent=1))
print(len(truth), "pictures")
