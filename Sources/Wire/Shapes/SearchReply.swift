/// The evidence for a question, in the order that answering would use; also the `evidence` event of a streamed answer.
public struct SearchReply: Codable, Sendable, Equatable {
  public struct Passage: Codable, Sendable, Equatable {
    public var document: String
    public var name: String
    /// Byte range of the original document.
    public var start: Int
    public var end: Int
    public var score: Double
    public var text: String

    public init(document: String, name: String, start: Int, end: Int, score: Double, text: String) {
      self.document = document
      self.name = name
      self.start = start
      self.end = end
      self.score = score
      self.text = text
    }
  }

  public struct Entity: Codable, Sendable, Equatable {
    public var id: Int64
    public var iri: String
    public var label: String
    public var domain: String?

    public init(id: Int64, iri: String, label: String, domain: String? = nil) {
      self.id = id
      self.iri = iri
      self.label = label
      self.domain = domain
    }
  }

  /// A threshold compared or a formula computed by the program.
  public struct Calculation: Codable, Sendable, Equatable {
    public var text: String
    public var derivation: String

    public init(text: String, derivation: String) {
      self.text = text
      self.derivation = derivation
    }
  }

  public var passages: [Passage]
  public var entities: [Entity]
  public var facts: [FactShape]
  public var calculations: [Calculation]?

  public init(passages: [Passage], entities: [Entity], facts: [FactShape], calculations: [Calculation]? = nil) {
    self.passages = passages
    self.entities = entities
    self.facts = facts
    self.calculations = calculations
  }
}
