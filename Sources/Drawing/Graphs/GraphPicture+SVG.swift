extension GraphPicture {
  /// The picture as an SVG document: lines beneath, labels and things above them.
  public func svg() -> String {
    let layout = layout()
    var svg = SVGDocument()
    for connection in layout.connections where connection.isCrossing { Self.draw(connection, &svg) }
    for connection in layout.connections where !connection.isCrossing { Self.draw(connection, &svg) }
    for label in layout.relations {
      svg.rectangle(label.box, radius: 4, fill: Palette.paper)
      svg.text(label.block, in: label.box, colour: Palette.quiet, isItalic: true)
    }
    let colours = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, Palette.colour($0)) })
    for node in nodes.indices { draw(node, layout, colours, &svg) }
    for note in layout.notes { svg.text(note.block, in: note.box, anchor: .start, colour: Palette.quiet) }
    for item in layout.legend { Self.draw(item, &svg) }
    return svg.finished(showing: layout.bounds, title: title)
  }

  private func draw(_ node: Int, _ layout: GraphLayout, _ colours: [String: String], _ svg: inout SVGDocument) {
    let colour = nodes[node].kind.flatMap { colours[$0] } ?? Palette.other
    let isFocus = node == focus
    let parts = [nodes[node].label, nodes[node].kind.map { "(\($0))" }, nodes[node].detail].compactMap { $0 }
    svg.group(title: parts.joined(separator: " ")) { svg in
      svg.rectangle(
        layout.nodes[node], radius: isFocus ? 12 : 7, fill: Palette.tint(colour, isFocus ? 0.34 : 0.15), stroke: colour, width: isFocus ? 3 : 1.5)
      svg.text(layout.nodeBlocks[node], in: layout.nodes[node])
    }
  }

  private static func draw(_ connection: GraphLayout.Connection, _ svg: inout SVGDocument) {
    let colour = connection.isCrossing ? "#A9A9A9" : Palette.line
    svg.path(connection.path, stroke: colour, width: 1.4, dashes: connection.isInferred ? dashes : nil)
    for (tip, direction) in connection.arrows {
      let back = tip.x - direction * 8
      svg.path(
        SVGPath(tip).line(to: Point(back, tip.y - 3.6)).line(to: Point(back, tip.y + 3.6)).closed(), stroke: colour, width: 0.5, fill: colour)
    }
  }

  private static let dashes = "5 4"

  private static func draw(_ item: GraphLayout.LegendItem, _ svg: inout SVGDocument) {
    let middle = item.box.centre.y
    let left = item.box.x
    var textStart = 42.0
    switch item.mark {
    case .kind(let number):
      let colour = Palette.colour(number)
      svg.rectangle(Box(x: left, y: middle - 7, width: 14, height: 14), radius: 3, fill: Palette.tint(colour, 0.34), stroke: colour, width: 1.5)
      textStart = 22
    case .stated: svg.line(Point(left, middle), Point(left + 34, middle), stroke: Palette.line, width: 1.4)
    case .inferred: svg.line(Point(left, middle), Point(left + 34, middle), stroke: Palette.line, width: 1.4, dashes: dashes)
    }
    let box = Box(x: left + textStart, y: item.box.y, width: item.box.width - textStart, height: item.box.height)
    svg.text(item.block, in: box, anchor: .start)
  }
}
