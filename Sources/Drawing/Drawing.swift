// Pictures as values: what is to be seen goes in, SVG (or DOT) comes out as text, always the same text for the same input.
//
//   `GraphPicture`   things and relations around one thing, as a person would put them on a slide; `svg()` and `dot()`
//   `LineChart`      series over a number, such as learning curves
//   `ScatterMap`     points in two dimensions with labels where there is room
//   beneath          `SVGDocument` writes, `FontMetrics` and `TextBlock` measure and break text, `OccupiedArea` keeps labels apart, `Palette`
//
// No label lies over another or over a node, whatever the names are: text is measured before anything is placed, and every text carries its
// length, so that a viewer with another font squeezes it rather than letting it run over. Costs: linear in what is drawn; a placement looks at the
// neighbourhood of its place alone.
