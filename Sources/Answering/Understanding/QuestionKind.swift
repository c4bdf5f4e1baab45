/// What a question asks for: it decides what must stand in a sentence that answers it.
public enum QuestionKind: String, Sendable, Hashable, CaseIterable {
  case definition, number, date, yesNo, comparison, list, how, why, who, place, calculation, other

  /// The kind that the question's words show.
  public init(of text: String) {
    // "A firm has …. What is its ratio?": the last sentence asks, what stands before it gives.
    let bytes = Array(text.utf8)
    let pieces = SentenceEnds.pieces(of: bytes, in: 0..<bytes.count).map { String(decoding: bytes[$0], as: UTF8.self) }
    let asking = pieces.last(where: { $0.hasSuffix("?") }) ?? text
    let words = Word.words(in: asking).map(\.folded)
    let folded = " " + words.joined(separator: " ") + " "
    func has(_ phrases: String...) -> Bool { phrases.contains { folded.contains(" " + $0 + " ") } }
    guard let first = words.first else {
      self = .other
      return
    }
    let opener = Self.openers.contains(first) ? first : words.first(where: { Self.askers.contains($0) }) ?? first
    if has("how many", "how much", "how long", "how old", "how often", "how fast", "how far", "how high", "how large",
      "how big", "how tall", "how heavy", "how wide", "how deep", "how frequently", "how soon", "how late", "how early",
      "what percentage", "what percent", "what number", "what fraction", "what share", "at what", "up to what",
      "what is the maximum", "what is the minimum", "above which", "below which", "what amount", "since which version")
    {
      self = .number
    } else if has("calculate", "compute", "work out"), !QuantityReader.quantities(in: text).isEmpty {
      self = .calculation
    } else if Self.verbs.contains(opener) {
      self = .yesNo
    } else if opener == "which" || opener == "who" || opener == "what" || opener == "where",
      words.contains(where: { Self.comparatives.contains($0) }), has("or", "than", "of the two") || opener == "which",
      words.contains("or") || words.contains("than")
    {
      self = .comparison
    } else if opener == "when" || has("what year", "which year", "what date", "what day", "what month", "which day") {
      self = .date
    } else if opener == "who" || opener == "whom" || opener == "whose" {
      self = .who
    } else if opener == "where" || has("which city", "which country", "what city", "what country", "in which place") {
      self = .place
    } else if opener == "why" || has("what causes", "what is the reason", "for what reason", "how come") {
      self = .why
    } else if opener == "list" || has("what are the", "which are", "name the", "name all", "list the", "list all", "what kinds", "what types", "which steps")
      || Self.asksForSeveral(words)
    {
      self = .list
    } else if opener == "define" || has("what is meant by", "definition of", "mean", "meaning of", "stand for")
      || Self.isDefinition(words)
    {
      self = .definition
    } else if opener == "how" {
      self = .how
    } else {
      self = .other
    }
  }

  /// "What is X?" with at most four content words and no "for", "in" or "of" that asks for an attribute of something; "elasticity of demand" is one thing.
  private static func isDefinition(_ words: [String]) -> Bool {
    guard words.count >= 3, words[0] == "what" || words[0] == "whats", words[1] == "is" || words[1] == "are",
      words[2] != "the"
    else { return false }
    let rest = words.dropFirst(2).filter { $0 != "a" && $0 != "an" }
    let isOne = rest.count == 3 && rest.dropFirst().first == "of"
    return rest.count <= 4 && (isOne || !rest.contains("of")) && !rest.contains(where: { ["for", "in", "at", "with", "if", "when", "on"].contains($0) })
  }

  /// "Which subsidiaries does …", "What four steps …": a plural right behind the asking word.
  private static func asksForSeveral(_ words: [String]) -> Bool {
    guard let place = words.firstIndex(where: { $0 == "which" || $0 == "what" }), place + 2 < words.count else { return false }
    let noun = words[(place + 1)...].prefix(3).first { !Lexicon.stopWords.contains($0) && Lexicon.countWords[$0] == nil } ?? ""
    let behind = words[place + 1]
    guard behind == noun || Lexicon.countWords[behind] != nil, noun.utf8.count > 3 else { return false }
    return noun.hasSuffix("s") && !noun.hasSuffix("ss") && !noun.hasSuffix("us") && !noun.hasSuffix("is") && noun != "does" && noun != "happens"
      && noun != "causes" && noun != "means" && !words.contains(where: { comparatives.contains($0) })
  }

  private static let verbs: Set<String> = [
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "may", "might", "should", "must", "will", "would",
    "has", "have", "had", "am", "shall", "isn't", "aren't", "doesn't", "don't", "can't",
  ]
  private static let askers: Set<String> = [
    "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "define", "list", "name",
  ]
  static let openers: Set<String> = verbs.union(askers)
  static let comparatives: Set<String> = [
    "higher", "lower", "more", "less", "fewer", "larger", "smaller", "bigger", "greater", "longer", "shorter", "faster",
    "slower", "cheaper", "dearer", "older", "younger", "heavier", "lighter", "better", "worse", "earlier", "later",
    "most", "least", "highest", "lowest", "largest", "smallest", "longest", "shortest", "fastest", "slowest",
    "cheapest", "oldest", "first", "stronger", "weaker", "taller", "deeper", "wider",
  ]

  /// True where the words ask for a measure ("What is the coldest temperature …", "Which port …") without saying how many.
  public static func prefersNumber(_ text: String) -> Bool {
    let words = Word.words(in: text).map(\.folded)
    guard words.contains(where: { ["what", "which", "whats"].contains($0) }),
      !words.contains(where: { ["formula", "definition", "difference", "purpose", "meaning", "mean", "why", "called", "name"].contains($0) })
    else { return false }
    return words.contains { measures.contains($0) }
  }

  private static let measures: Set<String> = [
    "temperature", "dose", "dosage", "price", "cost", "fee", "rate", "limit", "size", "length", "height", "weight", "age",
    "number", "amount", "revenue", "income", "margin", "ratio", "percentage", "salary", "budget", "population", "distance",
    "speed", "capacity", "port", "allowance", "threshold", "duration", "maximum", "minimum", "largest", "smallest", "highest",
    "lowest", "coldest", "warmest", "longest", "shortest", "dividend", "profit", "debt", "equity", "turnover", "depth", "width",
    "version", "score", "target", "range", "frequency", "pressure", "volume", "area", "expenditure",
  ]

  /// True where a sentence without a number cannot answer.
  public var needsNumber: Bool { self == .number || self == .calculation }
}
