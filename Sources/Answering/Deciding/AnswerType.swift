/// Whether a sentence holds the kind of thing that a question asks for.
enum AnswerType {
  static func isPresent(in sentence: Sentence, question: UnderstoodQuestion) -> Bool {
    switch question.kind {
    case .number, .calculation: return hasNewNumber(sentence, question)
    case .date: return hasDate(sentence.text, question)
    case .who: return hasNewName(sentence.text, question)
    case .definition: return SentenceScorer.defines(sentence, question)
    case .why: return Self.has(sentence.text, ["because", "since", "due", "reason", "cause", "so", "therefore", "to", "result"])
    case .other where question.asked.lowercased().hasPrefix("what happens"):
      return has(sentence.text, ["when", "if", "then", "once", "after", "so", "whenever"])
    case .other: return !QuestionKind.prefersNumber(question.asked) || hasNewNumber(sentence, question)
    case .place, .yesNo, .comparison, .list, .how: return true
    }
  }

  /// Whether a cell's value, with the unit of its column, is of the kind asked for.
  static func isPresent(in cell: TableCell, question: UnderstoodQuestion) -> Bool {
    switch question.kind {
    case .number, .calculation:
      let text = cell.title.said(cell.value)
      guard let wanted = wantedDimension(question.asked) else { return text.contains(where: \.isNumber) || hasComplexity(text) }
      // A bare number may have its unit in the title's words.
      return QuantityReader.quantities(in: text).contains { wanted($0) || $0.quantity.unit.dimension.isNone }
    case .date: return cell.value.contains(where: \.isNumber) || hasDate(cell.value, question)
    case .who: return cell.value.contains(where: \.isUppercase)
    default: return true
    }
  }

  /// Whether the kind of the value alone tells that the cell answers: a time for "how long", a date for "when".
  static func isTelling(_ cell: TableCell, question: UnderstoodQuestion) -> Bool {
    let found = QuantityReader.quantities(in: cell.title.said(cell.value))
    switch question.kind {
    case .number:
      guard let wanted = wantedDimension(question.asked) else { return false }
      return found.contains { wanted($0) && !$0.quantity.unit.dimension.isNone }
    case .date: return found.contains(where: \.isYear) || has(cell.value, months) || isDate(cell.value)
    default: return false
    }
  }

  /// "2024-05-31" and "31.5.2024".
  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(whereSeparator: { "-./".contains($0) })
    return parts.count == 3 && parts.allSatisfy { Int($0) != nil } && parts.contains { $0.count == 4 }
  }

  private static func hasNewNumber(_ sentence: Sentence, _ question: UnderstoodQuestion) -> Bool {
    let wanted = wantedDimension(question.asked)
    let given = question.quantities.map(\.quantity)
    let found = QuantityReader.quantities(in: sentence.text).filter { mention in
      // A year dates a figure; it is none.
      !mention.isYear && !given.contains { $0.equals(mention.quantity) }
    }
    guard let wanted else { return !found.isEmpty || hasComplexity(sentence.text) }
    return found.contains { wanted($0) }
  }

  /// "O(n log n)" counts as a number where complexity is asked for.
  private static func hasComplexity(_ text: String) -> Bool { text.contains("O(") || text.contains("Θ(") }

  private static func wantedDimension(_ text: String) -> ((QuantityMention) -> Bool)? {
    let folded = " " + Word.words(in: text).map(\.folded).joined(separator: " ") + " "
    func has(_ phrases: String...) -> Bool { phrases.contains { folded.contains(" " + $0 + " ") } }
    if has("how long", "how soon", "how old", "how many days", "how many years", "how many months", "how many hours",
      "how many minutes", "how many weeks", "how many seconds")
    {
      return { mention in
        mention.quantity.unit.dimension.powers[.time] == 1
          || mention.quantity.unit.dimension.powers[.length] == 1
          || mention.quantity.unit.dimension.powers[.counted("business day")] == 1
          || ["charact", "page", "word", "line", "cycl", "session"].contains(mention.noun)
          || mention.quantity.unit.dimension.isNone && text.lowercased().contains("how old")
      }
    }
    if has("percentage", "percent", "what share", "interest rate") {
      return { $0.quantity.unit.dimension.powers[.share] == 1 || $0.quantity.unit.dimension.isNone }
    }
    if has("how much does", "cost", "price", "fee", "salary", "budget") && has("how much", "what is the", "what does") {
      return { mention in
        mention.quantity.unit.dimension.isNone
          || mention.quantity.unit.dimension.powers.keys.contains { base in
            switch base {
            case .currency, .share: true
            default: false
            }
          }
      }
    }
    return nil
  }

  private static func hasDate(_ text: String, _ question: UnderstoodQuestion) -> Bool {
    let asked = Set(question.terms.map(\.folded))
    let words = Word.words(in: text)
    if words.contains(where: { months.contains($0.folded) && !asked.contains($0.folded) }) { return true }
    if QuantityReader.quantities(in: text).contains(where: { mention in
      (mention.isYear && !asked.contains(String(Int(mention.quantity.value))))
        || mention.quantity.unit.dimension.powers[.time] == 1
    }) {
      return true
    }
    return has(text, ["when", "before", "after", "until", "while", "once", "if", "whenever", "during", "every", "daily", "at"])
  }

  /// A name, or somebody by what he does: "by the credit committee", "the branch manager decides".
  private static func hasNewName(_ text: String, _ question: UnderstoodQuestion) -> Bool {
    let asked = Set(question.terms.map(\.stem))
    let words = Word.words(in: text)
    if words.contains(where: { roles.contains($0.stem) && !asked.contains($0.stem) }) { return true }
    return words.dropFirst().contains { $0.isCapitalised && !asked.contains($0.stem) }
      || words.first.map { $0.isCapitalised && !$0.isStopWord && !asked.contains($0.stem) } == true
  }

  private static func has(_ text: String, _ wanted: Set<String>) -> Bool {
    Word.words(in: text).contains { wanted.contains($0.folded) }
  }

  private static let roles: Set<String> = Set(
    """
    manager director head officer committee board team department chief chair chairman president secretary treasurer
    physician doctor nurse pharmacist specialist surgeon consultant engineer administrator developer maintainer reviewer owner
    auditor lawyer court judge bank broker agent supervisor teacher parent guardian customer client employee employer landlord
    tenant borrower lender partner shareholder insurer regulator authority ministry government agency council
    """.split(whereSeparator: \.isWhitespace).map { Stemmer.stem(String($0)) })

  private static let months: Set<String> = [
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "noon", "midnight",
  ]
}
