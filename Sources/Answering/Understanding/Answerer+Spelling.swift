internal import Fusion
internal import KnowledgeGraph
internal import Perception

extension Answerer {
  /// Below this a word stays as it was written: a wrong thing would be answered about.
  private static let leastOfASpelling = 0.9

  /// The question with the names put right that it surely misspells; `nil` where there are none, and without the weights for that.
  ///
  /// A word that a stored passage has is left alone, as is one that any name has, and a common one, which is one piece for the text encoder.
  /// - Parameter states: of the question's word pieces.
  func spelt(_ text: String, states: [[Float]], labels: LabelIndex, store: StoreReader) throws -> String? {
    guard let linker else { return nil }
    let near = try LinkCandidate.find(in: text, labels: labels, reader: store) { encoder.tokenIDs($0).count - 2 }
    guard !near.isEmpty else { return nil }
    let written = try Set(near.map(\.near.written)).filter { try !Self.stands($0, in: store) }
    let candidates = near.filter { $0.pieces > 1 && written.contains($0.near.written) }
    guard !candidates.isEmpty else { return nil }
    let names = Set(candidates.flatMap { [$0.label, $0.kind] }).sorted()
    let vectors = Dictionary(uniqueKeysWithValues: zip(names, try encoder.encode(names)))
    let said = linker.probabilities(words: states, candidates: candidates) { vectors[$0] ?? [] }
    var bytes = Array(text.utf8), isChanged = false
    let byPlace = Dictionary(grouping: zip(candidates, said)) { $0.0.near.range.lowerBound }
    for (_, rivals) in byPlace.sorted(by: { $0.key > $1.key }) {
      guard let best = rivals.max(by: { $0.1 < $1.1 }), best.1 >= Self.leastOfASpelling else { continue }
      bytes.replaceSubrange(best.0.near.range, with: best.0.near.meant.utf8)
      isChanged = true
    }
    return isChanged ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Whether a passage has the word just so.
  private static func stands(_ word: String, in store: StoreReader) throws -> Bool {
    for found in try store.fullTextSearch([word], k: 8) {
      guard let passage = try store.passage(found.passage) else { continue }
      if Word.words(in: passage.text).contains(where: { $0.folded == word }) { return true }
    }
    return false
  }
}
