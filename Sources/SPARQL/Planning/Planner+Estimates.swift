internal import RDF

/// How many answers a pattern is expected to have for one row: what an order of joins is chosen by.
extension Planner {
  /// How far constant patterns are counted rather than guessed.
  private static let countLimit = 256

  func estimate(_ pattern: Algebra, _ context: Context, among items: Int) throws -> Double {
    switch pattern {
    case .unit: return 1
    case .triple(let triple): return try estimate(triple, context)
    case .path(let subject, let path, let object):
      let bound = [subject, object].filter { isBound($0, context) }.count
      let size = try x.source.estimate(subject: false, predicate: nil, object: false)
      // A way both of whose ends are open may begin anywhere.
      return bound == 2 ? 1 : bound == 1 ? path.isOneStep ? 10 : 40 : size * 4
    case .lookup(let lookup): return estimate(lookup, context)
    case .unfold(let variable, let triple):
      // Taking a term apart filters, making one is a look-up; it can be done once either side is known.
      if context.certain.contains(variable) { return 0.5 }
      return triple.variables.allSatisfy { context.certain.contains($0) } ? 0.9 : 1e15
    case .join(let parts):
      var rest = parts
      var inner = context
      var rows = 1.0
      while !rest.isEmpty, rest.count > max(0, parts.count - 6) {
        var best = 0
        var least = Double.infinity
        for (index, part) in rest.enumerated() {
          let guess = try estimate(part, inner, among: parts.count)
          if guess < least { (least, best) = (guess, index) }
        }
        inner.bind(rest.remove(at: best))
        rows *= least
      }
      return rows
    case .leftJoin(let left, _, _), .minus(let left, _), .extend(let left, _, _): return try estimate(left, context, among: items)
    case .filter(_, let inner): return try estimate(inner, context, among: items) * 0.5
    case .union(let branches): return try branches.reduce(0) { try $0 + estimate($1, context, among: items) }
    case .graph(_, let inner): return try estimate(inner, context, among: items)
    case .values(let variables, let rows):
      return variables.allSatisfy { context.certain.contains($0) } ? 0.5 : Double(rows.count)
    case .select(let select):
      let inner = try estimate(select.pattern, Context(), among: items)
      return min(inner, Double(select.limit ?? .max))
    case .service: return 1
    }
  }

  private func isBound(_ term: PatternTerm, _ context: Context) -> Bool { term.variable.map { context.certain.contains($0) } ?? true }

  /// What a look-up starts from must be known by then, so it waits for whatever binds that.
  private func estimate(_ lookup: Lookup, _ context: Context) -> Double {
    let isReady = lookup.kind == .predicted
      ? isBound(lookup.subject, context) || isBound(lookup.link.object, context) : isBound(lookup.arguments[0], context)
    return isReady ? 20 : 1e15
  }

  private func estimate(_ triple: TriplePattern, _ context: Context) throws -> Double {
    if let lookup = Lookup(triple) { return estimate(lookup, context) }
    var pattern = QuadPattern()
    var hasOther = false
    func number(_ term: PatternTerm) throws -> Int64 {
      guard case .term(let term) = term else { return 0 }
      return try x.number(of: term)
    }
    (pattern.subject, pattern.predicate, pattern.object) = (try number(triple.subject), try number(triple.predicate), try number(triple.object))
    // A term that is nowhere: nothing matches, which is best found out first.
    if pattern.subject < 0 || pattern.predicate < 0 || pattern.object < 0 { return 0 }
    for term in [triple.subject, triple.object, triple.predicate] where term.variable != nil && isBound(term, context) { hasOther = true }
    let predicate: Int64? = pattern.predicate > 0 ? pattern.predicate : isBound(triple.predicate, context) ? 0 : nil
    let average = try x.source.estimate(
      subject: isBound(triple.subject, context), predicate: predicate, object: isBound(triple.object, context))
    guard case .standard = context.graph, pattern.subject > 0 || pattern.object > 0 else { return average }
    // How often a value occurs differs widely: `a owl:Class` is no average.
    let counted = try x.source.count(pattern, atMost: Self.countLimit)
    if counted < Self.countLimit { return hasOther ? min(Double(counted), max(average, 0.5)) : Double(counted) }
    let whole = try x.source.estimate(subject: false, predicate: pattern.predicate > 0 ? pattern.predicate : nil, object: false)
    return hasOther ? max(average, 0.5) : max(average, Double(Self.countLimit), whole / 4)
  }

  /// What the filters that a pattern makes decidable are expected to let through.
  func selectivity(of waiting: [VariableSet], _ pattern: Algebra, _ context: Context) throws -> Double {
    let after = context.certain.union(pattern.certain)
    return waiting.reduce(1) { $0 * (!$1.isEmpty && $1.isSubset(of: after) && !$1.isSubset(of: context.certain) ? 0.25 : 1) }
  }
}

extension PropertyPath {
  fileprivate var isOneStep: Bool {
    switch self {
    case .zeroOrMore, .oneOrMore: false
    case .link, .negated: true
    case .inverse(let inner), .zeroOrOne(let inner): inner.isOneStep
    case .sequence(let parts), .alternative(let parts): parts.allSatisfy(\.isOneStep)
    }
  }
}
