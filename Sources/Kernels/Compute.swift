/// What a layer computes with: threads and an instruction set.
public struct Compute: Sendable {
  /// The threads that share the work.
  public let pool: ComputePool
  /// The kernels they run.
  public let instructionSet: InstructionSet

  /// Trap rather than fall back: a level that the machine lacks would end in an illegal instruction.
  public init(pool: ComputePool, instructionSet: InstructionSet = .best) {
    precondition(InstructionSet.available.contains(instructionSet), "\(instructionSet) does not run on this machine")
    self.pool = pool
    self.instructionSet = instructionSet
  }

  /// All the threads this process may use and the best instruction set.
  public static let shared = Compute(pool: .shared)
}
