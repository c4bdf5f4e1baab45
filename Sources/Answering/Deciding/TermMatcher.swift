/// The words of a text, ready to be asked which of a question's terms they say.
struct TermMatcher {
  private let stems: Set<String>
  private let folded: Set<String>
  private let numbers: [Double]

  init(_ text: String) {
    let words = Word.words(in: text)
    stems = Set(words.map(\.stem))
    folded = Set(words.map(\.folded))
    numbers = text.isEmpty ? [] : QuantityReader.quantities(in: text).map(\.quantity.value)
  }

  /// 1 for the word, less for a synonym or a relative of it, 0 where it is not said.
  func match(_ term: QuestionTerm) -> Double {
    if stems.contains(term.stem) { return 1 }
    if term.isNumber { return Double(term.folded).map { numbers.contains($0) } == true ? 1 : 0 }
    if let group = Lexicon.synonyms[term.stem], !group.isDisjoint(with: stems) { return 0.9 }
    guard !term.isName, term.stem.utf8.count >= 5 else { return 0 }
    // "diagnostic" for "diagnosis", "profitability" for "profitable".
    let head = term.stem.prefix(max(5, term.stem.count * 3 / 4))
    for stem in stems where stem.hasPrefix(head) || (stem.utf8.count >= 5 && term.stem.hasPrefix(stem)) {
      if !Lexicon.exclude(stem, term.stem) { return 0.8 }
    }
    return 0
  }
}
