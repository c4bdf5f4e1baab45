#!/usr/bin/env python3
"""Makes a folder of photographed print with its text, for `kgassist-bench see --peer --data FOLDER`.

    ENV/bin/python Tests/Reference/photographed_text.py FOLDER

ENV has scikit-image==0.26.0, whose wheel brings a photograph of a printed page (page.png, of its own documentation, under its licence), pillow and numpy.
The photograph as it is, and as a hand and another light would have it: turned, keystoned, dimmed, blurred, grainy, twice as large. Its last, cut line is not
among what must be read. Writes NAME.png and pages.json, {"NAME": [lines]}. The seed is fixed.
"""
import json, pathlib, sys

import numpy as np
import skimage
from PIL import Image, ImageFilter

LINES = ["Region-based segmentation", "Let us first determine markers of the coins and the", "background. These markers are pixels that we can label",
         "unambiguously as either object or background. Here,", "the markers are found at the two extreme parts of the", "histogram of grey values:",
         ">>> markers = np.zeros_like(coins)"]
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
page = Image.open(pathlib.Path(skimage.__file__).parent / "data" / "page.png").convert("RGB")
width, height = page.size
paper = tuple(int(v) for v in np.asarray(page).reshape(-1, 3).mean(axis=0))
noise = np.random.default_rng(5)


def keystone(picture, inset):
    # Corners of the source for those of the result, as a camera held low sees it.
    target = [(inset, 0), (width - inset, 0), (width, height), (0, height)]
    rows, right = [], []
    for (x, y), (u, v) in zip(target, [(0, 0), (width, 0), (width, height), (0, height)]):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return picture.transform(picture.size, Image.PERSPECTIVE, np.linalg.solve(np.array(rows, float), np.array(right, float)), Image.BICUBIC, fillcolor=paper)


dim = Image.fromarray((np.asarray(page) * np.linspace(0.35, 0.9, width)[None, :, None]).clip(0, 255).astype(np.uint8))
grain = Image.fromarray((np.asarray(page) + noise.normal(0, 9, (height, width, 1))).clip(0, 255).astype(np.uint8))
pictures = dict(asItIs=page, turned=page.rotate(4, Image.BICUBIC, expand=True, fillcolor=paper), keystoned=keystone(page, 22), dim=dim, grainy=grain,
                blurred=page.filter(ImageFilter.GaussianBlur(0.8)), large=page.resize((2 * width, 2 * height), Image.BICUBIC))
for name, picture in pictures.items(): picture.save(out / f"{name}.png")
(out / "pages.json").write_text(json.dumps({name: LINES for name in pictures}))
print(len(pictures), "pictures of", len(LINES), "lines")
