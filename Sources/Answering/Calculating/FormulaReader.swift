internal import Foundation

/// Finds formulas in sentences: "P/E ratio = price / earnings per share", "the burn rate is cash spent divided by months".
public enum FormulaReader {
  /// - Complexity: O(bytes); sentences over 600 bytes state no formula.
  public static func formulas(in sentence: String, source: Calculation.Source) -> [Formula] {
    guard sentence.utf8.count <= 600 else { return [] }
    if let formula = written(sentence, source) { return [formula] }
    return worded(sentence, source).map { [$0] } ?? []
  }

  private static func written(_ sentence: String, _ source: Calculation.Source) -> Formula? {
    let sides = sentence.split(separator: "=", maxSplits: 1).map { String($0).trimmingSpace }
    guard sides.count == 2, !sides[1].contains("="), let last = sides[0].split(whereSeparator: { ":;,".contains($0) }).last
    else { return nil }
    var right = sides[1]
    while let end = right.last, ".,;".contains(end) { right.removeLast() }
    if let stop = right.range(of: ", ")?.lowerBound { right = String(right[..<stop]) }
    return build(name: String(last).trimmingSpace, right: right, source)
  }

  /// "X is (calculated as) A divided by B", "dividing A by B", "A times B", "A minus B", "the sum of A and B".
  private static func worded(_ sentence: String, _ source: Calculation.Source) -> Formula? {
    let folded = sentence.lowercased()
    guard folded.utf8.count == sentence.utf8.count else { return nil }
    for verb in [" is calculated by ", " is computed by ", " is found by ", " is calculated as ", " is computed as ",
      " is obtained by ", " is defined as ", " equals ", " are calculated as ", " is given by ", " is "]
    {
      guard let found = folded.range(of: verb) else { continue }
      let name = String(sentence[..<found.lowerBound]).trimmingSpace
      var right = String(folded[found.upperBound...])
      while let end = right.last, ".,;".contains(end) { right.removeLast() }
      right = withoutAside(right)
      guard let arithmetic = WordedArithmetic.expression(right) else { continue }
      return build(name: name, right: arithmetic, source)
    }
    return nil
  }

  /// The words before a comma, unless an operator follows it: "…, at least 150 euros" limits, "…, over the cost" divides.
  private static func withoutAside(_ text: String) -> String {
    var end = text.startIndex
    while let comma = text[end...].range(of: ", ")?.lowerBound {
      let rest = text[text.index(comma, offsetBy: 2)...]
      guard ["divided by ", "over ", "times ", "multiplied by "].contains(where: { rest.hasPrefix($0) }) else {
        return String(text[..<comma])
      }
      end = rest.startIndex
    }
    return text
  }

  /// Makes symbols of the phrases between operators, then parses.
  private static func build(name: String, right: String, _ source: Calculation.Source) -> Formula? {
    var text = ""
    var inputs: [FormulaInput] = []
    var phrase = ""
    func flush() {
      let words = phrase.trimmingSpace
      phrase = ""
      guard !words.isEmpty else { return }
      // "5 euros" in a formula is a number.
      if let mention = QuantityReader.quantities(in: words).first, mention.start == 0, mention.end == words.utf8.count,
        !mention.quantity.unit.dimension.isNone
      {
        text += String(mention.quantity.unit.dimension == Unit.percent.dimension ? mention.quantity.base : mention.quantity.value)
        return
      }
      if Double(words) != nil || words.allSatisfy({ $0.isNumber || ".,".contains($0) }) {
        text += words
        return
      }
      if let function = Expression.Function(rawValue: words.lowercased()) {
        text += function.rawValue
        return
      }
      let label = Self.label(words)
      if let known = inputs.first(where: { $0.names[0] == label }) {
        text += known.symbol
      } else {
        let symbol = "v\(inputs.count)"
        inputs.append(FormulaInput(symbol: symbol, names: [label], unit: nil))
        text += symbol
      }
    }
    for character in right {
      if "+*×÷/^()²³·−".contains(character) || (character == "-" && phrase.hasSuffix(" ")) || (character == "–" && phrase.hasSuffix(" "))
      {
        flush()
        text += " \(character) "
      } else {
        phrase.append(character)
      }
    }
    flush()
    guard inputs.count >= 1, inputs.count <= 8, inputs.allSatisfy({ !$0.names[0].isEmpty && $0.names[0].utf8.count <= 60 }),
      let expression = try? Expression(text), case .some = expression.operation
    else { return nil }
    let result = Self.label(name)
    guard !result.isEmpty, result.utf8.count <= 80 else { return nil }
    return Formula(
      result: result, names: [result], expression: expression, inputs: inputs, unit: nil, triples: [], source: source)
  }

  private static func label(_ words: String) -> String {
    var parts = words.split(separator: " ").map(String.init)
    while let first = parts.first, ["the", "a", "an", "its", "their", "your", "of"].contains(first.lowercased()) { parts.removeFirst() }
    return parts.joined(separator: " ")
  }
}

extension Expression {
  /// The outermost operation; `nil` for a lone number or symbol, which computes nothing.
  var operation: Operator? {
    switch self {
    case .binary(let op, _, _): op
    case .negated(let inner): inner.operation
    case .call(_, let arguments): arguments.compactMap(\.operation).first ?? .multiply
    case .number, .symbol: nil
    }
  }
}
