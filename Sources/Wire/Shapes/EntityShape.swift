/// The reply of `GET /v1/entities/ID`.
public struct EntityShape: Codable, Sendable, Equatable {
  public var id: Int64
  public var iri: String
  public var label: String
  public var aliases: [String]
  public var definition: String?
  public var types: [String]
  public var domain: String?
  public var facts: [FactShape]
  /// Everything that is known, grouped by relation, with who says so and why.
  public var relations: [RelationShape]?

  public init(
    id: Int64, iri: String, label: String, aliases: [String], definition: String?, types: [String], domain: String?,
    facts: [FactShape], relations: [RelationShape]? = nil
  ) {
    self.id = id
    self.iri = iri
    self.label = label
    self.aliases = aliases
    self.definition = definition
    self.types = types
    self.domain = domain
    self.facts = facts
    self.relations = relations
  }
}

/// The reply of `GET /v1/triples`: one page, and the cursor of the next.
public struct TriplePage: Codable, Sendable, Equatable {
  public struct Row: Codable, Sendable, Equatable {
    public var triple: Int64
    /// Terms as N-Triples writes them.
    public var subject: String
    public var predicate: String
    public var object: String
    public var source: String?

    public init(triple: Int64, subject: String, predicate: String, object: String, source: String?) {
      self.triple = triple
      self.subject = subject
      self.predicate = predicate
      self.object = object
      self.source = source
    }
  }

  public var triples: [Row]
  /// Opaque; nil on the last page.
  public var next: String?

  public init(triples: [Row], next: String?) {
    self.triples = triples
    self.next = next
  }
}

/// The reply of `GET /v1/path`.
public struct PathShape: Codable, Sendable, Equatable {
  public var from: String
  public var to: String
  public var steps: [FactShape]

  public init(from: String, to: String, steps: [FactShape]) {
    self.from = from
    self.to = to
    self.steps = steps
  }
}
