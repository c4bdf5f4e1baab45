internal import KnowledgeGraph

/// The passages of everything that came with a question, under numbers below 0, which no stored passage has.
struct AttachedPassages: Sendable {
  struct Entry: Sendable {
    let id: PassageID
    /// The place of its text among the attached ones.
    let place: Int
    let name: String
    let heading: [String]
    /// In its text.
    let range: Range<Int>
    let text: String

    var document: String { AttachedText.document(at: place) }
  }

  let entries: [Entry]
  private let texts: [[UInt8]]

  /// How many get a vector: more than a person photographs for one question.
  private static let most = 64
  /// How many of them join the evidence.
  private static let chosen = 12

  init(_ attached: [AttachedText]) {
    texts = attached.map { Array($0.text.utf8) }
    var entries: [Entry] = []
    for (place, text) in attached.enumerated() {
      for passage in text.passages where !passage.range.isEmpty && passage.range.lowerBound >= 0 && passage.range.upperBound <= texts[place].count {
        entries.append(
          Entry(
            id: PassageID(rawValue: -Int64(entries.count) - 1), place: place, name: text.name, heading: passage.heading, range: passage.range,
            text: String(decoding: texts[place][passage.range], as: UTF8.self)))
      }
    }
    self.entries = entries
  }

  /// Nil for the number of a stored passage.
  func entry(_ id: PassageID) -> Entry? {
    let index = -(id.rawValue + 1)
    return index >= 0 && index < Int64(entries.count) ? entries[Int(index)] : nil
  }

  /// The range of its attached text that bytes of a passage stand at, where exactly this quote stands there.
  func range(of entry: Entry, start: Int, end: Int, quote: String) -> Range<Int>? {
    let range = (entry.range.lowerBound + start)..<(entry.range.lowerBound + end)
    guard range.upperBound <= entry.range.upperBound, texts[entry.place][range].elementsEqual(quote.utf8) else { return nil }
    return range
  }

  /// Stored and attached passages together: as near to the question as each is, the nearest first among those that were added.
  func merged(into stored: [EvidencePassage], question: UnderstoodQuestion, encode: ([String]) throws -> [[Float]]) rethrows -> [EvidencePassage] {
    guard !entries.isEmpty else { return stored }
    var candidates = entries
    if candidates.count > Self.most {
      let asked = Set(question.terms.map(\.stem))
      let shared = candidates.map { entry in Set(Word.words(in: entry.text).map(\.stem)).intersection(asked).count }
      candidates = candidates.indices.sorted { (shared[$1], $0) < (shared[$0], $1) }.prefix(Self.most).map { candidates[$0] }
    }
    let vectors = try encode(candidates.map { ($0.heading.isEmpty ? "" : $0.heading.joined(separator: ". ") + "\n") + $0.text })
    let near = zip(candidates, vectors).map { entry, vector in
      (entry, question.vector.map { asked in zip(asked, vector).reduce(0) { $0 + Double($1.0 * $1.1) } } ?? 0)
    }.sorted { $0.1 > $1.1 }.prefix(Self.chosen)
    var merged: [EvidencePassage] = [], rest = stored[...]
    var score = stored.first?.score ?? 1
    for (entry, similarity) in near {
      while let next = rest.first, next.similarity ?? 0 > similarity {
        score = next.score
        merged.append(rest.removeFirst())
      }
      merged.append(
        EvidencePassage(
          passage: entry.id, document: entry.document, name: entry.name, heading: entry.heading, start: entry.range.lowerBound,
          end: entry.range.upperBound, text: entry.text, score: score, similarity: similarity))
    }
    return merged + rest
  }
}
