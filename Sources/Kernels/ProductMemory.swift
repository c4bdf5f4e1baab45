import Memory
import Synchronization

/// Memory that products pack their operands into, kept from one product to the next.
enum ProductMemory {
  /// Some memory for one task. Its contents are unspecified.
  final class Lent: Sendable {
    private let bytes: AlignedBuffer<UInt8>
    var count: Int { bytes.count }

    init(count: Int) { bytes = AlignedBuffer(count: count) }

    @unsafe func floats(at byte: Int = 0) -> UnsafeMutablePointer<Float> {
      unsafe UnsafeMutableRawPointer(bytes.pointer + byte).assumingMemoryBound(to: Float.self)
    }
    @unsafe func halves(at byte: Int = 0) -> UnsafeMutablePointer<UInt16> {
      unsafe UnsafeMutableRawPointer(bytes.pointer + byte).assumingMemoryBound(to: UInt16.self)
    }
  }

  /// As many as threads of several pools ask for at once; more are let go.
  private static let kept = 16
  private static let idle = Mutex<[Lent]>([])

  /// Calls `body` with at least `count` bytes, aligned to 64.
  static func lend<R>(_ count: Int, _ body: (Lent) -> R) -> R {
    let found = idle.withLock { idle in
      idle.firstIndex { $0.count >= count }.map { idle.remove(at: $0) }
    }
    let memory = found ?? Lent(count: count)
    defer {
      idle.withLock { idle in
        idle.append(memory)
        // The smallest goes: larger ones serve its purpose too.
        if idle.count > kept { idle.remove(at: idle.indices.min { idle[$0].count < idle[$1].count }!) }
      }
    }
    return body(memory)
  }
}
