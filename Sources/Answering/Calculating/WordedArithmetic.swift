/// Arithmetic told in words, made into signs: "the sum of A and B divided by C" is "(A + B) / C".
///
/// Recursive over the operators, the weakest first, at most eight deep. A comma before an operator binds all that
/// stands before it: "A minus B, over C" is "(A − B) / C".
enum WordedArithmetic {
  /// - Returns: `nil` where the words tell no operation.
  static func expression(_ text: String) -> String? {
    guard text.utf8.count <= 400, let made = parse(" " + text.trimmingSpace + " ", depth: 0), made.isOperation else { return nil }
    return made.text
  }

  private struct Piece {
    var text: String
    var isOperation: Bool
  }

  private static func parse(_ text: String, depth: Int) -> Piece? {
    guard depth < 8 else { return nil }
    var text = text.trimmingSpace
    while let last = text.last, ".,;:".contains(last) { text.removeLast() }
    guard !text.isEmpty else { return nil }
    text = " " + text + " "
    for (words, sign) in strong where text.contains(", " + words.dropFirst()) {
      return split(text, at: ", " + words.dropFirst(), sign, depth)
    }
    if let made = gerund(text, depth) ?? aggregate(text, depth) { return made }
    if let made = lastSplit(text, weak, depth) { return made }
    if let made = lastSplit(text, strong, depth) { return made }
    return atom(text.trimmingSpace, depth)
  }

  private static let weak = [(" plus ", "+"), (" minus ", "-"), (" less ", "-"), (" added to ", "+")]
  private static let strong = [
    (" divided by ", "/"), (" multiplied by ", "*"), (" multiplied with ", "*"), (" times ", "*"), (" over ", "/"),
  ]

  /// Splits at the operator that stands last, so that operators of one strength bind from the left.
  private static func lastSplit(_ text: String, _ operators: [(String, String)], _ depth: Int) -> Piece? {
    var best: (range: Range<String.Index>, sign: String)?
    for (words, sign) in operators {
      var from = text.startIndex
      while let found = range(of: words, in: text, from: from) {
        if best.map({ found.lowerBound > $0.range.lowerBound }) ?? true { best = (found, sign) }
        from = text.index(after: found.lowerBound)
      }
    }
    guard let best else { return nil }
    return join(String(text[..<best.range.lowerBound]), best.sign, String(text[best.range.upperBound...]), depth)
  }

  private static func split(_ text: String, at words: String, _ sign: String, _ depth: Int) -> Piece? {
    guard let found = range(of: words, in: text, from: text.startIndex) else { return nil }
    return join(String(text[..<found.lowerBound]), sign, String(text[found.upperBound...]), depth)
  }

  private static func join(_ left: String, _ sign: String, _ right: String, _ depth: Int) -> Piece? {
    guard let first = parse(left, depth: depth + 1), let second = parse(right, depth: depth + 1) else { return nil }
    return Piece(text: "\(closed(first)) \(sign) \(closed(second))", isOperation: true)
  }

  private static func closed(_ piece: Piece) -> String { piece.isOperation ? "(\(piece.text))" : piece.text }

  /// "dividing A by B", "subtract A from B".
  private static func gerund(_ text: String, _ depth: Int) -> Piece? {
    for (verbs, joint, sign, isTurned) in [
      ([" dividing ", " divide "], " by ", "/", false), ([" multiplying ", " multiply "], " by ", "*", false),
      ([" multiplying ", " multiply "], " with ", "*", false), ([" subtracting ", " subtract "], " from ", "-", true),
      ([" adding ", " add "], " to ", "+", false), ([" adding ", " add "], " and ", "+", false),
    ] {
      for verb in verbs where text.hasPrefix(verb) {
        let rest = String(text.dropFirst(verb.count))
        guard let middle = range(of: joint, in: rest, from: rest.startIndex) else { continue }
        let first = String(rest[..<middle.lowerBound])
        let second = String(rest[middle.upperBound...])
        return isTurned ? join(second, sign, first, depth) : join(first, sign, second, depth)
      }
    }
    return nil
  }

  /// "the sum of A and B", closed before a strong operator that follows.
  private static func aggregate(_ text: String, _ depth: Int) -> Piece? {
    let body = withoutArticle(text)
    for (opening, joint, sign) in [
      ("sum of ", " and ", "+"), ("difference between ", " and ", "-"), ("product of ", " and ", "*"),
      ("ratio of ", " to ", "/"), ("quotient of ", " and ", "/"),
    ] where body.hasPrefix(opening) {
      let rest = " " + body.dropFirst(opening.count)
      let operators = strong.compactMap { words, sign in
        range(of: words, in: rest, from: rest.startIndex).map { (range: $0, sign: sign) }
      }
      if let (cut, sign) = operators.min(by: { $0.range.lowerBound < $1.range.lowerBound }) {
        return join(opening + String(rest[..<cut.lowerBound]).trimmingSpace, sign, String(rest[cut.upperBound...]), depth)
      }
      guard let middle = range(of: joint, in: rest, from: rest.startIndex) else {
        // "The sum of all instalments" is one value.
        return opening == "sum of " ? atom(rest.trimmingSpace, depth) : nil
      }
      return join(String(rest[..<middle.lowerBound]), sign, String(rest[middle.upperBound...]), depth)
    }
    return nil
  }

  /// A number, a share or a multiple of something, or a name.
  private static func atom(_ text: String, _ depth: Int) -> Piece? {
    let text = withoutArticle(text)
    for (opening, factor) in [("half ", "0.5"), ("twice ", "2"), ("double ", "2"), ("three times ", "3"), ("a third of ", "(1 / 3)"), ("a quarter of ", "0.25")]
    where text.hasPrefix(opening) {
      let rest = text.dropFirst(opening.count)
      return parse(rest.hasPrefix("of ") ? String(rest.dropFirst(3)) : String(rest), depth: depth + 1).map {
        Piece(text: "\(factor) * \(closed($0))", isOperation: true)
      }
    }
    for (opening, wrap) in [("square root of ", "sqrt"), ("logarithm of ", "log10"), ("natural logarithm of ", "ln")] where text.hasPrefix(opening) {
      return parse(String(text.dropFirst(opening.count)), depth: depth + 1).map { Piece(text: "\(wrap)(\($0.text))", isOperation: true) }
    }
    if text.hasPrefix("square of ") {
      return parse(String(text.dropFirst(10)), depth: depth + 1).map { Piece(text: "\(closed($0))^2", isOperation: true) }
    }
    if text.hasSuffix(" squared") {
      return parse(String(text.dropLast(8)), depth: depth + 1).map { Piece(text: "\(closed($0))^2", isOperation: true) }
    }
    // "1.5 % of the loan".
    if let mention = QuantityReader.quantities(in: text).first, mention.start == 0, mention.quantity.unit.dimension == Unit.percent.dimension {
      let rest = String(decoding: Array(text.utf8)[mention.end...], as: UTF8.self).trimmingSpace
      guard rest.hasPrefix("of "), let whole = parse(String(rest.dropFirst(3)), depth: depth + 1) else { return nil }
      return Piece(text: "\(plain(mention.quantity.base)) * \(closed(whole))", isOperation: true)
    }
    return text.isEmpty ? nil : Piece(text: text, isOperation: false)
  }

  private static func plain(_ value: Double) -> String {
    let rounded = (value * 1e9).rounded() / 1e9
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
  }

  private static func withoutArticle(_ text: String) -> String {
    var text = text.trimmingSpace
    for article in ["the ", "a ", "an ", "its ", "their ", "your "] where text.hasPrefix(article) {
      guard !["a third of ", "a quarter of "].contains(where: { text.hasPrefix($0) }) else { continue }
      text = String(text.dropFirst(article.count))
    }
    return text
  }

  private static func range(of words: String, in text: String, from: String.Index) -> Range<String.Index>? {
    guard from < text.endIndex else { return nil }
    var at = from
    while at < text.endIndex {
      if text[at...].hasPrefix(words) { return at..<text.index(at, offsetBy: words.count) }
      at = text.index(after: at)
    }
    return nil
  }
}
