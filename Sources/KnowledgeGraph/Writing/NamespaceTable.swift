internal import RDF

/// Gives what terms begin with a number of its own from its second use on, and takes it back with the last.
final class NamespaceTable {
  private let connection: Connection
  private var numbers: [TermDigest: Int64]?
  /// Seen once, which is no reason yet.
  private var candidates: Set<TermDigest> = []
  private var changes: [Int64: Int64] = [:]
  private let most = 65_536

  init(_ connection: Connection) { self.connection = connection }

  private func loaded() throws -> [TermDigest: Int64] {
    if let numbers { return numbers }
    var read: [TermDigest: Int64] = [:]
    try connection.forEachRow("SELECT id, text FROM namespace", []) { read[TermDigest($0.text(1), salt: 0)] = $0.int64(0) }
    numbers = read
    return read
  }

  /// The namespace that a new term is stored under, and counted with from now on.
  func use(_ text: String, next: () throws -> Int64) throws -> Int64? {
    let key = TermDigest(text, salt: 0)
    if numbers == nil { _ = try loaded() }
    if let known = numbers?[key] {
      changes[known, default: 0] += 1
      return known
    }
    guard candidates.contains(key) else {
      if candidates.count >= 200_000 { candidates.removeAll() }
      candidates.insert(key)
      return nil
    }
    guard numbers?.count ?? 0 < most else { return nil }
    candidates.remove(key)
    let number = try next()
    try connection.run("INSERT INTO namespace(id, text, uses) VALUES(?1, ?2, 0)", .integer(number), .text(text))
    numbers?[key] = number
    changes[number] = 1
    return number
  }

  /// A term that was stored under it is gone.
  func release(_ number: Int64) { changes[number, default: 0] -= 1 }

  /// Before the commit.
  func save() throws {
    guard !changes.isEmpty else { return }
    for (number, change) in changes where change != 0 {
      try connection.run("UPDATE namespace SET uses = uses + ?2 WHERE id = ?1", .integer(number), .integer(change))
    }
    if changes.values.contains(where: { $0 < 0 }) {
      try connection.run("DELETE FROM namespace WHERE uses <= 0")
      if connection.changes > 0 { numbers = nil }
    }
    changes.removeAll()
  }

  func forget() {
    numbers = nil
    candidates.removeAll()
    changes.removeAll()
  }
}
