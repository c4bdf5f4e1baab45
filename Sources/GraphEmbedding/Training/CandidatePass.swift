import Kernels

/// A batch of queries against a table of candidates: scores, a loss's slopes in their place, and the products back.
///
/// Scores are (candidates, batch) and stored once: the slopes overwrite them block by block. Candidates are cut into
/// parts by their number alone, so sums have the same order with any number of threads.
final class CandidatePass {
  let width: Int
  let scores: FloatTable
  /// (batch, width): the loss's slopes by the queries, after ``queryGradients()``.
  let queryGradient: FloatTable

  let compute: Compute
  let kernels: EmbeddingKernels
  /// What passes that take turns with this one may share.
  let memory: PassMemory
  private let rounds: Bool
  private let partCount: Int
  private let pairs: BFloatTable
  private(set) var candidates: FloatBlock
  private(set) var queries: FloatBlock
  private var blockRows = 0
  /// Sums of squares of candidates' and queries' rows, for squared distances.
  private var candidateSquares: [Float] = [], querySquares: [Float] = []
  private let meeting: CandidateMeeting

  static let partLimit = 8
  static let largestBlock = 192

  /// - Parameters:
  ///   - candidates: the most there will be.
  ///   - batch: the most queries of one pass.
  ///   - entityWidth: floats of a row that a block's gradient is made for; its candidate columns are filled here.
  ///   - rounds: whether products take bfloat16 operands.
  ///   - trains: whether there will be gradients.
  ///   - other: a pass whose memory is shared where it is of the same shape; the two may not be between ``score(_:count:candidates:_:)``
  ///     and ``queryGradients(_:)`` at once.
  ///   - lent: a table for the scores, used where it is large enough.
  init(
    candidates: Int, batch: Int, width: Int, entityWidth: Int, meeting: CandidateMeeting, rounds: Bool, trains: Bool,
    sharing other: CandidatePass? = nil, lending lent: FloatTable? = nil, compute: Compute
  ) {
    let lanes = (batch + 15) / 16 * 16
    self.width = width
    self.meeting = meeting
    self.compute = compute
    self.rounds = rounds && (meeting == .product || meeting == .squared)
    kernels = EmbeddingKernels(compute.instructionSet)
    if let lent, lent.rows >= candidates, lent.columns >= lanes {
      scores = lent
    } else {
      scores = FloatTable(rows: candidates, columns: lanes)
    }
    queryGradient = FloatTable(rows: trains ? lanes : 1, columns: width)
    pairs = BFloatTable(capacity: self.rounds ? BFloatTable.capacity(rows: lanes, columns: width) : 0)
    partCount = min(Self.partLimit, max(1, candidates / 24))
    let shape = PassMemory.Shape(
      lanes: lanes, width: width, entityWidth: entityWidth, blockRows: Self.largestBlock, rounds: self.rounds, trains: trains)
    if let other, other.memory.shape == shape, other.partCount >= partCount {
      memory = other.memory
    } else {
      memory = PassMemory(shape, parts: partCount, threads: compute.pool.threadCount)
    }
    self.candidates = scores.block(0..<0)
    queries = scores.block(0..<0)
  }

  /// Columns of scores in use: the batch in whole lanes.
  var lanes: Int { (queries.rows.count + 15) / 16 * 16 }
  var blockCount: Int { blockRows == 0 ? 0 : (candidates.rows.count + blockRows - 1) / blockRows }
  func blockRange(_ block: Int) -> Range<Int> { block * blockRows..<min(candidates.rows.count, (block + 1) * blockRows) }
  func scoreBlock(_ block: Int) -> FloatBlock {
    FloatBlock(table: scores, rows: blockRange(block), firstColumn: 0, columns: lanes)
  }

  /// Scores every candidate; `body` is called for each block of scores as soon as it is there, from any thread.
  ///
  /// - Parameters:
  ///   - queries: (batch, width); rows up to a whole number of lanes exist and are cleared here.
  func score(_ queries: FloatTable, count: Int, candidates: FloatBlock, _ body: (Int) -> Void) {
    precondition(candidates.rows.count <= scores.rows && candidates.columns == width && queries.columns == width, "CandidatePass: shapes")
    self.candidates = candidates
    self.queries = queries.block(0..<count)
    let lanes = self.lanes
    if count < lanes { queries.clear(rows: count..<lanes) }
    let across = FloatBlock(table: memory.queriesAcross, rows: 0..<width, firstColumn: 0, columns: lanes)
    kernels.transpose(queries.block(0..<lanes), into: across)
    if rounds {
      kernels.roundPairs(across, into: memory.pairsAcross)
      kernels.roundPairs(queries.block(0..<lanes), into: pairs)
    }
    let even = (candidates.rows.count + partCount - 1) / partCount
    blockRows = max(12, min(Self.largestBlock, (even + 11) / 12 * 12))
    if meeting == .squared {
      candidateSquares = squares(candidates)
      querySquares = squares(queries.block(0..<lanes))
    }
    forParts { _, blocks, own in
      for block in blocks {
        let rows = blockRange(block), target = scoreBlock(block), source = candidates.slice(rows)
        switch meeting {
        case .product, .squared:
          if rounds {
            kernels.roundRows(source, into: own.rows)
            kernels.multiply(own.rows, columns: width, across: false, memory.pairsAcross, depth: width, into: target)
          } else {
            kernels.multiply(source, across, into: target)
          }
          if meeting == .squared { squareScores(target, rows: rows) }
        case .manhattan: kernels.distances(source, across, meeting: .manhattan, into: target)
        case .modulus: kernels.distances(source, across, meeting: .modulus, into: target)
        }
        body(block)
      }
    }
  }

  /// Calls `body` with each part, its blocks and memory for one of them, on the threads.
  private func forParts(_ body: (Int, Range<Int>, PassMemory.Block) -> Void) {
    let blocks = blockCount, count = partCount
    compute.pool.run(count) { part in
      memory.withBlock { body(part, part * blocks / count..<(part + 1) * blocks / count, $0) }
    }
  }

  /// Fills ``queryGradient`` from the slopes that now stand in ``scores``. `prepare` is called for each block before it is read.
  func queryGradients(_ prepare: (Int) -> Void) {
    let lanes = self.lanes, gradients = memory.partGradients.prefix(partCount)
    forParts { part, blocks, own in
      let target = gradients[part].block(0..<lanes)
      gradients[part].clear(rows: 0..<lanes)
      for block in blocks {
        prepare(block)
        let slopes = scoreBlock(block), source = candidates.slice(blockRange(block))
        switch meeting {
        case .product, .squared:
          if rounds {
            kernels.roundPairs(slopes, into: own.slopePairs)
            kernels.roundPairs(source, into: own.pairs)
            kernels.multiply(
              own.slopePairs, columns: lanes, across: true, own.pairs, depth: source.rows.count, into: target, adding: true)
          } else {
            kernels.multiply(slopes, across: true, source, into: target, adding: true)
          }
        case .manhattan, .modulus:
          kernels.addDirections(
            slopes, across: true, from: source, to: FloatBlock(table: queries.table, rows: 0..<lanes, firstColumn: 0, columns: width),
            meeting: meeting == .manhattan ? .manhattan : .modulus, into: target)
        }
      }
    }
    // In the order of the parts, whoever computed them.
    let count = queries.rows.count, chunk = 32
    compute.pool.run((count + chunk - 1) / chunk) { task in
      let rows = task * chunk..<min(count, (task + 1) * chunk)
      queryGradient.clear(rows: rows)
      for part in gradients { kernels.add(TableRows(part), to: TableRows(queryGradient), rows: rows) }
    }
    if meeting == .squared { squareQueryGradients() }
  }

  /// Calls `body` with each block's rows and their gradient in the first rows of a table that is lent for the call.
  ///
  /// - Parameter column: where the candidate's columns start in the lent rows; the other columns are zero.
  func candidateGradients(column: Int, _ body: (Range<Int>, FloatTable) -> Void) {
    let lanes = self.lanes
    let queryBlock = FloatBlock(table: queries.table, rows: 0..<lanes, firstColumn: 0, columns: width)
    forParts { _, blocks, own in
      for block in blocks {
        let rows = blockRange(block), slopes = scoreBlock(block)
        own.gradient.clear(rows: 0..<rows.count)
        let target = FloatBlock(table: own.gradient, rows: 0..<rows.count, firstColumn: column, columns: width)
        switch meeting {
        case .product, .squared:
          if rounds {
            kernels.roundRows(slopes, into: own.slopeRows)
            kernels.multiply(own.slopeRows, columns: lanes, across: false, pairs, depth: lanes, into: target)
          } else {
            kernels.multiply(slopes, queryBlock, into: target)
          }
          if meeting == .squared { squareCandidateGradient(target, slopes: slopes, rows: rows) }
        case .manhattan, .modulus:
          kernels.addDirections(
            slopes, across: false, from: queryBlock, to: candidates.slice(rows),
            meeting: meeting == .manhattan ? .manhattan : .modulus, into: target)
        }
        body(rows, own.gradient)
      }
    }
  }

  // MARK: Squared distances: -|q - t|² = 2·q·t - |q|² - |t|²

  private func squares(_ block: FloatBlock) -> [Float] {
    block.rows.map { row in
      var sum: Float = 0
      for k in block.firstColumn..<block.firstColumn + block.columns { sum += block.table[row, k] * block.table[row, k] }
      return sum
    }
  }

  private func squareScores(_ target: FloatBlock, rows: Range<Int>) {
    for row in rows {
      for lane in 0..<lanes { scores[row, lane] = 2 * scores[row, lane] - candidateSquares[row] - querySquares[lane] }
    }
  }

  /// Σ slope · 2·(t - q) = 2·(Σ slope·t) - 2·q·Σ slope.
  private func squareQueryGradients() {
    for lane in queries.rows {
      var sum: Float = 0
      for row in 0..<candidates.rows.count { sum += scores[row, lane] }
      for k in 0..<width { queryGradient[lane, k] = 2 * (queryGradient[lane, k] - sum * queries.table[lane, k]) }
    }
  }

  private func squareCandidateGradient(_ target: FloatBlock, slopes: FloatBlock, rows: Range<Int>) {
    for (i, row) in rows.enumerated() {
      var sum: Float = 0
      for lane in queries.rows { sum += scores[row, lane] }
      for k in 0..<width {
        let own = candidates.table[candidates.rows.lowerBound + row, candidates.firstColumn + k]
        target.table[i, target.firstColumn + k] = 2 * (target.table[i, target.firstColumn + k] - sum * own)
      }
    }
  }
}
