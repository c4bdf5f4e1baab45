import Foundation
import Fusion

extension RetrievalSet {
  private static func corpus(_ passages: [(title: String, text: String)]) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try passages.enumerated().flatMap { number, passage in
      [UInt8](try encoder.encode(["_id": "\(number)", "title": passage.title, "text": passage.text])) + [UInt8(ascii: "\n")]
    }
  }

  /// Sections that headings ask for.
  init(_ name: String, of pairs: PassagePairs) throws {
    let asked = pairs.sections.enumerated().compactMap { number, section in section.question.map { Query(_id: "\(number)", text: $0) } }
    self.init(
      name: name, corpus: try Self.corpus(pairs.sections.map { ($0.title, $0.text) }), queries: asked,
      relevant: Dictionary(uniqueKeysWithValues: asked.map { ($0._id, [$0._id: 1]) }))
  }

  /// A graph's pages with their questions.
  init(_ name: String, of made: GraphPages) throws {
    let queries = made.questions.enumerated().map { Query(_id: "\($0)", text: $1.text) }
    let relevant = made.questions.map { Dictionary($0.right.map { ("\($0)", 1.0) }) { first, _ in first } }
    self.init(
      name: name, corpus: try Self.corpus(made.pages.map { ($0.title, $0.text) }), queries: queries,
      relevant: Dictionary(uniqueKeysWithValues: zip(queries.map(\._id), relevant)))
  }
}
