public import Kernels

/// Fits a model to training triples, an epoch at a time.
public final class Trainer {
  public let model: EmbeddingModel
  public let settings: TrainingSettings
  /// Epochs done.
  public private(set) var epochs = 0

  private let compute: Compute
  private let kernels: EmbeddingKernels
  private let triples: [NumberedTriple]
  private var random: SeededGenerator
  private let entityOptimiser, relationOptimiser: any RowOptimiser
  private let pass: CandidatePass
  private let relationPass: CandidatePass?
  private let loss: any CandidateLoss
  private let asserted: KnownAnswers?
  private let relationLoss: SoftmaxLoss?
  private let queries, anchorGradient, targetGradient, relationGradient: FloatTable
  private let relationQueries: FloatTable
  private var entityChains, relationChains: RowChains
  private var sampler: CandidateSampler?

  /// One question of training: (anchor, relation row, ?) is answered by the target.
  private struct Example {
    var anchor, relation, target: Int32
    var direction: QueryDirection
  }

  public init(model: EmbeddingModel, triples: [NumberedTriple], settings: TrainingSettings, compute: Compute) throws(GraphEmbeddingError) {
    try settings.check()
    guard triples.count >= 10 else { throw .tooSmall(triples: triples.count) }
    self.model = model
    self.settings = settings
    self.triples = triples
    self.compute = compute
    kernels = EmbeddingKernels(compute.instructionSet)
    random = SeededGenerator(seed: settings.seed &* 2 &+ 1)
    let scorer = model.scorer, batch = min(settings.batch, 2 * triples.count), lanes = (batch + 15) / 16 * 16
    let rounds = settings.rounds && kernels.hasFastBFloat
    let sampled = settings.sampledCandidates.flatMap { $0 < model.entities.rows / 2 ? $0 : nil }
    sampler = sampled.map { CandidateSampler(triples: triples, entities: model.entities.rows, draws: $0, batch: batch, width: scorer.entityWidth) }
    let candidates = sampler?.capacity ?? model.entities.rows
    pass = CandidatePass(
      candidates: candidates, batch: batch, width: scorer.queryWidth, entityWidth: scorer.entityWidth, meeting: scorer.meeting,
      rounds: rounds, trains: true, compute: compute)
    loss = settings.loss.make(for: pass)
    asserted = loss.needsAsserted ? KnownAnswers([triples]) : nil
    let predicts = settings.relationWeight > 0 && scorer.predictsRelations
    relationPass = !predicts ? nil : CandidatePass(
      candidates: model.relations.rows, batch: batch, width: scorer.relationWidth, entityWidth: scorer.relationWidth,
      meeting: scorer.meeting, rounds: rounds, trains: true, sharing: pass, compute: compute)
    relationLoss = relationPass.map { SoftmaxLoss(pass: $0) }
    queries = FloatTable(rows: lanes, columns: scorer.queryWidth)
    relationQueries = FloatTable(rows: predicts ? lanes : 1, columns: scorer.relationWidth)
    anchorGradient = FloatTable(rows: lanes, columns: scorer.entityWidth)
    targetGradient = FloatTable(rows: lanes, columns: scorer.entityWidth)
    relationGradient = FloatTable(rows: lanes, columns: scorer.relationWidth)
    entityChains = RowChains(rows: candidates)
    relationChains = RowChains(rows: model.relations.rows)
    switch settings.optimiser {
    case .adagrad:
      entityOptimiser = Adagrad(model.entities, pairs: scorer.isComplex)
      relationOptimiser = Adagrad(model.relations, pairs: scorer.isComplex && !scorer.relationsArePhases)
    case .gradientDescent:
      entityOptimiser = GradientDescent(model.entities)
      relationOptimiser = GradientDescent(model.relations)
    case .adamW(let decay):
      entityOptimiser = AdamW(model.entities, decay: decay)
      relationOptimiser = AdamW(model.relations, decay: decay)
    }
  }

  /// The tables that training goes on from.
  var tables: [FloatTable] { model.tables + entityOptimiser.memory + relationOptimiser.memory }
  /// A batch's scores: free to be overwritten between epochs.
  var scores: FloatTable { pass.scores }
  var randomWords: [UInt64] { random.words }

  /// Goes on after an epoch of an earlier trainer whose tables have been copied here.
  func resume(after epochs: Int, random words: [UInt64]) {
    self.epochs = epochs
    random = SeededGenerator(words: words)
  }

  /// One pass over the triples, both directions of each, in an order that the seed says.
  ///
  /// - Parameter goesOn: asked before each batch.
  /// - Returns: the mean loss of a query, regulariser counted.
  /// - Throws: ``GraphEmbeddingError/notFinite(epoch:batch:rate:)``; the model is of no use then. `stopped` when `goesOn` says so,
  ///   in the middle of the epoch.
  public func epoch(goesOn: () -> Bool = { true }) throws(GraphEmbeddingError) -> Double {
    var rate = settings.rate
    for _ in 0..<epochs { rate *= settings.rateDecay }
    var total = 0.0, done = 0
    for (number, batch) in batches().enumerated() {
      guard goesOn() else { throw .stopped(epoch: epochs + 1) }
      let value = step(batch.map { example($0) }, rate: rate)
      guard value.isFinite else { throw .notFinite(epoch: epochs + 1, batch: number + 1, rate: settings.rate) }
      total += value * Double(batch.count)
      done += batch.count
    }
    epochs += 1
    return total / Double(max(done, 1))
  }

  /// A question by its number: the first half of them ask for the triples' objects, the second for their subjects.
  private func example(_ number: UInt32) -> Example {
    let isObject = Int(number) < triples.count
    let triple = triples[isObject ? Int(number) : Int(number) - triples.count]
    let asked = model.asked(isObject ? .object : .subject)
    return isObject
      ? Example(anchor: triple.subject, relation: triple.relation, target: triple.object, direction: asked.direction)
      : Example(anchor: triple.object, relation: triple.relation + asked.offset, target: triple.subject, direction: asked.direction)
  }

  /// The numbers of batches of one direction each: reciprocal relations make every question one for the object.
  private func batches() -> [ArraySlice<UInt32>] {
    let count = UInt32(triples.count)
    let groups = model.hasReciprocals ? [0..<2 * count] : [0..<count, count..<2 * count]
    var result: [ArraySlice<UInt32>] = []
    for group in groups {
      let numbers = group.shuffled(using: &random)
      for start in stride(from: 0, to: numbers.count, by: settings.batch) {
        result.append(numbers[start..<min(numbers.count, start + settings.batch)])
      }
    }
    if groups.count > 1 { result.shuffle(using: &random) }
    return result
  }

  /// Candidates that training asserts for each question, where the loss asks.
  private func assertedRows(_ batch: [Example]) -> [[Int32]] {
    guard let asserted else { return [] }
    let count = Int32(model.relationCount)
    return batch.map { example in
      let reversed = example.direction == .subject || example.relation >= count
      let relation = example.relation >= count ? example.relation - count : example.relation
      let entities = reversed ? asserted.subjects(relation, example.anchor) : asserted.objects(example.anchor, relation)
      guard let sampler else { return Array(entities) }
      return entities.map { sampler.row(of: $0) }.filter { $0 >= 0 }.sorted()
    }
  }

  private func forRows(_ count: Int, _ body: (Range<Int>) -> Void) {
    let chunk = 64
    compute.pool.run((count + chunk - 1) / chunk) { task in body(task * chunk..<min(count, (task + 1) * chunk)) }
  }

  /// One step of the optimiser. Returns the batch's mean loss.
  private func step(_ batch: [Example], rate: Float) -> Double {
    let scorer = model.scorer, count = batch.count, weight = 1 / Float(count)
    let direction = batch.first!.direction
    let anchorIDs = batch.map(\.anchor), relationIDs = batch.map(\.relation), targetIDs = batch.map(\.target)
    let anchors = TableRows(model.entities, indices: anchorIDs)
    let relations = TableRows(model.relations, indices: relationIDs)
    let targets = TableRows(model.entities, indices: targetIDs)
    forRows(count) { rows in
      scorer.makeQueries(direction, anchors: anchors, relations: relations, into: TableRows(queries), rows: rows, kernels: kernels)
    }

    // Forward and back to the queries.
    var candidateTable = model.entities, candidateCount = model.entities.rows
    var anchorRows = anchorIDs, targetRows = targetIDs, bias: [Float] = []
    sampler?.draw(anchors: anchorIDs, targets: targetIDs, from: model.entities, using: &random, compute: compute)
    if let sampler {
      (candidateTable, candidateCount, bias) = (sampler.table, sampler.entities.count, sampler.bias)
      anchorRows = anchorIDs.map { sampler.row(of: $0) }
      targetRows = targetIDs.map { sampler.row(of: $0) }
    }
    let column = scorer.candidateColumn(direction)
    let candidates = FloatBlock(table: candidateTable, rows: 0..<candidateCount, firstColumn: column, columns: scorer.queryWidth)
    var value = loss.run(
      pass, queries: queries, count: count, candidates: candidates,
      targets: CandidateTargets(right: targetRows, asserted: assertedRows(batch), bias: bias), weight: weight)

    let (subjects, objects) = direction == .object ? (anchors, targets) : (targets, anchors)
    if let relationPass, let relationLoss {
      forRows(count) { rows in
        scorer.makeRelationQueries(subjects: subjects, objects: objects, into: TableRows(relationQueries), rows: rows, kernels: kernels)
      }
      value += relationLoss.run(
        relationPass, queries: relationQueries, count: count, candidates: model.relations.all, targets: CandidateTargets(right: relationIDs),
        weight: weight * settings.relationWeight)
    }

    // Back from the queries to the rows that made them, and the regulariser.
    let chunks = (count + 63) / 64
    let norms = FloatTable(rows: chunks, columns: 1)
    forRows(count) { rows in
      for table in [anchorGradient, targetGradient, relationGradient] { table.clear(rows: rows) }
      let anchorSlopes = TableRows(anchorGradient), targetSlopes = TableRows(targetGradient), relationSlopes = TableRows(relationGradient)
      scorer.addGradients(
        direction, anchors: anchors, relations: relations, gradient: TableRows(pass.queryGradient), anchorGradient: anchorSlopes,
        relationGradient: relationSlopes, rows: rows, kernels: kernels)
      if let relationPass {
        scorer.addRelationGradients(
          subjects: subjects, objects: objects, gradient: TableRows(relationPass.queryGradient),
          subjectGradient: direction == .object ? anchorSlopes : targetSlopes,
          objectGradient: direction == .object ? targetSlopes : anchorSlopes, rows: rows, kernels: kernels)
      }
      if settings.regulariser > 0 {
        var norm = 0.0
        for (values, slopes) in [(anchors, anchorSlopes), (targets, targetSlopes), (relations, relationSlopes)]
        where !(scorer.relationsArePhases && slopes.table === relationGradient) {
          norm += kernels.powerNorm(
            values, power: settings.regulariserPower, pairs: scorer.isComplex, weight: settings.regulariser * weight,
            gradient: slopes, rows: rows)
        }
        norms[rows.lowerBound / 64, 0] = Float(norm)
      }
    }
    for chunk in 0..<chunks { value += Double(norms[chunk, 0]) }
    guard value.isFinite else { return value }

    // Candidates' gradients block by block, each block stepped while it is in the cache.
    entityChains.link(anchorRows + targetRows)
    let entities = sampler?.entities, anchorSlopes = TableRows(anchorGradient), targetSlopes = TableRows(targetGradient)
    pass.candidateGradients(column: column) { rows, gradient in
      for (i, row) in rows.enumerated() {
        entityChains.forEach(of: row) { slot in
          kernels.add(row: slot < count ? slot : slot - count, of: slot < count ? anchorSlopes : targetSlopes, to: i, of: TableRows(gradient))
        }
        entityOptimiser.step(
          row: entities.map { Int($0[row]) } ?? row, gradient: gradient, gradientRow: i, rate: rate, kernels: kernels)
      }
    }
    relationChains.link(relationIDs)
    let relationSlopes = TableRows(relationGradient)
    if let relationPass {
      relationPass.candidateGradients(column: 0) { rows, gradient in
        for (i, row) in rows.enumerated() {
          relationChains.forEach(of: row) { kernels.add(row: $0, of: relationSlopes, to: i, of: TableRows(gradient)) }
          relationOptimiser.step(row: row, gradient: gradient, gradientRow: i, rate: rate, kernels: kernels)
        }
      }
    } else {
      compute.pool.run((count + 63) / 64) { task in
        for slot in task * 64..<min(count, (task + 1) * 64) where relationChains.isFirst(slot) {
          relationChains.forEach(of: Int(relationIDs[slot])) { other in
            if other != slot { kernels.add(row: other, of: relationSlopes, to: slot, of: relationSlopes) }
          }
          relationOptimiser.step(row: Int(relationIDs[slot]), gradient: relationGradient, gradientRow: slot, rate: rate, kernels: kernels)
        }
      }
    }
    return value
  }
}
