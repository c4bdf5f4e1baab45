public import RDF

/// Quads that an update can change.
public protocol UpdateTarget: QuadSource {
  /// Adds quads. A blank node that this target does not have is a new one, the same wherever these quads have it.
  /// - Returns: how many were new.
  @discardableResult func insert(_ quads: [Quad]) throws -> Int
  /// - Returns: how many were there.
  @discardableResult func remove(_ quads: [Quad]) throws -> Int
  /// Empties graphs.
  /// - Returns: how many quads went.
  @discardableResult func clear(_ graph: QuadPattern.Graph) throws -> Int
}

/// What an update changed.
public struct UpdateReport: Sendable, Equatable {
  /// Quads that were new, and that went.
  public var inserted: Int
  public var removed: Int

  public init(inserted: Int = 0, removed: Int = 0) {
    self.inserted = inserted
    self.removed = removed
  }
}

extension Update {
  /// Makes the changes, one after the other. On a store this is a part of one transaction: when it throws, nothing of it is kept.
  ///
  /// - Parameter options: its time is that of all changes together, its bytes also bound what one change may hold before it is made.
  @discardableResult
  public func apply(to target: any UpdateTarget, options: QueryOptions = QueryOptions()) throws -> UpdateReport {
    var report = UpdateReport()
    let end = options.limits.time.map { ContinuousClock.now + $0 }
    for operation in syntax.operations {
      try target.checkCancellation()
      var options = options
      if let end { options.limits.time = max(.zero, end - .now) }
      try apply(operation, target, options, &report)
    }
    return report
  }

  private func apply(_ operation: UpdateSyntax.Operation, _ target: any UpdateTarget, _ options: QueryOptions, _ report: inout UpdateReport) throws {
    switch operation {
    case .insertData(let templates):
      let blanks = BlankNames()
      report.inserted += try target.insert(templates.compactMap { quad($0, blanks, nil) { _ in nil } })
    case .deleteData(let templates): report.removed += try target.remove(templates.compactMap { quad($0, BlankNames(), nil) { _ in nil } })
    case .modify(let deleted, let inserted, let pattern, let with):
      var outgoing: [Quad] = []
      var incoming: [Quad] = []
      // Everything is found before anything is changed.
      try solutions(of: pattern, deleted + inserted, target, options) { value in
        outgoing += deleted.compactMap { quad($0, nil, with, value) }
        let blanks = BlankNames()
        incoming += inserted.compactMap { quad($0, blanks, with, value) }
        guard (outgoing.count + incoming.count) * Self.bytesPerQuad <= options.limits.bytes else {
          throw SPARQLError(
            .tooLarge, "the update changes more than \(options.limits.bytes / Self.bytesPerQuad) triples at once; give it a narrower pattern, several times")
        }
      }
      report.removed += try target.remove(outgoing)
      report.inserted += try target.insert(incoming)
    case .clear(let graphs, _): for graph in try patterns(of: graphs, target) { report.removed += try target.clear(graph) }
    case .transfer(let from, let to, let keepsTarget, let keepsSource):
      let source = try quads(in: from.map { .one($0) } ?? .standard, target, options)
      if !keepsTarget { for graph in try patterns(of: to.map { .one($0) } ?? .standard, target) { report.removed += try target.clear(graph) } }
      report.inserted += try target.insert(source.map { Quad($0.triple, graph: to.map { .iri($0) }) })
      if !keepsSource { report.removed += try target.remove(source) }
    case .nothing: break
    case .load(let iri, let isSilent):
      guard !isSilent else { return }
      throw SPARQLError(.refused, "LOAD <\(iri)> would fetch from elsewhere, which this program never does; bring the file in with `kgassist graph import`")
    }
  }

  /// The nodes that a template's blank nodes stand for in one solution.
  private final class BlankNames {
    private let mark = "u\(UInt64.random(in: 0 ... .max))"
    private var names: [Int: Term] = [:]

    func node(_ variable: Variable) -> Term {
      let node = names[variable.index] ?? .blank("\(mark)n\(names.count)")
      names[variable.index] = node
      return node
    }
  }

  /// The quad of a template, when everything in it is bound and stands where it may.
  private func quad(_ template: UpdateSyntax.Template, _ blanks: BlankNames?, _ with: String?, _ value: (Variable) -> Term?) -> Quad? {
    func term(_ position: PatternTerm) -> Term? {
      switch position {
      case .term(let term): return term
      case .triple(let pattern):
        guard let subject = term(pattern.subject), let predicate = term(pattern.predicate), let object = term(pattern.object) else { return nil }
        let triple = Triple(subject, predicate, object)
        return triple.isPossible ? .triple(triple) : nil
      case .variable(let variable): return syntax.names[variable.index].hasPrefix("_:") ? blanks?.node(variable) : value(variable)
      }
    }
    guard let subject = term(template.triple.subject), subject.literal == nil, subject.triple == nil, let predicate = term(template.triple.predicate), predicate.iri != nil,
      let object = term(template.triple.object)
    else { return nil }
    guard let graph = template.graph else { return Quad(Triple(subject, predicate, object), graph: with.map { .iri($0) }) }
    guard let name = term(graph), name.iri != nil else { return nil }
    return Quad(Triple(subject, predicate, object), graph: name)
  }

  private func solutions(
    of pattern: QuerySyntax, _ templates: [UpdateSyntax.Template], _ target: any UpdateTarget, _ options: QueryOptions,
    _ body: ((Variable) -> Term?) throws -> Void
  ) throws {
    var syntax = pattern
    let variables = Set(templates.flatMap { $0.triple.variables + [$0.graph?.variable].compactMap(\.self) }).sorted { $0.index < $1.index }
      .filter { !self.syntax.names[$0.index].hasPrefix("_:") }
    syntax.select.items = variables.map { Select.Item(variable: $0, expression: nil) }
    let places = Dictionary(uniqueKeysWithValues: variables.enumerated().map { ($1, $0) })
    try Query(syntax).solutions(on: target, options: options) { row in
      try body { places[$0].flatMap { row[$0] } }
      return true
    }
  }

  /// About what a quad takes while it waits for the others.
  private static let bytesPerQuad = 256

  private func patterns(of graphs: UpdateSyntax.Graphs, _ target: any UpdateTarget) throws -> [QuadPattern.Graph] {
    switch graphs {
    case .standard: [.standard]
    case .named: [.named]
    case .all: [.standard, .named]
    case .one(let iri): try target.number(of: .iri(iri)).map { [.one($0)] } ?? []
    }
  }

  private func quads(in graphs: UpdateSyntax.Graphs, _ target: any UpdateTarget, _ options: QueryOptions) throws -> [Quad] {
    var result: [Quad] = []
    for graph in try patterns(of: graphs, target) {
      _ = try target.scan(QuadPattern(graph: graph)) { subject, predicate, object, graph in
        if result.count & 0xFFF == 0 { try target.checkCancellation() }
        guard result.count * Self.bytesPerQuad <= options.limits.bytes else {
          throw SPARQLError(.tooLarge, "the graph has more than \(result.count) triples, too many to copy in one update")
        }
        let triple = Triple(try target.term(subject), try target.term(predicate), try target.term(object))
        result.append(Quad(triple, graph: graph == 0 ? nil : try target.term(graph)))
        return true
      }
    }
    return result
  }
}
