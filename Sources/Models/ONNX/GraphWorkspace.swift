import Kernels
import Synchronization

/// The buffers of one run, kept for the runs after it: a graph whose pictures are of one size allocates once.
final class GraphWorkspace: Sendable {
  private struct Shelf: ~Copyable, @unchecked Sendable { var free: [Activations] = [] }
  private let shelf = Mutex(Shelf())

  /// A buffer for `count` floats, their values unspecified: the smallest free one that fits without wasting half of it, else a new one.
  func buffer(_ count: Int) -> GraphBuffer {
    let wanted = count + Compute.slack
    let found = shelf.withLock { shelf -> SendableActivations? in
      var best: Int?
      for (i, candidate) in shelf.free.enumerated() where candidate.capacity >= wanted && candidate.capacity <= 2 * wanted + 1024 {
        if best == nil || candidate.capacity < shelf.free[best!].capacity { best = i }
      }
      return best.map { SendableActivations(activations: shelf.free.remove(at: $0)) }
    }
    return GraphBuffer(found?.activations ?? Activations(rows: 1, columns: wanted), workspace: self)
  }

  func takeBack(_ activations: Activations) {
    let moved = SendableActivations(activations: activations)
    shelf.withLock { $0.free.append(moved.activations) }
  }

  /// One that changes hands: who gives it away keeps nothing.
  private struct SendableActivations: @unchecked Sendable { let activations: Activations }
}
