/// The words of a text, ready to be asked which of a question's terms they say.
struct TermMatcher {
  private let stems: Set<String>
  /// Two neighbours as one word.
  private let compounds: Set<String>
  private let quantities: [QuantityMention]
  private let folded: String
  private let saysMost: Bool
  private let saysLeast: Bool
  private let saysFormula: Bool
  private let saysVersion: Bool

  init(_ text: String) {
    let words = Word.words(in: text)
    stems = Set(words.map(\.stem)).union(Word.verbs(in: text).map(\.stem))
    // "buy back" says "buyback", and "capital from" nothing that begins with "capital".
    var compounds: Set<String> = []
    for (first, second) in zip(words, words.dropFirst()) where second.start - first.end == 1 {
      compounds.insert(Stemmer.stem(first.folded + second.folded))
    }
    self.compounds = compounds
    quantities = text.isEmpty ? [] : QuantityReader.quantities(in: text)
    let folded = " " + words.map(\.folded).joined(separator: " ") + " "
    self.folded = folded
    saysMost = [" up to ", " at most ", " no more than ", " not exceed ", " not more than ", " exceeds "].contains {
      folded.contains($0)
    }
    // "Go 1.20" names a version: a capitalised word, then a number with a point and no unit.
    saysVersion = zip(words, words.dropFirst()).contains { name, number in
      name.isCapitalised && number.isNumber && number.folded.contains(".") && number.start - name.end == 1
    }
    saysFormula = text.contains(" = ") || folded.contains(" divided by ") || folded.contains(" minus ")
    saysLeast = [" at least ", " no less than ", " no fewer than ", " not less than ", " or more "].contains {
      folded.contains($0)
    }
  }

  /// 1 for the word, less for a synonym or a relative of it, 0 where it is not said.
  func match(_ term: QuestionTerm) -> Double {
    if stems.contains(term.stem) || compounds.contains(term.stem) { return 1 }
    if term.isNumber {
      return Double(term.folded).map { value in quantities.contains { $0.quantity.value == value } } == true ? 1 : 0
    }
    if let group = Lexicon.synonyms[term.stem], !group.isDisjoint(with: stems) { return 0.9 }
    if saysVersion, term.stem == Self.version { return 0.9 }
    if saysFormula, Self.computing.contains(term.stem) { return 0.9 }
    if saysMost, Lexicon.agree(term.stem, "maximum") || term.stem == "large" { return 0.9 }
    if saysLeast, Lexicon.agree(term.stem, "minimum") { return 0.9 }
    if let base = Self.measured[term.stem], quantities.contains(where: { $0.quantity.unit.dimension.powers[base] != nil }) {
      return 0.9
    }
    if Self.money.contains(term.stem), quantities.contains(where: { $0.quantity.unit.dimension.currency != nil }) {
      return 0.85
    }
    // "European" speaks of Europe.
    if term.isName, term.stem.utf8.count >= 4 { return stems.contains { $0.hasPrefix(term.stem) } ? 0.8 : 0 }
    guard !term.isName, term.stem.utf8.count >= 5 else { return 0 }
    // "diagnostic" for "diagnosis", "profitability" for "profitable".
    let head = term.stem.prefix(max(5, term.stem.count * 3 / 4))
    // Not "capital" for "capitalization": two thirds of the word must be there.
    for stem in stems where stem.hasPrefix(head) || (stem.utf8.count >= 5 && 3 * stem.utf8.count >= 2 * term.stem.utf8.count && term.stem.hasPrefix(stem)) {
      if !Lexicon.exclude(stem, term.stem) { return 0.8 }
    }
    return 0
  }

  /// True where the text says a contrary of the term: "excluded" of "included".
  func opposes(_ term: QuestionTerm) -> Bool { Polarity.opposes(term.stem, stems) }

  /// True where the text says the phrase, whose words are folded and parted by single spaces.
  func says(_ phrase: String) -> Bool { folded.contains(" " + phrase + " ") }

  /// True where the text speaks of something that rules the term out: adults for children, Friday for Monday.
  func excludes(_ term: QuestionTerm) -> Bool {
    !stems.contains(term.stem) && stems.contains { Lexicon.exclude($0, term.stem) }
  }

  /// True where the stem is a unit and the text has a quantity of its dimension: "days" for "3 weeks".
  func measures(_ stem: String) -> Bool {
    guard let unit = UnitTable.unit(stem) ?? UnitTable.unit(stem + "s") else { return false }
    return quantities.contains { $0.quantity.unit.dimension.matches(unit.dimension) }
  }

  /// Words for a measure that a number with its unit says without them.
  private static let measured: [String: Dimension.Base] = Dictionary(
    uniqueKeysWithValues: [
      ("percentage", Dimension.Base.share), ("percent", .share), ("share", .share), ("proportion", .share),
      ("fraction", .share), ("temperature", .temperature), ("weight", .mass), ("duration", .time), ("distance", .length),
      ("height", .length), ("length", .length), ("age", .time), ("old", .time), ("long", .time), ("period", .time),
    ].map { (Stemmer.stem($0.0), $0.1) })

  private static let version = Stemmer.stem("version")

  /// Words that ask how something is computed, which a formula says without them.
  private static let computing: Set<String> = Set(["calculate", "compute", "determine", "formula", "work"].map { Stemmer.stem($0) })

  private static let money: Set<String> = Set(["cost", "price", "fee", "charge", "pay", "worth", "amount"].map { Stemmer.stem($0) })
}
