import KnowledgeGraph
import RDF

/// What a graph declares about its relations and classes.
struct Declarations {
  /// Terms that are relations: used as one, or declared.
  private(set) var relations: Set<EntityID> = []
  /// Inputs of formulas, which are written down as things and are none.
  private(set) var parts: Set<EntityID> = []
  /// By relation, those that say the same the other way round; itself where it is symmetric.
  private(set) var inverses: [String: Set<String>] = [:]

  init(_ records: [TripleRecord]) {
    for record in records {
      let predicate = record.triple.predicate.iri
      relations.insert(record.predicate)
      guard let subject = record.triple.subject.iri, let object = record.triple.object.iri else {
        if predicate == Vocabulary.RDF.type, record.triple.object.iri == Vocabulary.KG.inputClass { parts.insert(record.subject) }
        continue
      }
      switch predicate {
      case Vocabulary.RDF.type where object == Vocabulary.RDF.property: relations.insert(record.subject)
      case Vocabulary.RDF.type where object == Vocabulary.KG.inputClass: parts.insert(record.subject)
      case Vocabulary.RDF.type where object == Vocabulary.OWL.namespace + "SymmetricProperty":
        relations.insert(record.subject)
        inverses[subject, default: []].insert(subject)
      case Vocabulary.OWL.inverseOf:
        inverses[subject, default: []].insert(object)
        inverses[object, default: []].insert(subject)
      default: break
      }
    }
  }

  /// Types, subclasses, domains and ranges by the numbers of training. Classes that training does not number get numbers behind them.
  func constraints(_ records: [TripleRecord], entities: Numbering, relations: Numbering) -> TypeConstraints {
    var classes = entities
    var types: [(entity: Int32, of: Int32)] = [], subclasses: [(narrow: Int32, broad: Int32)] = []
    var domains: [(relation: Int32, of: Int32)] = [], ranges: [(relation: Int32, of: Int32)] = []
    // Whatever has members is a class, declared or not, and nothing else is what a type can be (RDF Schema 1.1, section 3.2).
    let aClass = classes.number(adding: Vocabulary.RDFS.class)
    if let type = relations.number(of: Vocabulary.RDF.type) { ranges.append((type, aClass)) }
    for record in records {
      let subject = StoredGraph.name(of: record.triple.subject), object = StoredGraph.name(of: record.triple.object)
      switch record.triple.predicate.iri {
      case Vocabulary.RDF.type:
        let of = classes.number(adding: object)
        if let entity = entities.number(of: subject) { types.append((entity, of)) }
        types.append((of, aClass))
      case Vocabulary.RDFS.subClassOf:
        let pair = (narrow: classes.number(adding: subject), broad: classes.number(adding: object))
        subclasses.append(pair)
        types += [(pair.narrow, aClass), (pair.broad, aClass)]
      case Vocabulary.RDFS.domain:
        if let relation = relations.number(of: subject) { domains.append((relation, classes.number(adding: object))) }
      case Vocabulary.RDFS.range:
        if let relation = relations.number(of: subject) { ranges.append((relation, classes.number(adding: object))) }
      default: break
      }
    }
    return TypeConstraints(types: types, subclasses: subclasses, domains: domains, ranges: ranges)
  }
}
