internal import RDF

/// What IRIs and blank nodes begin with, by number: stored once for all that share it.
///
/// A number never comes to mean another text, so what was read is kept.
final class NamespaceTexts {
  private let connection: Connection
  private var texts: [Int64: String] = [:]

  init(_ connection: Connection) { self.connection = connection }

  func text(_ number: Int64) throws -> String {
    if let kept = texts[number] { return kept }
    guard let found = try connection.first("SELECT text FROM namespace WHERE id = ?1", .integer(number), as: { $0.text(0) }) else {
      throw StoreError(.corrupt, "a term begins with namespace \(number), which does not exist; run `kgassist verify`")
    }
    if texts.count >= 100_000 { texts.removeAll() }
    texts[number] = found
    return found
  }

  /// For numbers that were given in a transaction that did not happen.
  func forget() { texts.removeAll() }

  /// How many bytes of a term's text are worth storing apart: to the last / or #, else the last colon; of a blank node its file's mark. 0 for none.
  static func split(_ term: Term) -> Int {
    switch term {
    case .iri(let text):
      let bytes = text.utf8
      var colon = 0
      var slash = 0
      for (place, byte) in bytes.enumerated() {
        if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") { slash = place + 1 } else if byte == UInt8(ascii: ":") { colon = place + 1 }
      }
      let cut = slash > 8 ? slash : max(slash, colon)
      return cut >= 4 && cut <= 1024 ? cut : 0
    case .blank(let label): return BlankScope.markLength(of: label)
    case .literal, .triple: return 0
    }
  }
}
