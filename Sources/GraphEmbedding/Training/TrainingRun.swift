import Glibc
public import Kernels

/// Trains until validation stops getting better, and keeps the best epoch's vectors.
public struct TrainingRun {
  /// One point of the learning curve.
  public struct Point: Sendable, Equatable {
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
  ///   - progress: called after every epoch; training ends early, with the best so far, when it returns false.
  /// - Throws: ``GraphEmbeddingError`` for impossible settings and when the loss is no longer a number.
  public init(
    on triples: TripleSet, settings: TrainingSettings, from start: EmbeddingModel? = nil, compute: Compute,
    progress: (Point) -> Bool = { _ in true }
  ) throws(GraphEmbeddingError) {
    try settings.check()
    model = start ?? settings.makeModel(entities: triples.entities.count, relations: triples.relations.count)
    self.settings = settings
    if start == nil { model.initialise(deviation: settings.deviation, seed: settings.seed) }
    let trainer = try Trainer(model: model, triples: triples.train, settings: settings, compute: compute)
    let evaluator = Evaluator(triples: triples, compute: compute)
    let judged = settings.validationTriples.map { Self.evenly(triples.validation, $0) } ?? triples.validation
    let best = judged.isEmpty ? nil : settings.makeModel(entities: triples.entities.count, relations: triples.relations.count)
    // What is judged and kept: the vectors themselves, or their average over epochs.
    let judgedModel = settings.averaging == 0 ? model : settings.makeModel(entities: triples.entities.count, relations: triples.relations.count)
    judgedModel.copy(from: model)
    let begin = Self.processorSeconds
    var worse = 0
    while trainer.epochs < settings.epochs {
      let loss = try trainer.epoch()
      if settings.averaging > 0 {
        // The first epochs move fast: their average is over as few epochs as have been.
        let share = max(1 - settings.averaging, 1 / Float(trainer.epochs))
        judgedModel.entities.move(towards: model.entities, share: share)
        judgedModel.relations.move(towards: model.relations, share: share)
      }
      var point = Point(epoch: trainer.epochs, loss: loss, validation: nil, processorSeconds: 0)
      if let best, trainer.epochs % settings.validationInterval == 0 || trainer.epochs == settings.epochs {
        let value = evaluator.evaluate(judgedModel, on: judged).all.meanReciprocalRank
        point.validation = value
        worse += 1
        if value > bestValidation {
          (bestValidation, bestEpoch, worse) = (value, trainer.epochs, 0)
          best.copy(from: judgedModel)
        }
      }
      point.processorSeconds = Self.processorSeconds - begin
      points.append(point)
      if !progress(point) || worse >= settings.patience { break }
    }
    if let best, bestEpoch > 0 {
      model.copy(from: best)
    } else {
      model.copy(from: judgedModel)
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
