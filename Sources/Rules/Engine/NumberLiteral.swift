internal import RDF

/// A computed number as a literal of the graph.
enum NumberLiteral {
  /// `xsd:decimal` with at most 12 significant digits; `xsd:double` where that would be a long row of noughts.
  static func of(_ value: Double) -> Literal {
    let rounded = significant(value, digits: 12)
    if rounded == rounded.rounded(), abs(rounded) < 1e15 { return Literal(String(Int(rounded)), datatype: Vocabulary.XSD.decimal) }
    let text = String(rounded)
    return Literal(text, datatype: text.contains("e") ? Vocabulary.XSD.double : Vocabulary.XSD.decimal)
  }

  private static func significant(_ value: Double, digits: Int) -> Double {
    guard value != 0, value.isFinite else { return 0 }
    var scale = 1.0
    var size = abs(value)
    while size >= 10 {
      size /= 10
      scale /= 10
    }
    while size < 1, scale < 1e290 {
      size *= 10
      scale *= 10
    }
    for _ in 1..<digits { scale *= 10 }
    guard scale.isFinite, (value * scale).isFinite else { return value }
    return (value * scale).rounded() / scale
  }
}
