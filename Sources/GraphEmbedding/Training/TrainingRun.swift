import Glibc
public import Kernels

/// Trains until validation stops getting better, and keeps the best epoch's vectors.
public struct TrainingRun {
  /// One point of the learning curve.
  public struct Point: Sendable, Equatable, Codable {
    public var epoch: Int
    /// The mean loss of a query in this epoch.
    public var loss: Double
    /// Mean reciprocal rank on validation; nil for epochs that were not judged.
    public var validation: Double?
    /// Processor seconds of this process since training began, validation counted.
    public var processorSeconds: Double
  }

  public private(set) var points: [Point] = []
  /// The epoch whose vectors the model has; 0 before the first was judged.
  public private(set) var bestEpoch = 0
  public private(set) var bestValidation = -1.0
  public let model: EmbeddingModel
  public let settings: TrainingSettings

  /// Trains a model on a graph.
  ///
  /// - Parameters:
  ///   - start: a model to go on from, of the same shape; nil to draw one from the seed.
  ///   - checkpoint: where an earlier training of the same graph and settings stood; it is gone on from that epoch. One of other
  ///     shapes is ignored.
  ///   - folder: where the average and the best epoch lie on disk meanwhile, in a file without a name; nil for that of temporary files.
  ///   - fingerprint: the graph's, where the caller has it; for what is kept.
  ///   - goesOn: asked before each batch; when it returns false training is `stopped`.
  ///   - keep: called after every epoch with where training stands.
  ///   - progress: called after every epoch; training ends early, with the best so far, when it returns false.
  /// - Throws: ``GraphEmbeddingError`` for impossible settings, when the loss is no longer a number, and when the disk is full.
  public init(
    on triples: TripleSet, settings: TrainingSettings, from start: EmbeddingModel? = nil, resuming checkpoint: TrainingCheckpoint? = nil,
    layingAsideIn folder: String? = nil, fingerprint: GraphFingerprint? = nil, compute: Compute,
    progress: (Point) -> Bool = { _ in true }, goesOn: () -> Bool = { true }, keep: ((TrainingCheckpoint) -> Void)? = nil
  ) throws(GraphEmbeddingError) {
    try settings.check()
    model = start ?? settings.makeModel(entities: triples.entities.count, relations: triples.relations.count)
    self.settings = settings
    if start == nil { model.initialise(deviation: settings.deviation, seed: settings.seed) }
    let judged = settings.validationTriples.map { Self.evenly(triples.validation, $0) } ?? triples.validation
    let evaluator = judged.isEmpty ? nil : Evaluator(triples: triples, compute: compute)
    let trainer = try Trainer(model: model, triples: triples.train, settings: settings, compute: compute)
    // On disk: the average over epochs, which is what is judged and kept where there is one, and the best that was judged.
    let averages = settings.averaging > 0, average = 0, best = averages ? 1 : 0
    let shelf = try TableShelf(like: model.tables, copies: best + (evaluator == nil ? 0 : 1), folder: folder)
    let shelved = (0..<best + (evaluator == nil ? 0 : 1)).flatMap { copy in
      model.tables.indices.map { StoredTable.shelved(shelf, copy: copy, index: $0) }
    }
    let tables = trainer.tables.map { StoredTable.memory($0) } + shelved
    var worse = 0, before = 0.0
    if let checkpoint, try checkpoint.restore(tables) {
      let state = checkpoint.state
      (points, bestEpoch, bestValidation, worse) = (state.points, state.bestEpoch, state.bestValidation, state.worse)
      trainer.resume(after: checkpoint.epoch, random: state.random)
      before = points.last?.processorSeconds ?? 0
    }
    let begin = Self.processorSeconds - before, graph = keep == nil ? nil : fingerprint ?? GraphFingerprint(triples)
    while trainer.epochs < settings.epochs, worse < settings.patience {
      let loss = try trainer.epoch(goesOn: goesOn)
      // The first epochs move fast: their average is over as few epochs as have been.
      if averages { try shelf.move(average, towards: model.tables, share: max(1 - settings.averaging, 1 / Float(trainer.epochs))) }
      var point = Point(epoch: trainer.epochs, loss: loss, validation: nil, processorSeconds: 0)
      if let evaluator, trainer.epochs % settings.validationInterval == 0 || trainer.epochs == settings.epochs {
        if averages { try shelf.exchange(average, with: model.tables) }
        let value = evaluator.evaluate(model, on: judged, lending: trainer.scores).all.meanReciprocalRank
        point.validation = value
        worse += 1
        if value > bestValidation {
          (bestValidation, bestEpoch, worse) = (value, trainer.epochs, 0)
          try shelf.put(model.tables, as: best)
        }
        if averages { try shelf.exchange(average, with: model.tables) }
      }
      point.processorSeconds = Self.processorSeconds - begin
      points.append(point)
      if let keep, let graph {
        keep(TrainingCheckpoint(
          graph: graph,
          state: TrainingCheckpoint.State(
            settings: settings, points: points, bestEpoch: bestEpoch, bestValidation: bestValidation, worse: worse,
            random: trainer.randomWords),
          tables: tables))
      }
      if !progress(point) { break }
    }
    if bestEpoch > 0 {
      try shelf.take(best, into: model.tables)
    } else {
      if averages { try shelf.take(average, into: model.tables) }
      bestEpoch = trainer.epochs
    }
  }

  /// At most `count` of the triples, evenly spread.
  static func evenly(_ triples: [NumberedTriple], _ count: Int) -> [NumberedTriple] {
    if triples.count <= count { return triples }
    return (0..<count).map { triples[$0 * triples.count / count] }
  }

  static var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}

extension TrainingSettings {
  /// An empty model of these settings.
  public func makeModel(entities: Int, relations: Int) -> EmbeddingModel {
    EmbeddingModel(scorer: scorer, entities: entities, relations: relations, hasReciprocals: hasReciprocals)
  }

  var scorer: any TripleScorer {
    switch model {
    case .complEx: ComplExScorer(rank: rank)
    case .distMult: DistMultScorer(rank: rank)
    case .cp: CPScorer(rank: rank)
    case .transE: TransEScorer(rank: rank)
    case .rotatE: RotatEScorer(rank: rank, isSquared: false)
    case .rotatESquared: RotatEScorer(rank: rank, isSquared: true)
    }
  }
}
