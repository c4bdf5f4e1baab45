/// Which triples are spoken about, and by whom: what Turtle and TriG 1.2 write behind a triple as `~ reifier {| … |}` instead of as statements of
/// their own.
///
/// A reifier is written so when it names exactly one triple, that triple is asserted in the reifier's graph and is no reifier's own, and everything
/// that is said of the reifier stands in that graph. All others are written as the statements that they are, so nothing is lost in any case.
public struct Annotations: Sendable {
  /// One reifier of a triple.
  struct Annotation: Sendable {
    /// Nil for a blank node that is mentioned nowhere else.
    let name: Term?
    let properties: [(predicate: Term, object: Term)]
  }

  private var byQuad: [Quad: [Annotation]] = [:]
  /// Subjects that are written where the triples are that they name.
  private var absorbed: Set<Term> = []

  /// - Parameters:
  ///   - reifiers: every statement whose subject reifies something, in the order in which properties are to be written.
  ///   - isAsserted: whether a triple stands in a graph.
  ///   - isMentioned: whether a blank node stands anywhere but as the subject of its own statements.
  public init(reifiers: some Sequence<Quad>, isAsserted: (Quad) throws -> Bool, isMentioned: (Term) throws -> Bool) rethrows {
    var statements: [Term: [Quad]] = [:]
    var order: [Term] = []
    for quad in reifiers {
      if statements[quad.triple.subject] == nil { order.append(quad.triple.subject) }
      statements[quad.triple.subject, default: []].append(quad)
    }
    for reifier in order {
      let own = statements[reifier] ?? []
      let named = own.filter { $0.triple.predicate.iri == Vocabulary.RDF.reifies }
      guard named.count == 1, case .triple(let triple) = named[0].triple.object, statements[triple.subject] == nil,
        own.allSatisfy({ $0.graph == named[0].graph })
      else { continue }
      let quad = Quad(triple, graph: named[0].graph)
      guard try isAsserted(quad) else { continue }
      var name: Term? = reifier
      if case .blank = reifier, try !isMentioned(reifier) { name = nil }
      absorbed.insert(reifier)
      byQuad[quad, default: []].append(
        Annotation(
          name: name,
          properties: own.filter { $0 != named[0] }.map { ($0.triple.predicate, $0.triple.object) }))
    }
    // A block behind a name speaks of that name, so those without a name come first, and those that say nothing last.
    for quad in byQuad.keys {
      byQuad[quad] = byQuad[quad]?.enumerated().sorted { (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset) }.map(\.element)
    }
  }

  /// The annotations among quads that are all at hand.
  public init(of quads: some Collection<Quad>) {
    let reifiers = Set(quads.filter { $0.triple.predicate.iri == Vocabulary.RDF.reifies }.map(\.triple.subject))
    let all = Set(quads)
    var mentioned: Set<Term> = []
    for quad in quads {
      Self.collectBlanks(of: quad.triple.object, into: &mentioned)
      if let graph = quad.graph { mentioned.insert(graph) }
    }
    self.init(
      reifiers: reifiers.isEmpty ? [] : quads.filter { reifiers.contains($0.triple.subject) }, isAsserted: { all.contains($0) },
      isMentioned: { mentioned.contains($0) })
  }

  /// Adds the blank nodes of a term, those inside of triple terms too.
  public static func collectBlanks(of term: Term, into blanks: inout Set<Term>) {
    switch term {
    case .iri, .literal: break
    case .blank: blanks.insert(term)
    case .triple(let triple):
      collectBlanks(of: triple.subject, into: &blanks)
      collectBlanks(of: triple.object, into: &blanks)
    }
  }

  private static func rank(_ annotation: Annotation) -> Int {
    annotation.properties.isEmpty ? annotation.name == nil ? 2 : 1 : annotation.name == nil ? 0 : 1
  }

  func isAbsorbed(_ subject: Term) -> Bool { !absorbed.isEmpty && absorbed.contains(subject) }

  func annotations(of quad: Quad) -> [Annotation] { byQuad.isEmpty ? [] : byQuad[quad] ?? [] }
}
