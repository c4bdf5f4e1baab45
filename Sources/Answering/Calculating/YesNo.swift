/// Yes or no to a question, from what the program compared or read; empty where that does not follow.
public enum YesNo {
  /// From a conclusion that the graph states outright.
  static func answer(to question: UnderstoodQuestion, conclusion: String) -> String {
    guard question.kind == .yesNo else { return "" }
    let asked = Set(Word.words(in: question.asked).filter { !$0.isStopWord }.map(\.stem))
    let concluded = Word.words(in: conclusion).filter { !$0.isStopWord }.map(\.stem)
    let sign = Polarity.permission(of: conclusion)
    let wanted = Polarity.permission(of: question.asked)
    if sign != 0 { return sign == (wanted == 0 ? 1 : wanted) ? "Yes" : "No" }
    // The question's own predicate: "Is a load of 0.8 too high?" and "… is too high".
    let shared = concluded.count { stem in asked.contains { Lexicon.agree($0, stem) } }
    guard !concluded.isEmpty, Double(shared) / Double(concluded.count) >= 0.5 else { return "" }
    if Polarity.opposite(in: question.asked, against: conclusion) != nil { return "No" }
    return Polarity.isNegated(conclusion) == Polarity.isNegated(question.asked) ? "Yes" : "No"
  }

  /// From a sentence that ties something to a limit, and whether the value keeps to it.
  ///
  /// - Parameter heading: what stands above the sentence.
  static func answer(
    to question: UnderstoodQuestion, limit: ThresholdMention, sentence: String, heading: String, holds: Bool
  ) -> String {
    guard question.kind == .yesNo else { return "" }
    let clause = clause(of: sentence, around: limit)
    let asked = Word.words(in: question.asked).map(\.folded)
    let wanted = Polarity.permission(of: question.asked)
    let target = asksViolation(question.asked) ? -1 : wanted == 0 ? 1 : wanted
    if isCeiling(clause.text) { return (holds ? 1 : -1) == target ? "Yes" : "No" }
    if let isCondition = isConditionOfNeed(clause.text, limit: clause.limit) {
      // "Claims above 250 need a signature": beyond the limit something is needed. Asked is the need, or doing without it.
      guard isCondition else { return (holds ? 1 : -1) == target ? "Yes" : "No" }
      if asked.contains("without") { return holds ? "No" : "Yes" }
      return asked.contains(where: { needs.contains($0) }) ? (holds ? "Yes" : "No") : ""
    }
    let sign = Polarity.permission(of: clause.text)
    if sign != 0 {
      if holds { return sign == target ? "Yes" : "No" }
      // Outside a prohibition's limit nothing else is promised, unless the prohibition itself is asked for.
      if sign < 0, wanted >= 0 { return "" }
      return -sign == target ? "Yes" : "No"
    }
    if isLimit(clause.text) { return (holds ? 1 : -1) == target ? "Yes" : "No" }
    // "A topic name has between 3 and 64 characters": asked is whether a value is a valid one.
    if limit.threshold.comparison == .between, wanted != 0 || target < 0 { return (holds ? 1 : -1) == target ? "Yes" : "No" }
    // "A producer of more than 5,000 messages is slowed down": asked is what the limit decides.
    guard concerns(question, clause.text + " " + heading, limit) else { return "" }
    let isTurned = Polarity.isNegated(clause.text) != Polarity.isNegated(question.asked)
      || Polarity.opposite(in: question.asked, against: clause.text) != nil
    return holds != isTurned ? "Yes" : "No"
  }

  /// True where the text speaks of what the question asks, apart from the value that is compared.
  private static func concerns(_ question: UnderstoodQuestion, _ text: String, _ limit: ThresholdMention) -> Bool {
    let matcher = TermMatcher(text)
    var total = 0.0
    var said = 0.0
    for term in question.terms where !term.isGiven && !limit.subject.contains(term.stem) {
      total += term.weight
      said += term.weight * (matcher.opposes(term) ? 1 : matcher.match(term))
    }
    return total == 0 || said / total >= 0.4
  }

  /// From a sentence that says what is asked, or its contrary, in the question's own words; empty for conditional ones.
  public static func answer(to question: UnderstoodQuestion, sentence: String) -> String {
    guard question.kind == .yesNo else { return "" }
    let words = Word.words(in: sentence)
    let folded = Set(words.map(\.folded))
    let matcher = TermMatcher(sentence)
    let permission = Set(["allow", "permit", "forbid", "prohibit", "safe", "possible", "can", "eligible"].map { Stemmer.stem($0) })
    let content = question.terms.filter { !$0.isGiven && !permission.contains($0.stem) && $0.weight > 0.3 }
    guard !content.isEmpty, question.quantities.isEmpty else { return "" }
    let opposed = Polarity.opposite(in: question.asked, against: sentence)
    let unmatched = content.filter { matcher.match($0) < 0.8 && $0.stem != opposed }
    guard unmatched.isEmpty else { return "" }
    let isConditional = !folded.isDisjoint(with: ["if", "when", "unless", "except", "only", "until", "exception", "may", "might", "sometimes", "without"])
    let wanted = Polarity.permission(of: question.asked)
    let said = Polarity.permission(of: sentence)
    let asksLeave = ["may", "can", "is", "are", "should", "could"].contains(Word.words(in: question.asked).first?.folded ?? "")
    if said < 0, wanted > 0 || (wanted == 0 && asksLeave && Polarity.isNegated(question.asked) == false) { return "No" }
    if opposed != nil { return isConditional ? "" : "No" }
    let agrees = Polarity.isNegated(sentence) == Polarity.isNegated(question.asked)
    if !agrees { return folded.contains("only") || folded.contains("unless") ? "" : "No" }
    return isConditional || said * wanted < 0 ? "" : "Yes"
  }

  /// The clause of the sentence that holds the limit, and the limit's place in it.
  private static func clause(of sentence: String, around limit: ThresholdMention) -> (text: String, limit: Int) {
    let bytes = Array(sentence.utf8)
    guard limit.start <= limit.end, limit.end <= bytes.count else { return (sentence, 0) }
    let start = bytes[..<limit.start].lastIndex(where: { $0 == UInt8(ascii: ";") }).map { $0 + 1 } ?? 0
    let end = bytes[limit.end...].firstIndex(where: { $0 == UInt8(ascii: ";") }) ?? bytes.count
    return (String(decoding: bytes[start..<end], as: UTF8.self), limit.start - start)
  }

  /// True where the limit stands before "need", "require", "must" (a condition), false where it stands behind them (what
  /// is needed); `nil` without such a word.
  private static func isConditionOfNeed(_ clause: String, limit: Int) -> Bool? {
    let words = Word.words(in: clause)
    let isForbidding = Polarity.permission(of: clause) < 0
    guard let need = words.first(where: { needs.contains($0.folded) }), !isForbidding || needs.contains(need.folded) else {
      return nil
    }
    let next = words.first { $0.start > need.start }?.folded
    if next == "not" || next == "never" {
      // "must not exceed 10" limits; "must not be given above 10" forbids.
      let after = words.first { $0.start > need.start && $0.folded != "not" && $0.folded != "never" }?.folded
      return after == "exceed" || after == "be" && isLimit(clause) ? false : nil
    }
    if limit < need.start { return true }
    // "must be stopped if ALT rises above 120": the condition may follow.
    let between = words.filter { $0.start > need.start && $0.start < limit }.map(\.folded)
    return between.contains(where: { ["if", "when", "once", "whenever", "above", "for"].contains($0) && $0 != "above" })
  }

  private static func isCeiling(_ clause: String) -> Bool {
    let folded = " " + Word.words(in: clause).map(\.folded).joined(separator: " ") + " "
    return [" not exceed ", " cannot exceed ", " never exceed ", " can't exceed "].contains { folded.contains($0) }
  }

  /// True where the question asks whether a limit is broken: "too long", "above the maximum", "exceed".
  private static func asksViolation(_ question: String) -> Bool {
    let folded = " " + Word.words(in: question).map(\.folded).joined(separator: " ") + " "
    return [" too ", " exceed ", " exceeds ", " above the ", " over the ", " beyond the ", " below the minimum ", " break ",
      " breach ", " violate "].contains { folded.contains($0) }
  }

  private static func isLimit(_ clause: String) -> Bool {
    let folded = " " + Word.words(in: clause).map(\.folded).joined(separator: " ") + " "
    return [" not exceed ", " cannot exceed ", " never exceed ", " at least ", " minimum ", " maximum ", " limited to ",
      " no more than ", " up to ", " at most ", " limit "].contains { folded.contains($0) }
  }

  private static let needs: Set<String> = [
    "need", "needs", "needed", "require", "requires", "required", "must", "necessary", "have",
  ]
}
