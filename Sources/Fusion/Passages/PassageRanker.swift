import Glibc
public import Kernels
public import Layers
public import Models
public import Training

/// Ranks the passages that a search found for a question, all of them in one sequence of a fusion Transformer.
///
/// Score of a passage = gate of the list × the search's own score + what the Transformer made of the passage's token. The list's gate comes from the
/// question's own token; the tokens' scores start at zero, so an untrained ranker ranks as the search did. Passages of a store that training knew nothing
/// of get half of what their tokens say.
///
/// ```swift
/// let ranker = try PassageRanker(path: weights)
/// let scores = ranker.rank(question, words: states, vector: vector, candidates: found, compute: .shared)
/// ```
/// - Complexity: a question with 40 passages about 7 million multiply-adds, and one pass over the passages' texts.
public final class PassageRanker {
  /// What a passage's token is made of, and whether the question's words are tokens beside it.
  public enum Features: String, Sendable, CaseIterable, Codable {
    case channelsWithoutNames, channels, vectors, words

    var hasVectors: Bool { self == .vectors || self == .words }
    var hasWords: Bool { self == .words }
  }

  public let features: Features
  public let model: FusionTransformer
  /// Logarithm of what the search's score counts (1, 1).
  public let gate: Parameter
  private let dimension: Int
  /// What a token's score counts when it is not being trained.
  private static let trust: Float = 0.5
  private static let fileName: [UInt8] = Array("KGPASSR".utf8) + [1]

  /// What the file of one is called beside the reader's weights.
  public static let shippedName = "passages.weights"

  private struct Header: Codable {
    var features: Features
    var dimension: Int
    /// Whose vectors it learnt from; none where that does not matter.
    var encoder: String?
  }

  /// The text encoder whose vectors it learnt from, where its file says so.
  public private(set) var encoder: String?

  /// Untrained.
  ///
  /// - Parameter dimension: elements of the text encoder's vectors and states.
  public init(_ features: Features, dimension: Int, seed: UInt64) {
    self.features = features
    self.dimension = dimension
    var shape = FusionConfiguration(
      features: [.word: features.hasWords ? dimension : 0, .passage: PassageChannels.count + (features.hasVectors ? 2 * dimension : 0)],
      scored: [.passage], classes: [1])
    (shape.width, shape.layers, shape.heads, shape.intermediate) = (64, 2, 4, 128)
    model = FusionTransformer(shape, seed: seed)
    gate = Parameter("passage_gate", columns: 1).fill(2)
    for parameter in model.parameters where parameter.name.hasPrefix("classes") { parameter.fill(0) }
  }

  /// What ``write(to:)`` wrote.
  ///
  /// - Throws: ``TableFileError``.
  public convenience init(path: String) throws(TableFileError) {
    let file = try TableFile(name: Self.fileName, path: path)
    let header = try file.header(as: Header.self) { (1...4096).contains($0.dimension) }
    self.init(header.features, dimension: header.dimension, seed: 0)
    encoder = header.encoder
    try file.fill(parameters)
  }

  public func write(to path: String, encoder: String? = nil) throws {
    let header = Header(features: features, dimension: dimension, encoder: encoder ?? self.encoder)
    try TableFile.write(name: Self.fileName, header: header, weights: parameters, to: path)
  }

  public var parameters: [Parameter] { model.parameters + [gate] }

  /// Sets to zero what it makes of channels that were zero in all of some lists: training left their weights as they were drawn, so a store that
  /// has something there would be ranked by chance.
  public func forgetWhatNeverVaried(in lists: [PassageList]) {
    guard let weight = model.parameters.first(where: { $0.name == "passage.weight" }) else { return }
    for channel in 0..<PassageChannels.count where lists.allSatisfy({ $0.channels.allSatisfy { $0[channel] == 0 } }) {
      for row in 0..<weight.rows {
        var values = weight.values.copy(row: row)
        values[channel] = 0
        weight.values.set(row: row, to: values)
      }
    }
  }

  /// A score for each candidate, a larger one better; comparable within this list alone.
  ///
  /// - Parameters:
  ///   - words: the states of the question's word pieces.
  ///   - vector: the question's.
  public func rank(_ question: String, words: [[Float]], vector: [Float], candidates: [PassageCandidate], compute: Compute) -> [Float] {
    rank([PassageList(question: question, words: words, vector: vector, candidates: candidates)], compute: compute)[0]
  }

  /// The same for many lists, which do not see one another.
  public func rank(_ lists: [PassageList], compute: Compute) -> [[Float]] {
    let pass = TrainingPass(compute: compute, isTraining: false)
    return stride(from: 0, to: lists.count, by: 32).flatMap { start in
      let part = Array(lists[start..<min(start + 32, lists.count)])
      return scores(part, model.forward(part.map { $0.tokens(features) }, pass: pass), trust: Self.trust)
    }
  }

  /// What a search's score counts in each list of a forward.
  func factors(_ memory: FusionTransformer.Memory) -> [Float] { (0..<memory.classes[0].rows).map { expf(gate.values[0, 0] + memory.classes[0][$0, 0]) } }

  /// Adds what the search said to what a forward left.
  ///
  /// - Parameter trust: what the tokens' scores count.
  func scores(_ lists: [PassageList], _ memory: FusionTransformer.Memory, trust: Float) -> [[Float]] {
    guard let scored = memory.scores[.passage] else { return lists.map { $0.prior } }
    var row = 0
    return zip(lists, factors(memory)).map { list, factor in
      list.prior.map { prior in
        defer { row += 1 }
        return factor * prior + trust * scored[row, 0]
      }
    }
  }
}
