public import Kernels
import Layers
import Synchronization
import Weights

/// A BERT encoder: token ids to one state a token, or to one vector a text.
///
/// Embeddings of words, positions and types, then layers of attention and feed-forward that are normalised after
/// each residual connection. Source: Devlin et al. 2019; the sentence vector: Reimers and Gurevych 2019.
/// Checked against recorded outputs of the reference implementation (`Tests/Reference/record_embeddings.py`).
public final class BERTEncoder: Sendable {
  public let configuration: BERTConfiguration
  /// How the products of the layers are computed.
  public let precision: EncoderPrecision

  // (V, C) and (positions, C), row by row. What every text adds at a position is the first type's row as well.
  private let words, places: [Float]
  private let embeddingNorm: LayerNorm
  private let layers: [BERTLayer]
  private let compute: Compute
  // A class cannot be Sendable by itself, so a workspace is handed from batch to batch under the lock alone.
  private let idle = Mutex<[Handover]>([])
  private struct Handover: @unchecked Sendable { let work: BERTWorkspace }

  /// Tokens of one pass: enough rows to keep the matrix kernels busy, few enough that what lies between two products
  /// stays in the second-level cache.
  private static let tokensPerPass = 360

  /// Reads `config.json` and `model.safetensors` in `folder`.
  ///
  /// - Parameter calibration: sequences of the kind that will come; for `int8` the range of every channel is learnt
  ///   from them. Read for nothing else.
  /// - Throws: ``WeightFileError`` or ``KernelError``, naming the file.
  public init(
    folder: String, precision: EncoderPrecision = .float32, calibration: [[Int32]] = [], compute: Compute
  ) throws {
    let shape = try BERTConfiguration(path: folder + "/config.json")
    let source = BERTWeights(file: try SafetensorsFile(path: folder + "/model.safetensors"), compute: compute)
    words = try source.table("embeddings.word_embeddings.weight", rows: shape.vocabulary, columns: shape.width)
    let positions = try source.table("embeddings.position_embeddings.weight", rows: shape.positions, columns: shape.width)
    let types = try source.table("embeddings.token_type_embeddings.weight", rows: shape.tokenTypes, columns: shape.width)
    places = positions.indices.map { positions[$0] + types[$0 % shape.width] }
    embeddingNorm = try source.norm("embeddings.LayerNorm", width: shape.width, epsilon: shape.epsilon)
    let first = precision == .int8 ? .float32 : precision  // 8 bits are fitted to what the plain layers compute
    let plain = try (0..<shape.layers).map { try BERTLayer($0, of: shape, from: source, precision: first) }
    let seen = calibration.filter { !$0.isEmpty && $0.count <= shape.positions }
    configuration = shape
    self.precision = precision
    self.compute = compute
    guard precision == .int8, !seen.isEmpty else {
      precondition(precision != .int8, "BERTEncoder: 8 bits need sequences to calibrate with")
      layers = plain
      return
    }
    let work = BERTWorkspace(tokens: seen.reduce(0) { $0 + $1.count }, shape: shape)
    let ranges = Self.embed(seen, words: words, places: places, norm: embeddingNorm, into: work, compute: compute)
    layers = try plain.enumerated().map { index, layer in
      let extents = ChannelExtents()
      layer.forward(work, sequences: ranges, compute: compute, recording: extents)
      return try BERTLayer(index, of: shape, from: source, precision: .int8, extents: extents)
    }
  }

  /// The mean of each sequence's last states, scaled to length 1.
  ///
  /// Sequences of like length share a pass, and each pass runs through all layers on one thread: threads meet only at
  /// the end. What fits into one pass is split inside every product instead.
  ///
  /// - Parameter sequences: token ids with their `[CLS]` and `[SEP]`; none empty, none longer than the positions.
  /// - Returns: one vector (C) a sequence.
  /// - Throws: `CancellationError` when the task is cancelled; passes that run are finished first.
  /// - Complexity: O(T·C·(C + F) + ΣTᵢ²·C) for T tokens in all; memory for one pass a thread.
  public func sentenceVectors(_ sequences: [[Int32]]) throws -> [[Float]] {
    let order = sequences.indices.sorted { (sequences[$1].count, $0) < (sequences[$0].count, $1) }
    let tokens = sequences.reduce(0) { $0 + $1.count }
    let wanted = min(Self.tokensPerPass, max(96, tokens / (2 * compute.pool.threadCount)))
    var passes: [Range<Int>] = []
    var start = 0
    while start < order.count {
      var end = start, size = 0
      while end < order.count, end == start || size + sequences[order[end]].count <= wanted {
        size += sequences[order[end]].count
        end += 1
      }
      passes.append(start..<end)
      start = end
    }
    let results = Mutex([[Float]](repeating: [], count: sequences.count))
    let each = passes.count < compute.pool.threadCount ? compute : compute.alone
    let body = { (pass: Int) in
      if Task.isCancelled { return }
      let chosen = order[passes[pass]]
      let vectors = self.pass(chosen.map { sequences[$0] }, compute: each)
      results.withLock { for (index, vector) in zip(chosen, vectors) { $0[index] = vector } }
    }
    if passes.count < compute.pool.threadCount {
      for pass in passes.indices { body(pass) }
    } else {
      compute.pool.run(passes.count, body)
    }
    try Task.checkCancellation()
    return results.withLock { $0 }
  }

  /// The last states (Tᵢ, C) of each sequence's tokens, row after row.
  ///
  /// - Complexity: as of ``sentenceVectors(_:)``; one sequence after the other, each split inside its products.
  /// - Throws: `CancellationError` when the task is cancelled.
  public func tokenStates(_ sequences: [[Int32]]) throws -> [[[Float]]] {
    try sequences.map { sequence in
      try Task.checkCancellation()
      return pass([sequence], compute: compute) { work, rows in rows[0].map { work.hidden.copy(row: $0) } }
    }
  }

  /// Both of one sequence, by one pass: its tokens' last states, and what ``sentenceVectors(_:)`` makes of them.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  public func statesAndVector(_ sequence: [Int32]) throws -> (states: [[Float]], vector: [Float]) {
    try Task.checkCancellation()
    return pass([sequence], compute: compute) { work, rows in
      (rows[0].map { work.hidden.copy(row: $0) }, meanDirection(of: work.hidden, rows: rows[0]))
    }
  }

  private func pass(_ sequences: [[Int32]], compute: Compute) -> [[Float]] {
    pass(sequences, compute: compute) { work, ranges in ranges.map { meanDirection(of: work.hidden, rows: $0) } }
  }

  /// One batch through all layers; `take` is given the last states and each sequence's rows.
  private func pass<R>(_ sequences: [[Int32]], compute: Compute, _ take: (BERTWorkspace, [Range<Int>]) -> R) -> R {
    let tokens = sequences.reduce(0) { $0 + $1.count }
    let taken = idle.withLock { idle in
      idle.firstIndex { $0.work.tokens >= tokens }.map { idle.remove(at: $0) }
    }
    let work = taken?.work ?? BERTWorkspace(tokens: max(tokens, Self.tokensPerPass), shape: configuration)
    let ranges = Self.embed(sequences, words: words, places: places, norm: embeddingNorm, into: work, compute: compute)
    for layer in layers { layer.forward(work, sequences: ranges, compute: compute) }
    let vectors = take(work, ranges)
    let handover = Handover(work: work)
    idle.withLock { if $0.count < 2 * compute.pool.threadCount + 2 { $0.append(handover) } }
    return vectors
  }

  /// Writes the embeddings of all tokens into `work.hidden` and tells each sequence's rows.
  private static func embed(
    _ sequences: [[Int32]], words: [Float], places: [Float], norm: LayerNorm, into work: BERTWorkspace, compute: Compute
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    let width = work.hidden.columns
    work.hidden.resize(rows: sequences.reduce(0) { $0 + $1.count }, columns: width)
    for sequence in sequences {
      precondition(!sequence.isEmpty && sequence.count * width <= places.count, "BERTEncoder: \(sequence.count) tokens")
      for (t, token) in sequence.enumerated() {
        let row = unsafe work.hidden.row(start + t)
        let word = words[Int(token) * width..<(Int(token) + 1) * width], place = places[t * width..<(t + 1) * width]
        for c in 0..<width { unsafe row[c] = word[word.startIndex + c] + place[place.startIndex + c] }
      }
      ranges.append(start..<start + sequence.count)
      start += sequence.count
    }
    norm.forward(work.hidden, into: work.hidden, compute: compute)
    return ranges
  }

  private func meanDirection(of states: Activations, rows: Range<Int>) -> [Float] {
    var sum = [Float](repeating: 0, count: configuration.width)
    for r in rows {
      let row = unsafe states.row(r)
      for c in sum.indices { unsafe sum[c] += row[c] }
    }
    let length = VectorMath.dot(sum, sum).squareRoot()
    guard length > 0 else { return sum }
    return sum.map { $0 / length }
  }
}
