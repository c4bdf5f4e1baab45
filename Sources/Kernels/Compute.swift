import CKernels

/// What a layer computes with: threads and an instruction set.
///
/// Its methods are the operations on whole matrices that layers are made of: products
/// (`Compute+Products.swift`), attention (`Compute+Attention.swift`) and what goes row by row (`Compute+Rows.swift`).
public struct Compute: Sendable {
  /// The threads that share the work.
  public let pool: ComputePool
  /// The kernels they run.
  public let instructionSet: InstructionSet

  private let tableAddress: Int  // of the level's table, which is constant: a number, so that this is Sendable

  /// Traps rather than falls back: a level that the machine lacks would end in an illegal instruction.
  public init(pool: ComputePool, instructionSet: InstructionSet = .best) {
    guard let table = unsafe kg_kernels_for(instructionSet.level) else {
      preconditionFailure("\(instructionSet) does not run on this machine")
    }
    self.pool = pool
    self.instructionSet = instructionSet
    tableAddress = Int(bitPattern: table)
  }

  /// All the threads this process may use and the best instruction set.
  public static let shared = Compute(pool: .shared)

  /// The same kernels on the calling thread alone, for work that is split over the pool as a whole.
  public var alone: Compute { Compute(pool: .single, instructionSet: instructionSet) }

  @unsafe var kernels: UnsafePointer<kg_kernels> { unsafe UnsafePointer(bitPattern: tableAddress)! }

  /// Calls `body` for ranges that together are 0 ..< `rows`, on several threads when the work is worth a hand-over.
  func forRows(_ rows: Int, elementsEach: Int, _ body: (Range<Int>) -> Void) {
    let worthwhile = 16_384
    if rows == 0 { return }
    if rows == 1 || pool.threadCount == 1 || rows * elementsEach < 2 * worthwhile { return body(0..<rows) }
    let chunk = max((rows + pool.threadCount * 4 - 1) / (pool.threadCount * 4), worthwhile / max(elementsEach, 1), 1)
    pool.run((rows + chunk - 1) / chunk) { task in body(task * chunk..<min(rows, (task + 1) * chunk)) }
  }
}
