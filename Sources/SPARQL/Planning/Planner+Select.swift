internal import RDF

/// SELECT, grouping and the modifiers.
extension Planner {
  /// Plans a SELECT within a pattern or as the whole query.
  func planSelect(_ select: Select, _ context: inout Context) throws -> Operator {
    var inner = context
    // Names that are not selected are others inside.
    let hidden = context.possible.subtracting(VariableSet(select.variables))
    inner.certain = context.certain.subtracting(hidden)
    inner.possible = context.possible.subtracting(hidden)
    return try withScope(sharing: select.variables) { try planModifiers(select, &inner) }
  }

  private func planModifiers(_ select: Select, _ context: inout Context) throws -> Operator {
    let operation = SelectOperator()
    context.mayStop = context.mayStop || (select.limit != nil && select.order.isEmpty && select.groups == nil)
    let outer = (grouping, aggregatePattern)
    defer { (grouping, aggregatePattern) = outer }
    grouping = nil
    if let groups = select.groups {
      operation.pattern = try plan(select.pattern, &context)
      let keys = try groups.map { key in
        if key.variable == nil, case .variable(let variable) = key.expression { return Grouping.Key(slot: slot(variable), expression: nil) }
        return Grouping.Key(slot: key.variable.map(slot) ?? newSlot(), expression: try evaluator(key.expression, context))
      }
      let made = Grouping(keys)
      grouping = made
      aggregatePattern = select.pattern
      operation.grouping = made
      operation.having = try select.having.map { try evaluator($0, context) }
      if case .values = select.values { operation.values = try plan(select.values, &context) }
    } else {
      operation.pattern = try plan(.joining(select.values, select.pattern), &context)
    }
    for item in select.items {
      guard let expression = item.expression else { continue }
      operation.computed.append(SelectOperator.Computed(slot: slot(item.variable), expression: try evaluator(expression, context)))
    }
    operation.order = try select.order.map { SelectOperator.Order(expression: try evaluator($0.expression, context), isDescending: $0.isDescending) }
    if let groups = select.groups, case .standard = context.graph { operation.grouping?.counting = counting(select, groups) }
    // A column may be named twice; a row has it once.
    var seen: Set<Int> = []
    operation.output = select.variables.map(slot).filter { seen.insert($0).inserted }
    operation.isDistinct = select.duplicates == .removed
    operation.offset = select.offset
    operation.limit = select.limit
    let isPlain =
      operation.grouping == nil && operation.computed.isEmpty && operation.order.isEmpty && !operation.isDistinct && operation.offset == 0
      && operation.limit == nil
    return isPlain ? operation.pattern : operation
  }

  /// How the source could count the groups: one triple pattern without repeated variables, one key, and only COUNT of every row.
  private func counting(_ select: Select, _ groups: [Select.GroupKey]) -> Grouping.Counting? {
    guard case .triple(let triple) = select.pattern, case .unit = select.values, groups.count == 1, groups[0].variable == nil,
      case .variable(let key) = groups[0].expression, Set(triple.variables).count == triple.variables.count, let grouping,
      grouping.columns.allSatisfy({ $0.accumulator is RowCounter })
    else { return nil }
    if case .term(.iri(let predicate)) = triple.predicate, Lookup.kind(predicate) != nil { return nil }
    func number(_ term: PatternTerm) -> Int64? {
      guard case .term(let term) = term else { return 0 }
      return (try? x.source.number(of: term)) ?? nil
    }
    guard let subject = number(triple.subject), let predicate = number(triple.predicate), let object = number(triple.object) else { return nil }
    let position: QuadPosition =
      triple.subject.variable == key ? .subject : triple.predicate.variable == key ? .predicate : .object
    return Grouping.Counting(pattern: QuadPattern(subject: subject, predicate: predicate, object: object), position: position)
  }

  /// The slot of an aggregate's value, which the grouping of the running SELECT computes.
  func slot(_ aggregate: Aggregate, _ context: Context) throws -> Int {
    guard let grouping else { throw SPARQLError(.syntax, "\(aggregate.function.rawValue) is an aggregate; it may stand in SELECT, HAVING and ORDER BY only") }
    self.grouping = nil
    defer { self.grouping = grouping }
    let argument = try aggregate.argument.map { try evaluator($0, context) }
    let accumulator: Accumulator =
      switch aggregate.function {
      case .count: countAccumulator(aggregate, argument)
      case .sum: SumAccumulator(argument: argument, isDistinct: aggregate.isDistinct, isAverage: false)
      case .average: SumAccumulator(argument: argument, isDistinct: aggregate.isDistinct, isAverage: true)
      case .minimum: ExtremeAccumulator(argument: argument, isDistinct: false, isMaximum: false)
      case .maximum: ExtremeAccumulator(argument: argument, isDistinct: false, isMaximum: true)
      case .sample: SampleAccumulator(argument: argument, isDistinct: false)
      case .concatenation: ConcatenationAccumulator(argument: argument, isDistinct: aggregate.isDistinct, separator: aggregate.separator)
      }
    let slot = newSlot()
    grouping.columns.append(Grouping.Column(slot: slot, accumulator: accumulator))
    return slot
  }

  private func countAccumulator(_ aggregate: Aggregate, _ argument: Evaluator?) -> Accumulator {
    if !aggregate.isDistinct {
      guard let expression = aggregate.argument else { return RowCounter(argument: nil, isDistinct: false) }
      // A variable that every row binds counts rows.
      if case .variable(let variable) = expression, aggregatePattern.certain.contains(variable) { return RowCounter(argument: nil, isDistinct: false) }
    }
    let named = aggregatePattern.possible.members.filter { !syntax.names[$0.index].hasPrefix("_:") }
    return CountAccumulator(argument: argument, isDistinct: aggregate.isDistinct, slots: named.map(slot))
  }
}
