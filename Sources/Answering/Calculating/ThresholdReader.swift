/// A limit that a sentence states, with where it stands and what it is about.
public struct ThresholdMention: Sendable, Hashable {
  public let threshold: Threshold
  /// Stems of the content words right before the comparison: what is compared.
  public let subject: [String]
  /// Byte range of the comparison and its value in the sentence.
  public let start: Int
  public let end: Int
}

/// Finds limits in sentences: "contraindicated when eGFR is below 30", "≥ 140/90 mmHg", "between 30 and 45",
/// "at least 5 years", "no more than $200", "18 or older".
public enum ThresholdReader {
  /// - Complexity: O(words · quantities).
  public static func thresholds(in sentence: String) -> [ThresholdMention] {
    let quantities = QuantityReader.quantities(in: sentence)
    guard !quantities.isEmpty else { return [] }
    let bytes = Array(sentence.utf8)
    var mentions: [ThresholdMention] = []
    var skip = false
    for (index, mention) in quantities.enumerated() {
      if skip {
        skip = false
        continue
      }
      let next = index + 1 < quantities.count ? quantities[index + 1] : nil
      let beforeStart = index > 0 ? quantities[index - 1].end : 0
      guard beforeStart <= mention.start else { continue }
      let before = text(bytes, beforeStart..<mention.start)
      let after = text(bytes, mention.end..<min(bytes.count, mention.end + 40))
      if let next, let range = range(mention, next, before: before, between: text(bytes, mention.end..<next.start)) {
        mentions.append(
          ThresholdMention(
            threshold: range, subject: subject(before), start: mention.start, end: next.end))
        skip = true
      } else if !mention.isYear || mention.quantity.unit != .one, let comparison = comparison(before: before, after: after) {
        mentions.append(
          ThresholdMention(
            threshold: Threshold(comparison, Self.aged(mention, before: before, after: after)), subject: subject(before), start: mention.start,
            end: mention.end))
      }
    }
    return mentions
  }

  private static func range(
    _ low: QuantityMention, _ high: QuantityMention, before: String, between: String
  ) -> Threshold? {
    let joint = between.trimmingSpace.lowercased()
    let isRange: Bool
    switch joint {
    case "and": isRange = endsWith(before, "between")
    case "-", "–", "—": isRange = !low.isYear
    // "Rises from 4 % to 5 %" tells a change.
    case "to", "through": isRange = !isChange(before)
    default: isRange = false
    }
    guard isRange, low.quantity.unit.dimension.matches(high.quantity.unit.dimension), high.quantity.base > low.quantity.base
    else { return nil }
    return Threshold(.between, low.quantity, upper: high.quantity)
  }

  private static func comparison(before: String, after: String) -> Comparison? {
    let tail = Word.fold(String(after.prefix(40)))
    // "65+", but not the plus of a sum.
    if tail.hasPrefix("+"), tail.dropFirst().first.map({ $0 == "," || $0 == "." || $0 == ")" }) ?? true { return .atLeast }
    for (phrase, comparison) in behind where tail.hasPrefix(phrase) || tail.hasPrefix(" " + phrase) {
      return comparison
    }
    let head = Word.fold(before).trimmingSpace
    let isNegated = ["not", "n't", "never", "cannot", "no"].contains { negation in
      fronts.contains { head.hasSuffix(negation + " " + $0.0) }
    }
    if endsWith(head, "from"), !isChange(before), !tail.hasPrefix(" to "), !tail.hasPrefix("-"), !tail.hasPrefix("–") {
      return .atLeast
    }
    for (phrase, comparison) in fronts where endsWith(head, phrase) {
      // "no more than" is denied already.
      let isWhole = ["not ", "no ", "never ", "must not "].contains { phrase.hasPrefix($0) }
      return isNegated && !isWhole ? opposite(comparison) : comparison
    }
    return nil
  }

  /// True where a value changes from the one that follows: "rises from", "fell in 2020 from".
  private static func isChange(_ before: String) -> Bool {
    let words = Word.words(in: before)
    guard words.last?.folded == "from" else { return false }
    return words.suffix(5).contains { Lexicon.changes.contains($0.stem) }
  }

  /// "Younger than 18", "65 or older", "children under 12": an age without its unit is in years.
  private static func aged(_ mention: QuantityMention, before: String, after: String) -> Quantity {
    let front = Word.words(in: before).suffix(4).map(\.folded)
    let back = Word.words(in: after).prefix(2).map(\.folded)
    let isAge =
      front.contains(where: { ["younger", "older", "aged", "age", "children", "child", "adults", "persons"].contains($0) })
      || back.contains(where: { ["older", "younger"].contains($0) })
    guard isAge, mention.quantity.unit == .one, let years = Unit.named("years")
    else { return mention.quantity }
    return Quantity(mention.quantity.value, years)
  }

  private static func opposite(_ comparison: Comparison) -> Comparison {
    switch comparison {
    case .below: .atLeast
    case .atMost: .above
    case .above: .atMost
    case .atLeast: .below
    case .between, .equal: comparison
    }
  }

  private static func endsWith(_ text: String, _ phrase: String) -> Bool {
    var text = Word.fold(text).trimmingSpace
    // "Below the age of 12": the words between say what the value is.
    for _ in 0..<4 {
      if text.hasSuffix(phrase) {
        guard let first = phrase.first, first.isLetter else { return true }
        return !(text.dropLast(phrase.count).last?.isLetter ?? false)
      }
      guard let filler = fillers.first(where: { text.hasSuffix(" " + $0) }) else { return false }
      text = String(text.dropLast(filler.count + 1)).trimmingSpace
    }
    return false
  }

  private static let fillers = [
    "a", "an", "the", "about", "approximately", "of", "age", "level", "levels", "value", "values", "total", "score",
    "concentration", "temperature", "roughly", "around", "some",
  ]

  private static func subject(_ before: String) -> [String] {
    let words = Word.words(in: before)
    return words.suffix(10).filter { !$0.isStopWord && !comparators.contains($0.folded) }.suffix(5).map(\.stem)
  }

  private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private static let comparators: Set<String> = [
    "less", "lower", "fewer", "greater", "higher", "least", "most", "exceed", "exceeds", "exceeding", "minimum",
    "maximum", "limit", "limited", "drops", "falls", "rises", "reaches", "stays", "equal", "value", "level",
  ]

  /// Longer phrases stand first: "not less than" must not be read as "less than".
  private static let fronts: [(String, Comparison)] = [
    ("not less than", .atLeast), ("no less than", .atLeast), ("no fewer than", .atLeast), ("not fewer than", .atLeast),
    ("not more than", .atMost), ("no more than", .atMost), ("not greater than", .atMost), ("no greater than", .atMost),
    ("no longer than", .atMost), ("no later than", .atMost), ("no higher than", .atMost), ("not higher than", .atMost),
    ("not exceed", .atMost), ("not exceeding", .atMost), ("never exceed", .atMost), ("must not go above", .atMost),
    ("not below", .atLeast), ("not above", .atMost), ("not over", .atMost), ("not under", .atLeast),
    ("less than or equal to", .atMost), ("greater than or equal to", .atLeast), ("equal to or greater than", .atLeast),
    ("equal to or less than", .atMost), ("or below", .atMost), ("at or above", .atLeast), ("at or below", .atMost),
    ("less than", .below), ("lower than", .below), ("fewer than", .below), ("smaller than", .below),
    ("shorter than", .below), ("younger than", .below), ("below", .below), ("under", .below), ("beneath", .below),
    ("more than", .above), ("greater than", .above), ("higher than", .above), ("larger than", .above),
    ("longer than", .above), ("older than", .above), ("above", .above), ("over", .above), ("exceeds", .above),
    ("exceed", .above), ("exceeding", .above), ("exceeded", .above), ("in excess of", .above), ("beyond", .above),
    ("at least", .atLeast), ("minimum of", .atLeast), ("minimum is", .atLeast), ("a minimum", .atLeast),
    ("at most", .atMost), ("maximum of", .atMost), ("up to", .atMost), ("maximum is", .atMost), ("a maximum", .atMost),
    ("limited to", .atMost), ("limit of", .atMost), ("limit is", .atMost), ("capped at", .atMost), ("cap of", .atMost),
    ("reaches", .atLeast), ("reach", .atLeast), ("within", .atMost), ("drops to", .atMost), ("falls to", .atMost),
    ("≥", .atLeast), (">=", .atLeast), ("⩾", .atLeast), ("≤", .atMost), ("<=", .atMost), ("⩽", .atMost),
    (">", .above), ("<", .below),
  ]

  private static let behind: [(String, Comparison)] = [
    ("or more", .atLeast), ("or higher", .atLeast), ("or above", .atLeast), ("or greater", .atLeast),
    ("or older", .atLeast), ("or over", .atLeast), ("or longer", .atLeast), ("or later", .atLeast), ("and above", .atLeast),
    ("and over", .atLeast), ("and older", .atLeast), ("and higher", .atLeast), ("and up", .atLeast), ("or larger", .atLeast),
    ("or less", .atMost), ("or fewer", .atMost), ("or below", .atMost), ("or lower", .atMost), ("or under", .atMost),
    ("or younger", .atMost), ("or shorter", .atMost), ("and below", .atMost), ("and under", .atMost), ("or smaller", .atMost),
    ("and younger", .atMost), ("minimum", .atLeast), ("maximum", .atMost),
  ]
}
