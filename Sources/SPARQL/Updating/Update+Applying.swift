public import RDF

/// Quads that an update can change.
public protocol UpdateTarget: QuadSource {
  /// - Returns: how many were new.
  @discardableResult func insert(_ quads: [Quad]) throws -> Int
  /// - Returns: how many were there.
  @discardableResult func remove(_ quads: [Quad]) throws -> Int
}

/// What an update changed.
public struct UpdateReport: Sendable, Equatable {
  public var inserted = 0
  public var removed = 0
}

extension Update {
  /// Makes the changes, one after the other. On a store this is a part of one transaction: when it throws, nothing of it is kept.
  @discardableResult
  public func apply(to target: any UpdateTarget, options: QueryOptions = QueryOptions()) throws -> UpdateReport {
    var report = UpdateReport()
    for operation in syntax.operations { try apply(operation, target, options, &report) }
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
      }
      report.removed += try target.remove(outgoing)
      report.inserted += try target.insert(incoming)
    case .clear(let graphs, _): report.removed += try target.remove(try quads(in: graphs, target))
    case .transfer(let from, let to, let keepsTarget, let keepsSource):
      let source = try quads(in: from.map { .one($0) } ?? .standard, target)
      if !keepsTarget { report.removed += try target.remove(try quads(in: to.map { .one($0) } ?? .standard, target)) }
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
      case .variable(let variable): return syntax.names[variable.index].hasPrefix("_:") ? blanks?.node(variable) : value(variable)
      }
    }
    guard let subject = term(template.triple.subject), subject.literal == nil, let predicate = term(template.triple.predicate), predicate.iri != nil,
      let object = term(template.triple.object)
    else { return nil }
    guard let graph = template.graph else { return Quad(Triple(subject, predicate, object), graph: with.map { .iri($0) }) }
    guard let name = term(graph), name.iri != nil else { return nil }
    return Quad(Triple(subject, predicate, object), graph: name)
  }

  private func solutions(
    of pattern: QuerySyntax, _ templates: [UpdateSyntax.Template], _ target: any UpdateTarget, _ options: QueryOptions,
    _ body: ((Variable) -> Term?) -> Void
  ) throws {
    var syntax = pattern
    let variables = Set(templates.flatMap { $0.triple.variables + [$0.graph?.variable].compactMap(\.self) }).sorted { $0.index < $1.index }
      .filter { !self.syntax.names[$0.index].hasPrefix("_:") }
    syntax.select.items = variables.map { Select.Item(variable: $0, expression: nil) }
    let places = Dictionary(uniqueKeysWithValues: variables.enumerated().map { ($1, $0) })
    try Query(syntax).solutions(on: target, options: options) { row in
      body { places[$0].flatMap { row[$0] } }
      return true
    }
  }

  private func quads(in graphs: UpdateSyntax.Graphs, _ target: any UpdateTarget) throws -> [Quad] {
    var patterns: [QuadPattern] = []
    switch graphs {
    case .standard: patterns = [QuadPattern(graph: .standard)]
    case .named: patterns = [QuadPattern(graph: .named)]
    case .all: patterns = [QuadPattern(graph: .standard), QuadPattern(graph: .named)]
    case .one(let iri): patterns = try target.number(of: .iri(iri)).map { [QuadPattern(graph: .one($0))] } ?? []
    }
    var result: [Quad] = []
    for pattern in patterns {
      _ = try target.scan(pattern) { subject, predicate, object, graph in
        let triple = Triple(try target.term(subject), try target.term(predicate), try target.term(object))
        result.append(Quad(triple, graph: graph == 0 ? nil : try target.term(graph)))
        return true
      }
    }
    return result
  }
}
