internal import RDF

/// What a file says about its own triples: `kg:confidence`, `kg:validFrom` and `kg:validTo` of a reifier, as `{| … |}` writes them.
///
/// The annotations stay in the graph as triples, where queries find them; what they say of a triple that the same file asserts also becomes
/// that triple's confidence and time.
struct AnnotationCollector {
  private struct Key: Hashable {
    let subject, predicate, object, graph: Int64
  }

  private var reified: [Term: [Quad]] = [:]
  private var said: [Term: EncodedTriple.Detail] = [:]

  /// To be asked before a quad is encoded: most predicates are none of these.
  static func concerns(_ predicate: Term) -> Bool {
    guard case .iri(let iri) = predicate else { return false }
    return iri == Vocabulary.RDF.reifies || iri == Vocabulary.KG.confidence || iri == Vocabulary.KG.validFrom || iri == Vocabulary.KG.validTo
  }

  mutating func take(_ quad: Quad) throws {
    let reifier = quad.triple.subject
    switch quad.triple.predicate.iri {
    case Vocabulary.RDF.reifies:
      guard case .triple(let triple) = quad.triple.object else { return }
      reified[reifier, default: []].append(Quad(triple, graph: quad.graph))
    case Vocabulary.KG.confidence:
      guard let value = quad.triple.object.literal?.number, value >= 0, value <= 1 else {
        throw StoreError(.invalid, "a confidence must be a number from 0 to 1, not \(quad.triple.object)")
      }
      said[reifier, default: .init()].confidence = value
    case Vocabulary.KG.validFrom: said[reifier, default: .init()].validity.from = try Self.moment(quad.triple.object)
    case Vocabulary.KG.validTo: said[reifier, default: .init()].validity.to = try Self.moment(quad.triple.object)
    default: break
    }
  }

  private static func moment(_ term: Term) throws -> String {
    guard let text = term.literal?.lexical, Validity.isMoment(text) else {
      throw StoreError(.invalid, "a time of validity must be an xsd:date or xsd:dateTime such as 2024-05-31, not \(term)")
    }
    return text
  }

  /// Gives the batch's triples what was said of them.
  /// - Parameter number: of a term as the file writes it; nil when the store does not have it.
  func apply(to batch: inout TripleBatch, number: (Term) throws -> Int64?) throws {
    guard !said.isEmpty, !reified.isEmpty else { return }
    var details: [Key: EncodedTriple.Detail] = [:]
    for (reifier, detail) in said {
      for quad in reified[reifier] ?? [] {
        guard let subject = try number(quad.triple.subject), let predicate = try number(quad.triple.predicate),
          let object = try number(quad.triple.object), let graph = try quad.graph.map(number) ?? 0
        else { continue }
        details[Key(subject: subject, predicate: predicate, object: object, graph: graph)] = detail
      }
    }
    for place in batch.triples.indices {
      let triple = batch.triples[place]
      let key = Key(subject: triple.subject, predicate: triple.predicate, object: triple.object, graph: triple.graph)
      guard let detail = details[key] else { continue }
      batch.triples[place].detail = Int32(batch.details.count)
      batch.details.append(detail)
    }
  }
}
