import CKernels
import Memory

/// What this machine can do at most, measured: what the speed of products is a share of.
public final class MachineSpeed {
  private let compute: Compute
  private let memory: AlignedBuffer<UInt8>
  private static let bytes = 256 << 20

  /// Takes 256 MiB to read from, which no cache holds.
  public init(compute: Compute) {
    self.compute = compute
    memory = AlignedBuffer(count: Self.bytes, pages: .huge)
    let pointer = unsafe memory.pointer
    compute.pool.run(256) { part in
      for i in stride(from: part << 20, to: (part + 1) << 20, by: 64) { unsafe pointer[i] = UInt8(truncatingIfNeeded: i >> 6) }
    }
  }

  /// Bytes a second that all threads of the pool read, best of `runs`.
  public func readBandwidth(runs: Int = 3) -> Double {
    best(of: runs) {
      let pointer = unsafe memory.pointer
      compute.pool.run(256) { part in _ = unsafe kg_read(pointer + (part << 20), 1 << 20) }
      return Double(Self.bytes)
    }
  }

  /// Operations a second of products of bytes on all threads, best of `runs`; 0 where the level has no instruction
  /// of its own for them.
  public func byteOperations(runs: Int = 3) -> Double {
    best(of: runs) {
      let threads = compute.pool.threadCount
      compute.pool.run(threads * 8) { _ in _ = unsafe kernels.pointee.peak(200_000) }
      return unsafe Double(kernels.pointee.peak(1)) * 200_000 * Double(threads * 8)
    }
  }

  @unsafe private var kernels: UnsafePointer<kg_kernels> { unsafe compute.kernels }

  private func best(of runs: Int, _ work: () -> Double) -> Double {
    var best = 0.0
    for _ in 0..<max(runs, 1) {
      let clock = ContinuousClock()
      let start = clock.now
      let amount = work()
      let time = start.duration(to: clock.now).components
      best = max(best, amount / (Double(time.seconds) + Double(time.attoseconds) * 1e-18))
    }
    return best
  }
}
