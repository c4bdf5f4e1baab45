/// What the graph says about an entity at first sight.
public struct EntityRecord: Sendable, Hashable {
  /// An entity's class, with its label where it has one.
  public struct EntityType: Sendable, Hashable {
    public let id: EntityID
    public let iri: String
    public let label: String?

    public init(id: EntityID, iri: String, label: String?) {
      self.id = id
      self.iri = iri
      self.label = label
    }
  }

  public let id: EntityID
  /// The IRI, or `_:label` of a blank node.
  public let iri: String
  /// `skos:prefLabel` or `rdfs:label`, English or without a language before others; the IRI's last part when there is none.
  public let label: String
  /// All other labels, in the order they were added.
  public let aliases: [String]
  public let definition: String?
  public let types: [EntityType]
  /// The domain of the source that labels it.
  public let domain: Domain?

  public init(id: EntityID, iri: String, label: String, aliases: [String], definition: String?, types: [EntityType], domain: Domain?) {
    self.id = id
    self.iri = iri
    self.label = label
    self.aliases = aliases
    self.definition = definition
    self.types = types
    self.domain = domain
  }
}
