public import Fusion
public import KnowledgeGraph

/// Finds passages three ways and fuses their scores: by words, by vectors, and over the graph. The best are ranked anew by what their list shows,
/// where the weights for that are there.
public struct PassageGatherer: Sendable {
  private let graph: Adjacency
  private let weights: RetrievalWeights
  private let ranker: PassageReranker?

  /// - Parameter ranker: `nil` leaves the passages in the order of their fused scores.
  public init(graph: Adjacency, weights: RetrievalWeights = .standard, ranker: PassageReranker? = nil) {
    self.graph = graph
    self.weights = weights
    self.ranker = ranker
  }

  /// Passages found for one question: those that will be read, and how they were found.
  ///
  /// - Parameters:
  ///   - k: each list is searched 4 k deep, 80 at least.
  ///   - most: how many come back, `k` by default; more where another ranks them anew.
  public func gather(_ question: UnderstoodQuestion, k: Int, most: Int? = nil, store: StoreReader) throws -> [EvidencePassage] {
    let most = most ?? k
    let depth = max(80, min(400, 4 * k))
    let terms = question.phrases + question.terms.map(\.folded)
    let words = weights.words > 0 ? try store.fullTextSearch(terms, k: depth, domain: question.domain) : []
    var vectors: [ScoredPassage] = []
    if let vector = question.vector, weights.vectors > 0 {
      vectors = try store.vectorSearch(vector, k: depth, domain: question.domain)
    }
    try store.checkCancellation()
    var similarity: [PassageID: Double] = [:]
    for found in vectors { similarity[found.passage] = found.score }
    if let vector = question.vector, weights.vectors > 0 {
      for found in words where similarity[found.passage] == nil {
        guard let stored = try store.vector(of: found.passage), stored.count == vector.count else { continue }
        similarity[found.passage] = zip(vector, stored).reduce(0) { $0 + Double($1.0 * $1.1) }
      }
    }
    let near = weights.graph > 0 ? try byGraph(question, depth: depth, store: store) : []
    let fused = ScoreFusion(weights: weights).fuse(
      words: words.map { ($0.passage, $0.score) }, vectors: similarity.map { ($0.key, $0.value) }, graph: near)
    let byWords = Dictionary(words.map { ($0.passage, $0.score) }) { first, _ in first }, byGraph = Dictionary(uniqueKeysWithValues: near)
    var passages: [EvidencePassage] = []
    for (id, score) in fused.prefix(ranker == nil ? most : max(most, PassageReranker.most)) {
      guard let passage = try store.passage(id) else { continue }
      passages.append(
        EvidencePassage(
          passage: id, document: passage.document, name: passage.documentName, heading: passage.heading,
          start: passage.start, end: passage.end, text: passage.text, score: score, similarity: similarity[id],
          words: byWords[id], graph: byGraph[id]))
    }
    return Array(try ranked(passages, question, store: store).prefix(most))
  }

  /// The best passages in the order of their shares, which become their scores; the others behind them.
  private func ranked(_ passages: [EvidencePassage], _ question: UnderstoodQuestion, store: StoreReader) throws -> [EvidencePassage] {
    guard let ranker, let vector = question.vector, passages.count > 1 else { return passages }
    let best = passages.prefix(PassageReranker.most), rest = passages.dropFirst(best.count)
    let shares = ranker.shares(
      question.text, vector: vector, candidates: try best.map { try PassageCandidate($0, vector: store.vector(of: $0.passage)) })
    let order = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
    let least = (shares.min() ?? 0) / max(rest.first?.score ?? 1, 1e-9)
    func scored(_ passage: EvidencePassage, _ score: Double) -> EvidencePassage {
      var passage = passage
      passage.score = score
      return passage
    }
    return order.map { scored(passages[$0], shares[$0]) } + rest.map { scored($0, $0.score * least) }
  }

  /// Passages that mention the question's entities or what the graph puts near them, best first.
  private func byGraph(_ question: UnderstoodQuestion, depth: Int, store: StoreReader) throws -> [(PassageID, Double)] {
    guard !question.entities.isEmpty else { return [] }
    var seeds: [EntityID: Double] = [:]
    for entity in question.entities.prefix(12) { seeds[entity.id] = 1 }
    var scores = PageRank.scores(from: seeds, in: graph)
    for seed in seeds.keys { scores[seed] = max(scores[seed] ?? 0, 1 / Double(seeds.count)) }
    var sums: [PassageID: Double] = [:]
    for (entity, score) in scores.sorted(by: { $0.value > $1.value }).prefix(32) {
      let mentions = try store.passagesMentioning(entity, limit: 200, domain: question.domain)
      guard !mentions.isEmpty else { continue }
      // An entity that is everywhere says little about where.
      let share = score / (1 + Double(mentions.count)).squareRoot()
      for passage in mentions { sums[passage, default: 0] += share }
    }
    return sums.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(depth).map { ($0.key, $0.value) }
  }
}
