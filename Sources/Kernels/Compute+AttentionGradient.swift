import CKernels

/// The shape of an attention that is trained.
public struct AttentionShape: Sendable, Equatable {
  /// H.
  public let heads: Int
  /// Hkv; H is a multiple.
  public let keyValueHeads: Int
  /// D, a multiple of 16.
  public let headSize: Int
  /// Whether a position sees only itself and those before it.
  public let isCausal: Bool

  public init(heads: Int, keyValueHeads: Int? = nil, headSize: Int, isCausal: Bool) {
    let shared = keyValueHeads ?? heads
    precondition(shared > 0 && heads % shared == 0 && headSize > 0 && headSize % 16 == 0, "AttentionShape: \(heads) heads of \(headSize) over \(shared)")
    self.heads = heads
    self.keyValueHeads = shared
    self.headSize = headSize
    self.isCausal = isCausal
  }
}

/// Which of an attention's probabilities are dropped in a pass: the same for the same seed, forward and backward.
public struct AttentionDropout: Sendable, Equatable {
  /// 0 ..< 1; the others are scaled by 1 / (1 - share).
  public let share: Float
  public let seed: UInt32

  public init(share: Float, seed: UInt32) {
    precondition(share >= 0 && share < 1, "AttentionDropout: a share of \(share)")
    self.share = share
    self.seed = seed
  }

  fileprivate var threshold: UInt32 { UInt32(Double(share) * 4_294_967_296) }
  fileprivate var scale: Float { 1 / (1 - share) }
}

/// Attention in float32 with a backward. Probabilities are computed again in the backward from queries and keys, 64 rows of
/// queries at a time: no T×T matrix is ever kept.
extension Compute {
  private static let queryRows = 64

  /// softmax(q·kᵀ / √D)·v within each sequence and head, for layers that are trained.
  ///
  /// - Parameters:
  ///   - sequences: rows that see one another. Rows of no sequence (padding) become 0 and are seen by none.
  ///   - q: (T, H·D); `k` and `v` are (T, Hkv·D).
  ///   - dropout: of the probabilities; nil for none. Nothing of it is kept: places follow from rows, heads and the seed.
  ///   - y: becomes (T, H·D); must not be an input.
  public func attend(
    sequences: [Range<Int>], queries q: Activations, keys k: Activations, values v: Activations, shape: AttentionShape,
    dropout: AttentionDropout? = nil, into y: Activations
  ) {
    check(sequences, q, k, v, shape)
    y.resize(rows: q.rows, columns: q.columns)
    clear(y.matrix)
    forHeads(sequences, shape) { head in
      head.turn(k, into: .keys)
      head.forBlocks(of: q) { block in
        block.computeProbabilities(q)
        if let dropout { block.drop(.probabilities, dropout) }
        block.multiply(.probabilities, rowsOf: v, into: y)
      }
    }
  }

  /// The slopes of queries, keys and values from those of the result of ``attend(sequences:queries:keys:values:shape:into:)``.
  ///
  /// - Parameters:
  ///   - dy: (T, H·D).
  ///   - dropout: the forward's.
  ///   - dq: becomes (T, H·D); `dk` and `dv` become (T, Hkv·D). None may be an input.
  public func attendGradient(
    sequences: [Range<Int>], queries q: Activations, keys k: Activations, values v: Activations, slopes dy: Activations,
    shape: AttentionShape, dropout: AttentionDropout? = nil, queries dq: Activations, keys dk: Activations, values dv: Activations
  ) {
    check(sequences, q, k, v, shape)
    precondition(dy.rows == q.rows && dy.columns == q.columns, "attendGradient: slopes of another shape")
    for (slopes, of) in [(dq, q), (dk, k), (dv, v)] {
      slopes.resize(rows: of.rows, columns: of.columns)
      clear(slopes.matrix)
    }
    forHeads(sequences, shape) { head in
      head.turn(k, into: .keys)
      head.turn(v, into: .values)
      head.forBlocks(of: q) { block in
        block.computeProbabilities(q)
        if let dropout {
          // The slopes' memory holds what was left of the probabilities until the slopes are computed.
          block.copyProbabilities()
          block.drop(.slopes, dropout)
          block.multiplyAcross(.slopes, dy, addingTo: dv)
        } else {
          block.multiplyAcross(.probabilities, dy, addingTo: dv)
        }
        block.computeScoreSlopes(dy, dropout)
        block.multiply(.slopes, rowsOf: k, into: dq)
        block.multiplyAcross(.slopes, q, addingTo: dk)
      }
    }
  }

  private func check(_ sequences: [Range<Int>], _ q: Activations, _ k: Activations, _ v: Activations, _ shape: AttentionShape) {
    precondition(q.columns == shape.heads * shape.headSize && k.columns == shape.keyValueHeads * shape.headSize && v.columns == k.columns
      && k.rows == q.rows && v.rows == q.rows, "attend: queries, keys and values do not fit the shape")
    var end = 0
    for rows in sequences {
      precondition(rows.lowerBound >= end && rows.upperBound <= q.rows, "attend: rows \(rows) of \(q.rows), or sequences that overlap")
      end = rows.upperBound
    }
  }

  private func forHeads(_ sequences: [Range<Int>], _ shape: AttentionShape, _ body: (AttentionHead) -> Void) {
    let sequences = sequences.filter { !$0.isEmpty }
    pool.run(sequences.count * shape.keyValueHeads) { task in
      let rows = sequences[task / shape.keyValueHeads]
      let panels = (rows.count + 31) / 32
      let turned = panels * 32 * shape.headSize, scores = Self.queryRows * panels * 32
      ProductMemory.lend(4 * 2 * (turned + scores)) { memory in
        body(AttentionHead(
          rows: rows, number: task % shape.keyValueHeads, shape: shape, panels: panels, memory: memory,
          kernels: unsafe embeddingKernels.pointee, gradients: unsafe gradientKernels.pointee))
      }
    }
  }

  /// One sequence's keys and values of one head, and the scratch to attend with them.
  @safe private struct AttentionHead {
    enum Turned { case keys, values }

    let rows: Range<Int>
    let number: Int
    let shape: AttentionShape
    let panels: Int
    let memory: ProductMemory.Lent
    let kernels: kg_embedding_kernels
    let gradients: kg_gradient_kernels

    var turnedCount: Int { panels * 32 * shape.headSize }
    /// Floats from one row of scores to the next.
    var scoreStride: Int { panels * 32 }
    @unsafe func turned(_ which: Turned) -> UnsafeMutablePointer<Float> {
      unsafe memory.floats() + (which == .keys ? 0 : turnedCount)
    }

    /// Columns 32 at a time of the head's keys or values read as their transpose.
    func turn(_ x: Activations, into which: Turned) {
      for panel in 0..<panels {
        let first = rows.lowerBound + panel * 32, valid = min(32, rows.upperBound - first)
        unsafe gradients.pack_turned(
          x.pointer + first * x.columns + number * shape.headSize, x.columns, shape.headSize, valid,
          turned(which) + panel * 32 * shape.headSize)
      }
    }

    func forBlocks(of q: Activations, _ body: (AttentionBlock) -> Void) {
      let group = shape.heads / shape.keyValueHeads
      for head in number * group..<(number + 1) * group {
        for start in stride(from: 0, to: rows.count, by: Compute.queryRows) {
          let end = min(start + Compute.queryRows, rows.count)
          body(AttentionBlock(head: self, query: head, start: start, count: end - start, keys: shape.isCausal ? end : rows.count))
        }
      }
    }
  }

  /// Some rows of queries of one head against all keys that any of them sees.
  @safe private struct AttentionBlock {
    enum Scores { case probabilities, slopes }

    let head: AttentionHead
    let query: Int
    /// Of the first query within its sequence.
    let start: Int
    let count: Int
    /// Keys seen by the last query.
    let keys: Int

    private var size: Int { head.shape.headSize }
    private var scale: Float { 1 / Float(size).squareRoot() }
    private var seenPanels: Int { (keys + 31) / 32 }
    private func seen(by row: Int) -> Int { head.shape.isCausal ? start + row + 1 : keys }

    @unsafe private func scores(_ which: Scores) -> UnsafeMutablePointer<Float> {
      unsafe head.memory.floats() + 2 * head.turnedCount + (which == .probabilities ? 0 : Compute.queryRows * head.scoreStride)
    }
    /// The block's first element of something as wide as the queries.
    @unsafe private func queryRows(_ x: Activations) -> UnsafeMutablePointer<Float> {
      unsafe x.pointer + (head.rows.lowerBound + start) * x.columns + query * size
    }
    /// The sequence's first element of something as wide as the keys.
    @unsafe private func keyRows(_ x: Activations) -> UnsafeMutablePointer<Float> {
      unsafe x.pointer + head.rows.lowerBound * x.columns + head.number * size
    }

    private func multiply(_ x: Activations, turned which: AttentionHead.Turned, into target: Scores) {
      for panel in 0..<seenPanels {
        var product = unsafe kg_float_product(
          a: queryRows(x), a_row: x.columns, a_column: 1, b: head.turned(which) + panel * 32 * size, b_row: 32,
          c: scores(target) + panel * 32, c_row: head.scoreStride, rows: count, columns: 32, depth: size, accumulate: 0)
        unsafe head.kernels.multiply(&product)
      }
    }

    func computeProbabilities(_ q: Activations) {
      multiply(q, turned: .keys, into: .probabilities)
      for row in 0..<count {
        _ = unsafe head.gradients.attention_softmax(scores(.probabilities) + row * head.scoreStride, seen(by: row), seenPanels * 32, scale)
      }
    }

    /// Slopes of the probabilities, then of the scores.
    func computeScoreSlopes(_ dy: Activations, _ dropout: AttentionDropout?) {
      multiply(dy, turned: .values, into: .slopes)
      if let dropout { drop(.slopes, dropout) }
      for row in 0..<count {
        let at = row * head.scoreStride
        unsafe head.gradients.softmax_gradient(scores(.probabilities) + at, scores(.slopes) + at, seen(by: row), seenPanels * 32, scale)
      }
    }

    /// Zeroes a share of what each query sees and scales the rest. A place is told by the query's row, its head and the key.
    func drop(_ which: Scores, _ dropout: AttentionDropout) {
      for row in 0..<count {
        let place = UInt64((head.rows.lowerBound + start + row) * head.shape.heads + query) << 24
        unsafe head.gradients.dropout(scores(which) + row * head.scoreStride, seen(by: row), dropout.seed, place, dropout.threshold, dropout.scale)
      }
    }

    /// Puts a copy of the probabilities where slopes go.
    func copyProbabilities() {
      for row in 0..<count {
        let at = row * head.scoreStride
        unsafe (scores(.slopes) + at).update(from: scores(.probabilities) + at, count: seenPanels * 32)
      }
    }

    /// y's rows = scores · x's rows.
    func multiply(_ which: Scores, rowsOf x: Activations, into y: Activations) {
      var product = unsafe kg_float_product(
        a: scores(which), a_row: head.scoreStride, a_column: 1, b: keyRows(x), b_row: x.columns, c: queryRows(y),
        c_row: y.columns, rows: count, columns: size, depth: keys, accumulate: 0)
      unsafe head.kernels.multiply(&product)
    }

    /// y's rows += scoresᵀ · x's rows.
    func multiplyAcross(_ which: Scores, _ x: Activations, addingTo y: Activations) {
      var product = unsafe kg_float_product(
        a: scores(which), a_row: 1, a_column: head.scoreStride, b: queryRows(x), b_row: x.columns, c: keyRows(y),
        c_row: y.columns, rows: keys, columns: size, depth: count, accumulate: 1)
      unsafe head.kernels.multiply(&product)
    }
  }
}
