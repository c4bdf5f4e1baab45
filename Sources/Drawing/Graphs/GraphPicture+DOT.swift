extension GraphPicture {
  /// The graph in graphviz' language, with the picture's colours: `dot -Tpdf`.
  ///
  /// https://graphviz.org/doc/info/lang.html
  public func dot() -> String {
    var text = """
      digraph \(Self.quoted(title)) {
        graph [rankdir=LR, overlap=false, splines=true];
        node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=14];
        edge [fontname="Helvetica", fontsize=11, color="\(Palette.line)"];

      """
    let colours = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, Palette.colour($0)) })
    for (number, node) in nodes.enumerated() {
      let colour = node.kind.flatMap { colours[$0] } ?? Palette.other
      var attributes = [
        "label=\(Self.quoted(node.label))", "color=\"\(colour)\"", "fillcolor=\"\(Palette.tint(colour, number == focus ? 0.34 : 0.15))\"",
      ]
      if number == focus { attributes += ["penwidth=3", "fontsize=18"] }
      if let kind = node.kind { attributes.append("tooltip=\(Self.quoted(kind))") }
      text += "  n\(number) [\(attributes.joined(separator: ", "))];\n"
    }
    for edge in edges {
      text += "  n\(edge.from) -> n\(edge.to) [label=\(Self.quoted(edge.label))\(edge.isInferred ? ", style=dashed" : "")];\n"
    }
    return text + "}\n"
  }

  /// A double-quoted identifier: backslashes are doubled, so that none of graphviz' own escapes comes from a name.
  private static func quoted(_ name: String) -> String {
    var result = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { result += " " } else { result.unicodeScalars.append(scalar) }
      }
    }
    return result + "\""
  }
}
