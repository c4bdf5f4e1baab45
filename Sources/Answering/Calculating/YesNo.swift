/// Yes or no to a question, from what the program compared; empty where that does not follow.
enum YesNo {
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
  static func answer(to question: UnderstoodQuestion, limit: ThresholdMention, sentence: String, holds: Bool) -> String {
    guard question.kind == .yesNo else { return "" }
    let sign = Polarity.permission(of: sentence)
    let wanted = Polarity.permission(of: question.asked)
    let target = wanted == 0 ? 1 : wanted
    if isRequirement(sentence) {
      // "must be at least 21", "may not exceed 10": keeping to the limit is what is allowed.
      return (holds ? 1 : -1) == target ? "Yes" : "No"
    }
    if sign != 0 {
      if holds { return sign == target ? "Yes" : "No" }
      // Outside a prohibition's limit nothing else is promised, unless the prohibition itself is asked for.
      if sign < 0, wanted >= 0 { return "" }
      return -sign == target ? "Yes" : "No"
    }
    let asked = Set(Word.words(in: question.asked).filter { !$0.isStopWord && !$0.isNumber }.map(\.stem))
    let said = Set(Word.words(in: sentence).map(\.stem))
    let shared = asked.count { stem in said.contains { Lexicon.agree($0, stem) } }
    guard !asked.isEmpty, Double(shared) / Double(asked.count) >= 0.5 else { return "" }
    let agrees = Polarity.isNegated(sentence) == Polarity.isNegated(question.asked)
    return holds == agrees ? "Yes" : "No"
  }

  private static func isRequirement(_ sentence: String) -> Bool {
    let folded = " " + Word.words(in: sentence).map(\.folded).joined(separator: " ") + " "
    return [" must be ", " must have ", " must not exceed ", " may not exceed ", " should not exceed ", " cannot exceed ",
      " never exceed ", " at least ", " required to ", " requires ", " require ", " minimum ", " maximum ", " limited to ",
      " no more than ", " up to ", " at most ", " must not be "].contains { folded.contains($0) }
      && Polarity.permission(of: sentence) >= 0
  }
}
