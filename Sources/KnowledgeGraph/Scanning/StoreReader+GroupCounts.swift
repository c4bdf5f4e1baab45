/// A place in a statement.
public enum StatementPart: Sendable {
  case subject, predicate, object
}

extension StoreReader {
  /// How many statements of the default graph fit, for each term in one of the positions that are not given.
  ///
  /// - Parameter body: gets every term with its count, in the order of the terms' numbers, until it returns false.
  /// - Returns: false, without calling `body`, when no tree has what is counted side by side.
  /// - Complexity: O(statements that fit), some 30 million a second.
  public func countGroups(
    subject: EntityID? = nil, predicate: EntityID? = nil, object: EntityID? = nil, by part: StatementPart, _ body: (EntityID, Int) throws -> Bool
  ) throws -> Bool {
    let tree: String
    switch (subject != nil, predicate != nil, object != nil, part) {
    case (false, false, false, .subject), (true, false, false, .predicate), (true, true, false, .object): tree = "NOT INDEXED"
    case (false, false, false, .predicate), (false, true, false, .object), (false, true, true, .subject): tree = "INDEXED BY triple_pos"
    case (false, false, false, .object), (false, false, true, .subject), (true, false, true, .predicate): tree = "INDEXED BY triple_osp"
    default: return false
    }
    let name = "\(part)"
    let conditions = (subject == nil ? "" : " AND subject = ?1") + (predicate == nil ? "" : " AND predicate = ?2") + (object == nil ? "" : " AND object = ?3")
    let statement = try connection.prepare("SELECT \(name), count(*) FROM triple \(tree) WHERE graph = 0\(conditions) GROUP BY \(name)")
    defer { statement.reset() }
    if let subject { try statement.bind(subject.rawValue, at: 1) }
    if let predicate { try statement.bind(predicate.rawValue, at: 2) }
    if let object { try statement.bind(object.rawValue, at: 3) }
    while try statement.step() { guard try body(EntityID(rawValue: statement.int64(0)), statement.int(1)) else { break } }
    return true
  }
}
