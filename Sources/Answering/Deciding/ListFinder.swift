/// Finds a whole list that answers: its items alone seldom say what is asked, the line that leads in does.
struct ListFinder {
  let question: UnderstoodQuestion

  /// The list whose lead-in and items together cover the question best, where they cover enough of it.
  func list(in sentences: [ScoredSentence]) -> (items: [ScoredSentence], confidence: Double)? {
    var groups: [ScoredSentence.Origin: [String: [ScoredSentence]]] = [:]
    // "How" is answered by steps; rows of a table are none. Mistakes and what a reader shall learn answer nothing.
    for entry in sentences where entry.sentence.kind == .listItem || entry.sentence.kind == .tableRow && question.kind == .list {
      guard !entry.isMistake || asksMistakes, entry.use != .aims else { continue }
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

  private var asksMistakes: Bool { question.terms.contains { Surroundings.mistakes.contains($0.stem) } }

  /// Whether something that the question names stands nowhere in the list or around it: "the adverse effects of warfarin" are not those of a table of
  /// other drugs.
  private func isAboutAnother(_ text: TermMatcher, _ items: [ScoredSentence]) -> Bool {
    question.entities.contains { entity in
      let stems = Set(Word.words(in: entity.mention).filter { !$0.isStopWord }.map(\.stem))
      let named = question.terms.filter { stems.contains($0.stem) }
      return !named.isEmpty
        && named.allSatisfy { term in text.match(term) < 0.5 && items.allSatisfy { $0.missing.contains(term) } }
    }
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
    return (isAboutAnother(text, items) ? 0.65 : 0.95) * covered / total + (asked.contains(items.count) ? 0.2 : 0)
  }
}
