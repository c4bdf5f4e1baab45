#!/usr/bin/env python3
"""Makes pictures of six kinds: charts, tables, documents, screenshots, photographs and scans.

    ENV/bin/python Tests/Reference/draw_kinds.py FOLDER CHARTS      CHARTS is what draw_charts.py drew

ENV has matplotlib==3.11.2, pillow, numpy and scikit-image==0.26.0, whose wheel brings real photographs. Writes NAME.png and kinds.json,
{"NAME": {"kind", "held_out"}}. A third of each kind is held out: other fonts, colours and layouts, other photographs. The seed is fixed.
"""
import json, pathlib, random, shutil, sys

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = pathlib.Path(matplotlib.get_data_path()) / "fonts" / "ttf"
out, charts = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
out.mkdir(parents=True, exist_ok=True)
rng = random.Random(23)
truth = {}
WORDS = ("the yield of a bond rises when its price falls and interest on debt is paid before dividends while patients with kidney failure must not take "
         "metformin unless a doctor says so every function returns a value or throws an error that names the file and says what to do next").split()


def font(name, size): return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


def sentence(words): return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def save(kind, number, picture, held):
    name = f"{kind}{number:02d}"
    picture.convert("RGB").save(out / f"{name}.png")
    truth[name] = dict(kind=kind, held_out=held)


def lines(draw, x, y, width, face, ink, count, spacing=1.5, size=18):
    drawn = font(face, size)
    for _ in range(count):
        text = sentence(12)
        while drawn.getlength(text) > width: text = text.rsplit(" ", 1)[0]
        draw.text((x, y), text, font=drawn, fill=ink)
        y += int(size * spacing)
    return y


def document(held):
    face = rng.choice(["DejaVuSansMono", "STIXGeneral"] if held else ["DejaVuSans", "DejaVuSerif"])
    paper = (252, 250, 244) if held and rng.random() < 0.5 else (255, 255, 255)
    picture = Image.new("RGB", (rng.randrange(700, 1100), rng.randrange(700, 1300)), paper)
    draw, y = ImageDraw.Draw(picture), 60
    draw.text((60, y), sentence(5)[:-1], font=font("DejaVuSans-Bold", 28), fill=(20, 40, 90) if held else (0, 0, 0))
    y += 60
    if held and rng.random() < 0.5:
        half = picture.width // 2
        lines(draw, 50, y, half - 80, face, (0, 0, 0), (picture.height - y - 60) // 27)
        lines(draw, half + 20, y, half - 80, face, (0, 0, 0), (picture.height - y - 60) // 27)
    else:
        while y < picture.height - 160: y = lines(draw, 60, y, picture.width - 120, face, (10, 10, 10), rng.randrange(3, 6)) + 20
    return picture


def table(held):
    columns, rows = rng.randrange(3, 6), rng.randrange(5, 12)
    face, cell = ("STIXGeneral", 150) if held else (rng.choice(["DejaVuSans", "DejaVuSerif"]), 170)
    picture = Image.new("RGB", (columns * cell + 80, rows * 44 + 100), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    for r in range(rows):
        if held and r % 2: draw.rectangle((40, 50 + r * 44, 40 + columns * cell, 94 + r * 44), fill=(234, 240, 248))
        if held and r == 0: draw.rectangle((40, 50, 40 + columns * cell, 94), fill=(214, 224, 240))
        for c in range(columns):
            if not held: draw.rectangle((40 + c * cell, 50 + r * 44, 40 + (c + 1) * cell, 94 + r * 44), outline=(130, 130, 130))
            text = rng.choice(WORDS).capitalize() if r == 0 or c == 0 else f"{rng.uniform(0.1, 9000):,.2f}"
            draw.text((52 + c * cell, 60 + r * 44), text, font=font(face, 20), fill=(0, 0, 0))
    return picture


def screenshot(held):
    dark = rng.random() < 0.6
    paper, ink = ((24, 26, 30), (215, 225, 215)) if dark else ((240, 240, 243), (30, 30, 30))
    if held: paper, ink = ((0, 43, 54), (131, 148, 150)) if dark else ((236, 239, 244), (46, 52, 64))
    picture = Image.new("RGB", (rng.randrange(800, 1280), rng.randrange(500, 800)), paper)
    draw = ImageDraw.Draw(picture)
    bar = (52, 56, 64) if dark else (214, 216, 222)
    draw.rectangle((0, 0, picture.width, 40), fill=bar)
    for i, color in enumerate([(255, 95, 86), (255, 189, 46), (39, 201, 63)]): draw.ellipse((14 + 24 * i, 13, 28 + 24 * i, 27), fill=color)
    draw.text((picture.width // 2 - 80, 10), sentence(3)[:-1], font=font("DejaVuSans", 16), fill=ink)
    if not dark or held:
        draw.rectangle((0, 40, 200, picture.height), fill=bar)
        for i in range(8): draw.text((20, 64 + 34 * i), rng.choice(WORDS).capitalize(), font=font("DejaVuSans", 15), fill=ink)
    y, left = 64, 220 if not dark or held else 24
    face = "DejaVuSansMono" if dark else "DejaVuSans"
    while y < picture.height - 60: y = lines(draw, left, y, (picture.width - left) * rng.uniform(0.3, 0.9), face, ink, 1, size=16)
    if not dark: draw.rounded_rectangle((left, picture.height - 52, left + 130, picture.height - 18), 8, fill=(53, 132, 228)); draw.text((left + 30, picture.height - 46), "Save", font=font("DejaVuSans", 16), fill=(255, 255, 255))
    return picture


def scan(held):
    page = document(held)
    angle = rng.uniform(-1.5, 1.5)
    page = page.rotate(angle, expand=True, fillcolor=(236, 233, 226), resample=Image.BICUBIC).filter(ImageFilter.GaussianBlur(0.7))
    pixels = np.asarray(page).astype(float)
    noise = np.random.default_rng(rng.randrange(1 << 30))
    shade = 0.9 + 0.1 * np.linspace(0, 1, pixels.shape[1])[None, :, None]
    pixels = pixels * shade * (0.94 if held else 0.97) + noise.normal(0, 4 if held else 3, pixels.shape[:2])[..., None]
    if held: pixels = pixels.mean(axis=2, keepdims=True).repeat(3, axis=2)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def photographs():
    import skimage
    folder = pathlib.Path(skimage.__file__).parent / "data"
    names = [n for n in ["astronaut.png", "camera.png", "coffee.png", "chelsea.png", "rocket.jpg", "hubble_deep_field.jpg", "brick.png", "grass.png", "gravel.png",
                         "coins.png", "moon.png", "color.png", "ihc.png", "motorcycle_left.png", "retina.jpg"] if (folder / n).is_file()]
    sample = pathlib.Path(matplotlib.get_data_path()) / "sample_data"
    paths = [folder / n for n in names] + [p for p in [sample / "grace_hopper.jpg", sample / "Minduka_Present_Blue_Pack.png"] if p.is_file()]
    return paths


makers = dict(document=document, table=table, screenshot=screenshot, scan=scan)
for kind, make in makers.items():
    for number in range(24): save(kind, number, make(number % 3 == 2), number % 3 == 2)
drawn = json.loads((charts / "charts.json").read_text())
for number, name in enumerate(sorted(n for n in drawn if n.startswith("chart"))[:40]): save("chart", number, Image.open(charts / f"{name}.png"), drawn[name]["held_out"])
paths = photographs()
for number, path in enumerate(paths):
    whole = Image.open(path).convert("RGB")
    save("photograph", 2 * number, whole, number % 3 == 2)
    # A cut-out of it, as a second picture.
    w, h = whole.size
    save("photograph", 2 * number + 1, whole.crop((w // 5, h // 5, w * 4 // 5, h * 4 // 5)), number % 3 == 2)
(out / "kinds.json").write_text(json.dumps(truth, indent=1))
print({k: sum(t["kind"] == k for t in truth.values()) for k in ["chart", "table", "document", "screenshot", "photograph", "scan"]}, sum(t["held_out"] for t in truth.values()), "held out")
