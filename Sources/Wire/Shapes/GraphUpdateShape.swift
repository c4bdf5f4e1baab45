/// The reply of `POST /v1/graph/import`.
public struct GraphImportShape: Codable, Sendable, Equatable {
  /// A statement that was left out.
  public struct Skipped: Codable, Sendable, Equatable {
    public var line: Int
    public var column: Int
    /// Bytes of the file that are wrong.
    public var start: Int
    public var end: Int
    public var message: String

    public init(line: Int, column: Int, start: Int, end: Int, message: String) {
      self.line = line
      self.column = column
      self.start = start
      self.end = end
      self.message = message
    }
  }

  public var name: String
  public var read: Int
  public var added: Int
  public var unchanged: Bool
  /// How many statements were left out; the first hundred are told.
  public var skipped: Int
  public var errors: [Skipped]
  public var contradictions: [ContradictionShape]
  /// Whether nothing was stored.
  public var dryRun: Bool

  enum CodingKeys: String, CodingKey {
    case name, read, added, unchanged, skipped, errors, contradictions
    case dryRun = "dry_run"
  }

  public init(
    name: String, read: Int, added: Int, unchanged: Bool, skipped: Int, errors: [Skipped], contradictions: [ContradictionShape], dryRun: Bool
  ) {
    self.name = name
    self.read = read
    self.added = added
    self.unchanged = unchanged
    self.skipped = skipped
    self.errors = errors
    self.contradictions = contradictions
    self.dryRun = dryRun
  }
}

/// The reply of `DELETE /v1/triples`.
public struct GraphRemovalShape: Codable, Sendable, Equatable {
  /// Statements that went, or with `dry_run` would go.
  public var removed: Int
  public var dryRun: Bool

  enum CodingKeys: String, CodingKey {
    case removed
    case dryRun = "dry_run"
  }

  public init(removed: Int, dryRun: Bool) {
    self.removed = removed
    self.dryRun = dryRun
  }
}

/// The reply of `POST /v1/graph/update`.
public struct GraphChangeShape: Codable, Sendable, Equatable {
  /// Changes that were asked for, parted by `;`.
  public var operations: Int
  /// Triples that are new, and that went; with `dry_run` those that would be.
  public var inserted: Int
  public var removed: Int
  /// What the new triples contradict; at most 100.
  public var contradictions: [ContradictionShape]
  /// Whether nothing was stored.
  public var dryRun: Bool

  enum CodingKeys: String, CodingKey {
    case operations, inserted, removed, contradictions
    case dryRun = "dry_run"
  }

  public init(operations: Int, inserted: Int, removed: Int, contradictions: [ContradictionShape], dryRun: Bool) {
    self.operations = operations
    self.inserted = inserted
    self.removed = removed
    self.contradictions = contradictions
    self.dryRun = dryRun
  }
}

/// A property that can have one value at a time and has several.
public struct ContradictionShape: Codable, Sendable, Equatable {
  /// In words, as facts are told.
  public var entity: String
  public var predicate: String
  /// Whether it is the value that can belong to one thing only.
  public var inverse: Bool
  public var facts: [FactShape]

  public init(entity: String, predicate: String, inverse: Bool, facts: [FactShape]) {
    self.entity = entity
    self.predicate = predicate
    self.inverse = inverse
    self.facts = facts
  }
}

/// The reply of `GET /v1/graph/contradictions`.
public struct ContradictionList: Codable, Sendable, Equatable {
  public var contradictions: [ContradictionShape]
  public init(contradictions: [ContradictionShape]) { self.contradictions = contradictions }
}

/// The reply of `POST` and `DELETE /v1/same`: the things that are one with the first afterwards.
public struct SameShape: Codable, Sendable, Equatable {
  public var same: [String]
  public init(same: [String]) { self.same = same }
}
