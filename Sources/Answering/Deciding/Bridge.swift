internal import Foundation
internal import KnowledgeGraph

/// Answers a question in two hops: one sentence names what another one tells about.
///
/// "Where is the head office of Torvik's auditor?": "The auditor is Lenz & Partners", and of those a second sentence
/// tells the head office. The first must say a word of the question besides the name, the second the bridging name in
/// itself or its heading, and together they must leave no word of weight unsaid.
struct Bridge {
  let question: UnderstoodQuestion

  /// A first sentence, what it names, and what is still asked.
  struct Hop {
    let first: ScoredSentence
    let name: String
    let open: [QuestionTerm]
  }

  /// True for questions that chain two things: a possessive, "of the … of", or a clause that says who is meant.
  var isAsked: Bool {
    guard [.who, .place, .date, .number, .other, .list, .definition].contains(question.kind) else { return false }
    let words = Word.words(in: question.asked)
    if words.contains(where: { $0.text.hasSuffix("'s") || $0.text.hasSuffix("\u{2019}s") }) { return true }
    let folded = words.dropFirst(2).map(\.folded)
    return folded.contains { ["who", "that", "which", "whose"].contains($0) } || folded.count { $0 == "of" } > 1
      || words.contains { $0.text.hasSuffix("s'") }
  }

  /// The most promising first hops, at most three.
  func hops(_ sentences: [ScoredSentence]) -> [Hop] {
    var hops: [(hop: Hop, said: Double)] = []
    for entry in sentences.prefix(10) {
      guard case .passage = entry.origin, entry.sentence.kind == .prose || entry.sentence.kind == .listItem else { continue }
      let own = TermMatcher(entry.sentence.text)
      let terms = question.terms.filter { !$0.isGiven }
      let said = terms.filter { own.match($0) >= 0.5 }
      let open = terms.filter { own.match($0) < 0.5 && (entry.near(of: $0) < 0.5) }
      guard said.contains(where: { !$0.isName && $0.weight > 0.15 }), !open.isEmpty else { continue }
      for name in BridgeNames.names(in: entry.sentence.text, excluding: question) {
        hops.append((Hop(first: entry, name: name, open: open), said.reduce(0) { $0 + $1.weight }))
      }
    }
    hops.sort { $0.said > $1.said }
    return hops.prefix(3).map(\.hop)
  }

  /// The question about the bridging name alone.
  func second(_ hop: Hop, vector: [Float]?) -> UnderstoodQuestion {
    let words = QuestionReader.terms(of: "about " + hop.name, quantities: [])
    let names = words.map { term in
      QuestionTerm(
        stem: term.stem, folded: term.folded, text: term.text, weight: term == words.last ? 1 : 0.3, isName: term == words.last, isNumber: term.isNumber, isGiven: false)
    }
    let open = telling(hop)
    // Of a long name the last word must be there, the others may.
    return UnderstoodQuestion(
      asked: question.asked, text: question.text, kind: question.kind, domain: question.domain, entities: [],
      terms: names + open, quantities: [], phrases: [], vector: vector)
  }

  /// The open words that say something; "the person who" is named by then.
  private func telling(_ hop: Hop) -> [QuestionTerm] {
    let telling = hop.open.filter { !Lexicon.commonStems.contains($0.stem) }
    return telling.isEmpty ? hop.open : telling
  }

  /// What is encoded to find the second hop.
  func wording(_ hop: Hop) -> String { hop.name + " " + telling(hop).map(\.text).joined(separator: " ") }

  /// True where the sentence, or its heading, says the whole bridging name.
  func holds(_ entry: ScoredSentence, _ hop: Hop, _ passages: [EvidencePassage]) -> Bool {
    guard case .passage(let place) = entry.origin, entry.sentence.quote != hop.first.sentence.quote else { return false }
    let said = Set(Word.words(in: (passages[place].heading + [entry.sentence.text]).joined(separator: " ")).map(\.stem))
    let matcher = TermMatcher(entry.sentence.text)
    // "Dr. Vasko" is enough of "Dr. Irene Vasko".
    let name = Word.words(in: hop.name).filter { !$0.isStopWord }
    guard let last = name.last, said.contains(last.stem) else { return false }
    return name.count { said.contains($0.stem) } * 2 >= name.count
      && hop.open.contains { matcher.match($0) >= 0.8 && $0.weight > 0.1 }
  }
}

extension ScoredSentence {
  /// How well what stands above the sentence says a term: 1 where it is not missing there.
  func near(of term: QuestionTerm) -> Double { missing.contains(term) ? 0 : TermMatcher(sentence.context).match(term) }
}

/// The names in a sentence that a question has not said: capitalised words, and what something "is called".
enum BridgeNames {
  static func names(in text: String, excluding question: UnderstoodQuestion) -> [String] {
    let asked = Set(Word.words(in: question.text).map(\.stem))
    let words = Word.words(in: text)
    let bytes = Array(text.utf8)
    var names: [String] = []
    var run: [Word] = []
    func close() {
      defer { run = [] }
      let fresh = run.filter { !asked.contains($0.stem) }
      guard let first = run.first, let last = run.last, !fresh.isEmpty else { return }
      // A single word that opens the sentence has its capital from there.
      guard run.count > 1 || first.start != words.first?.start || first.text.dropFirst().contains(where: \.isUppercase) else { return }
      let name = String(decoding: bytes[first.start..<last.end], as: UTF8.self)
      if !names.contains(name) { names.append(name) }
    }
    for (index, word) in words.enumerated() {
      let isNamed = index > 0 && ["called", "named"].contains(words[index - 1].folded) && !word.isStopWord
      if word.isCapitalised && !(word.isStopWord && run.isEmpty) || isNamed {
        if let last = run.last, !joins(bytes[last.end..<word.start]) { close() }
        run.append(word)
      } else {
        close()
      }
    }
    close()
    return names
  }

  /// Spaces, ampersands, points of initials and hyphens hold a name together.
  private static func joins(_ between: ArraySlice<UInt8>) -> Bool {
    between.count <= 3 && between.allSatisfy { $0 == 32 || $0 == 38 || $0 == 46 || $0 == 45 }
  }
}
