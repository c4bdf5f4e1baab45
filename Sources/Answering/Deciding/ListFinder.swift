/// Finds a whole list that answers: its items alone seldom say what is asked, the line that leads in does.
struct ListFinder {
  let question: UnderstoodQuestion

  /// The list whose lead-in and items together cover the question best, where they cover enough of it.
  func list(in sentences: [ScoredSentence]) -> (items: [ScoredSentence], confidence: Double)? {
    var groups: [ScoredSentence.Origin: [String: [ScoredSentence]]] = [:]
    for entry in sentences where entry.sentence.kind == .listItem || entry.sentence.kind == .tableRow {
      groups[entry.origin, default: [:]][entry.sentence.context, default: []].append(entry)
    }
    var best: (items: [ScoredSentence], confidence: Double)?
    for (_, lists) in groups {
      for (leadIn, items) in lists where items.count > 1 && items.count <= 12 {
        let confidence = coverage(leadIn, items)
        let isBetter = confidence > best?.confidence ?? 0.55
        if isBetter { best = (items.sorted { $0.sentence.start < $1.sentence.start }, confidence) }
      }
    }
    return best
  }

  private func coverage(_ leadIn: String, _ items: [ScoredSentence]) -> Double {
    let text = TermMatcher(([leadIn] + items.map(\.sentence.text)).joined(separator: " "))
    var total = 0.0
    var covered = 0.0
    for term in question.terms where !term.isGiven {
      total += term.weight
      // What no item has missing stands in a heading.
      let isAround = items.contains { !$0.missing.contains(term) }
      covered += term.weight * max(text.match(term), isAround ? 0.75 : 0)
    }
    guard total > 0 else { return 0 }
    // "The five steps": a list of five is meant.
    let asked = Word.words(in: question.asked).compactMap { Lexicon.countWords[$0.folded] ?? Int($0.folded) }
    return 0.95 * covered / total + (asked.contains(items.count) ? 0.2 : 0)
  }
}
