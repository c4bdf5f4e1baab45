import Kernels
import Synchronization

/// What a ``CandidatePass`` works in besides its scores. Passes of the same shape that take turns share one.
final class PassMemory {
  /// The queries as columns, and their image in bfloat16.
  let queriesAcross: FloatTable
  let pairsAcross: BFloatTable
  /// (batch, width) for each part of the candidates, so that sums have one order with any number of threads.
  let partGradients: [FloatTable]
  let shape: Shape

  private let blocks: [Block]
  private let idle: Mutex<[Int]>

  struct Shape: Equatable {
    var lanes, width, entityWidth, blockRows: Int
    var rounds, trains: Bool
  }

  /// What one thread needs for a block of candidates.
  final class Block {
    let gradient: FloatTable
    let rows, pairs, slopeRows, slopePairs: BFloatTable

    init(_ shape: Shape) {
      gradient = FloatTable(rows: shape.trains ? shape.blockRows : 1, columns: shape.entityWidth)
      let wide = shape.rounds ? BFloatTable.capacity(rows: shape.blockRows, columns: shape.width) : 0
      let long = shape.rounds ? BFloatTable.capacity(rows: shape.blockRows, columns: shape.lanes) : 0
      (rows, pairs) = (BFloatTable(capacity: wide), BFloatTable(capacity: wide))
      (slopeRows, slopePairs) = (BFloatTable(capacity: long), BFloatTable(capacity: long))
    }
  }

  init(_ shape: Shape, parts: Int, threads: Int) {
    self.shape = shape
    queriesAcross = FloatTable(rows: shape.width, columns: shape.lanes)
    pairsAcross = BFloatTable(capacity: shape.rounds ? BFloatTable.capacity(rows: shape.width, columns: shape.lanes) : 0)
    partGradients = (0..<parts).map { _ in FloatTable(rows: shape.trains ? shape.lanes : 1, columns: shape.width) }
    let count = min(parts, threads)
    blocks = (0..<count).map { _ in Block(shape) }
    idle = Mutex(Array(0..<count))
  }

  /// Lends a block's memory to the calling thread. At most as many threads as were named may hold some at once.
  func withBlock(_ body: (Block) -> Void) {
    let index = idle.withLock { $0.removeLast() }
    body(blocks[index])
    idle.withLock { $0.append(index) }
  }
}
