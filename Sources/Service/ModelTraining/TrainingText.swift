import Foundation
import Kernels
import KnowledgeGraph

/// The stored documents that are prose, as what a language model learns from.
///
/// In the order of their digests, which has nothing to do with their subjects: the end, which is held out, is of documents that
/// training has not seen.
struct TrainingText: Sendable {
  /// More than a training on two cores reads in a day.
  private static let mostBytes = 32 << 20

  let texts: [String]
  /// Of the documents: the same text has the same digest.
  let digest: String

  init(_ reader: StoreReader, domain: Domain?) throws {
    let documents = try reader.documents().filter { (domain == nil || $0.domain == domain) && Self.isProse($0.mediaType) }.sorted { $0.id < $1.id }
    var texts: [String] = [], bytes = 0, names: [UInt8] = []
    for document in documents {
      guard bytes < Self.mostBytes else { break }
      guard let text = try reader.text(of: document.id, start: 0, end: document.byteCount), !text.isEmpty else { continue }
      texts.append(text)
      bytes += text.utf8.count
      names += Array(document.id.utf8)
    }
    self.texts = texts
    digest = SHA256.digest(of: names).prefix(8).map { String(format: "%02x", $0) }.joined()
  }

  /// Whether people read it as text, not a graph, a table or what was recognised in a picture.
  private static func isProse(_ mediaType: String) -> Bool {
    let others = ["image/", "audio/", "turtle", "n-triples", "n-quads", "trig", "n3", "json", "csv", "tab-separated"]
    return !others.contains { mediaType.contains($0) }
  }

  var isEmpty: Bool { texts.isEmpty }

  /// - Throws: 409 where there is none.
  func checked(_ domain: Domain?) throws(RequestError) -> TrainingText {
    if isEmpty {
      throw RequestError(
        409, "no_documents", "there are no documents\(domain.map { " of \($0.rawValue)" } ?? "") to learn from; take some in with kgassist ingest")
    }
    return self
  }
}
