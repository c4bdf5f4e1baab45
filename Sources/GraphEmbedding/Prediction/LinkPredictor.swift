import Glibc
public import Kernels

/// A triple that nobody asserts, and how likely it is.
public struct PredictedLink: Sendable, Equatable {
  public var triple: NumberedTriple
  /// Of being the next answer to its question: calibrated on validation.
  public var probability: Double
  /// The asserted triples that speak most for it, the strongest first.
  public var support: [NumberedTriple]
}

/// Lists the missing links of an entity: never a triple that is asserted, never one that the declared types forbid.
public struct LinkPredictor {
  private let model: EmbeddingModel
  private let calibration: Calibration
  private let asserted: [NumberedTriple]
  private let candidates: AnswerCandidates
  private let compute: Compute
  private let touching: [Int32: [Int]]

  /// - Parameters:
  ///   - asserted: every triple of the graph as it is now: all of them may support.
  ///   - candidates: what may be predicted; by default everything that is not asserted.
  public init(
    model: EmbeddingModel, calibration: Calibration, asserted: [NumberedTriple], candidates: AnswerCandidates? = nil, compute: Compute
  ) {
    self.model = model
    self.calibration = calibration
    self.asserted = asserted
    self.candidates = candidates ?? AnswerCandidates(known: asserted)
    self.compute = compute
    var touching: [Int32: [Int]] = [:]
    for (index, triple) in asserted.enumerated() {
      touching[triple.subject, default: []].append(index)
      if triple.object != triple.subject { touching[triple.object, default: []].append(index) }
    }
    self.touching = touching
  }

  /// The likeliest answers to a question, the likeliest first.
  ///
  /// - Parameters:
  ///   - limit: how many at most.
  ///   - support: how many supporting triples for each at most.
  /// - Complexity: one product of a query with all entities, and the slopes of the triples around each answer.
  public func predict(
    _ direction: QueryDirection, anchor: Int32, relation: Int32, limit: Int, support: Int = 3
  ) throws(GraphEmbeddingError) -> [PredictedLink] {
    guard anchor >= 0, Int(anchor) < model.entities.rows else { throw .unknown(name: "number \(anchor)", kind: "entity") }
    guard relation >= 0, Int(relation) < model.relationCount else { throw .unknown(name: "number \(relation)", kind: "relation") }
    let scores = EntityScores(model: model, batch: 1, compute: compute).scores(direction, anchors: [anchor], relations: [relation])[0]
    let candidates = candidates.entities(direction, anchor: anchor, relation: relation, of: scores.count)
    guard let largest = candidates.map({ scores[$0] }).max() else { return [] }
    let scale = calibration.scale(of: candidates.map { scores[$0] })
    let sum = candidates.reduce(0) { $0 + Double(expf((scores[$1] - largest) / scale)) }
    let best = candidates.sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(max(0, limit))
    // The triples around the anchor speak for every answer: their slopes are computed once.
    let around = support > 0 ? slopes(around: anchor) : [:]
    return best.map { entity in
      let other = Int32(entity)
      let triple = direction == .object ? NumberedTriple(anchor, relation, other) : NumberedTriple(other, relation, anchor)
      return PredictedLink(
        triple: triple, probability: Double(expf((scores[entity] - largest) / scale)) / sum,
        support: supporters(of: triple, limit: support, around: (anchor, around)))
    }
  }

  /// The slopes of the asserted triples that an entity is part of, by their number.
  ///
  /// At most 2,000: an entity of thousands of triples would say nothing in particular and take long.
  private func slopes(around entity: Int32) -> [Int: (subject: [Float], object: [Float])] {
    let kernels = EmbeddingKernels(compute.instructionSet)
    var result: [Int: (subject: [Float], object: [Float])] = [:]
    for index in (touching[entity] ?? []).prefix(2_000) { result[index] = model.slopes(asserted[index], kernels: kernels) }
    return result
  }

  /// The asserted triples around a link whose being learnt raised its score most: the products of their slopes by the
  /// vectors that they share (Pezeshkpour et al. 2019, to first order).
  private func supporters(
    of link: NumberedTriple, limit: Int, around anchor: (entity: Int32, slopes: [Int: (subject: [Float], object: [Float])])
  ) -> [NumberedTriple] {
    guard limit > 0 else { return [] }
    let own = model.slopes(link, kernels: EmbeddingKernels(compute.instructionSet))
    var strengths: [Int: Float] = [:]
    for (entity, slope) in [(link.subject, own.subject), (link.object, own.object)] {
      for (index, theirs) in entity == anchor.entity ? anchor.slopes : slopes(around: entity) {
        let triple = asserted[index]
        var strength: Float = 0
        if triple.subject == entity { strength += dot(slope, theirs.subject) }
        if triple.object == entity { strength += dot(slope, theirs.object) }
        strengths[index, default: 0] += strength
      }
    }
    return strengths.filter { $0.value > 0 }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(limit).map { asserted[$0.key] }
  }

  private func dot(_ a: [Float], _ b: [Float]) -> Float { VectorMath.dot(a, b) }
}
