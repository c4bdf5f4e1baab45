public import Kernels

/// A trained model with the names of what it knows, the graph it was trained on and its calibration: what is kept on disk.
public struct GraphEmbeddings {
  public let model: EmbeddingModel
  public let settings: TrainingSettings
  public let entities: Numbering
  public let relations: Numbering
  /// The graph as it was when training began. Another one means that the vectors are to be fine-tuned.
  public let graph: GraphFingerprint
  public let calibration: Calibration
  public let record: TrainingRecord

  public init(
    model: EmbeddingModel, settings: TrainingSettings, entities: Numbering, relations: Numbering, graph: GraphFingerprint,
    calibration: Calibration, record: TrainingRecord = TrainingRecord()
  ) {
    precondition(model.entities.rows == entities.count && model.relationCount == relations.count, "GraphEmbeddings: names and rows differ")
    self.model = model
    self.settings = settings
    self.entities = entities
    self.relations = relations
    self.graph = graph
    self.calibration = calibration
    self.record = record
  }

  /// Trains on a graph, from nothing or from older vectors of it, judges the best epoch on the test triples and calibrates on validation's.
  ///
  /// - Parameters:
  ///   - older: vectors to go on from, at a tenth of the rate; used when they are of the same shape.
  ///   - candidates: what predictions will choose from, for the calibration.
  ///   - selection, now: what of the store this is, and seconds since 1970, for the record.
  ///   - checkpoint, folder, fingerprint, goesOn, keep, progress: as of ``TrainingRun``.
  public static func train(
    on triples: TripleSet, settings: TrainingSettings, from older: GraphEmbeddings? = nil, resuming checkpoint: TrainingCheckpoint? = nil,
    candidates: AnswerCandidates? = nil, selection: GraphSelection = GraphSelection(), now: Double = 0, layingAsideIn folder: String? = nil,
    fingerprint: GraphFingerprint? = nil, compute: Compute, progress: (TrainingRun.Point) -> Bool = { _ in true },
    goesOn: () -> Bool = { true }, keep: ((TrainingCheckpoint) -> Void)? = nil
  ) throws(GraphEmbeddingError) -> (embeddings: GraphEmbeddings, run: TrainingRun) {
    let start = older.flatMap { $0.adapted(to: triples, settings: settings, compute: compute) }
    var settings = settings
    // Adagrad remembers no slopes yet, so its first steps are as long as the rate: too long for vectors already learnt.
    if start != nil { settings.rate *= 0.1 }
    let fingerprint = fingerprint ?? GraphFingerprint(triples)
    let run = try TrainingRun(
      on: triples, settings: settings, from: start, resuming: checkpoint, layingAsideIn: folder, fingerprint: fingerprint, compute: compute,
      progress: progress, goesOn: goesOn, keep: keep)
    if start != nil { settings.rate *= 10 }
    let report = triples.test.isEmpty ? nil : Evaluator(triples: triples, compute: compute).evaluate(run.model, on: triples.test)
    let embeddings = GraphEmbeddings(
      model: run.model, settings: settings, entities: triples.entities, relations: triples.relations, graph: fingerprint,
      calibration: Calibration(model: run.model, triples: triples, candidates: candidates, compute: compute),
      record: TrainingRecord(run, report: report, relations: triples.relations, selection: selection, isFineTuned: start != nil, trained: now))
    return (embeddings, run)
  }

  /// A model for a changed graph: what is known keeps its vector, a new entity gets one from its neighbours at once.
  ///
  /// The vector of a new entity is where its triples expect it: the mean of the queries that ask for it, for products
  /// at the mean length of the known vectors.
  ///
  /// - Parameter neighbours: the triples that new entities get their vectors from; the training triples unless given.
  /// - Returns: nil when the settings ask for vectors of another shape.
  public func adapted(
    to triples: TripleSet, settings: TrainingSettings, neighbours: [NumberedTriple]? = nil, compute: Compute
  ) -> EmbeddingModel? {
    guard settings.model == self.settings.model, settings.rank == self.settings.rank,
      settings.hasReciprocals == self.settings.hasReciprocals
    else { return nil }
    let fresh = settings.makeModel(entities: triples.entities.count, relations: triples.relations.count)
    fresh.initialise(deviation: settings.deviation, seed: settings.seed)
    var isNew = [Bool](repeating: true, count: triples.entities.count), isNewRelation = [Bool](repeating: true, count: triples.relations.count)
    for (row, name) in triples.entities.names.enumerated() {
      guard let old = entities.number(of: name) else { continue }
      fresh.entities.set(row: row, to: model.entities.copy(row: Int(old)))
      isNew[row] = false
    }
    for (row, name) in triples.relations.names.enumerated() {
      guard let old = relations.number(of: name) else { continue }
      for half in 0..<(settings.hasReciprocals ? 2 : 1) {
        fresh.relations.set(
          row: row + half * triples.relations.count, to: model.relations.copy(row: Int(old) + half * relations.count))
      }
      isNewRelation[row] = false
    }
    let kernels = EmbeddingKernels(compute.instructionSet)
    let scorer = fresh.scorer
    var sums: [Int32: (vector: [Float], count: Float, column: Int)] = [:]
    for triple in neighbours ?? triples.train where !isNewRelation[Int(triple.relation)] {
      for (direction, anchor, target) in [(QueryDirection.object, triple.subject, triple.object), (.subject, triple.object, triple.subject)]
      where isNew[Int(target)] && !isNew[Int(anchor)] {
        var query = fresh.query(direction, anchor: anchor, relation: triple.relation, kernels: kernels)
        if scorer.meeting == .product { query = query.scaled(to: 1) }
        let column = scorer.candidateColumn(fresh.asked(direction).direction)
        var sum = sums[target] ?? ([Float](repeating: 0, count: query.count), 0, column)
        for k in query.indices { sum.vector[k] += query[k] }
        sum.count += 1
        sums[target] = sum
      }
    }
    let known = isNew.indices.filter { !isNew[$0] }
    let length = known.isEmpty ? 1 : known.reduce(Float(0)) { $0 + fresh.entities.copy(row: $1).length } / Float(known.count)
    for (entity, sum) in sums {
      let vector = scorer.meeting == .product ? sum.vector.scaled(to: length) : sum.vector.map { $0 / sum.count }
      for k in vector.indices { fresh.entities[Int(entity), sum.column + k] = vector[k] }
    }
    return fresh
  }
}

extension [Float] {
  fileprivate var length: Float { reduce(0) { $0 + $1 * $1 }.squareRoot() }
  fileprivate func scaled(to length: Float) -> [Float] {
    let own = self.length
    return own > 0 ? map { $0 * length / own } : self
  }
}
