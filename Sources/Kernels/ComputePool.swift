import CKernels

/// Threads that do arithmetic.
///
/// Tasks are claimed from an atomic counter and the calling thread works too, so a thread that the machine takes
/// away delays only the task it holds. Idle threads spin for some tens of microseconds, then sleep.
public final class ComputePool: Sendable {
  /// Threads that work during a run, the caller counted.
  public let threadCount: Int

  private let address: Int  // of the C pool: a number, so that the class is Sendable by itself

  /// Starts the threads.
  ///
  /// - Parameter threads: how many, the caller counted; by default as many as CPU affinity and the cgroup's CPU
  ///   quota allow.
  public init(threads: Int? = nil) {
    let wanted = threads.map { Int32(clamping: $0) } ?? kg_pool_allowed_threads()
    guard let pool = unsafe kg_pool_create(wanted) else { fatalError("out of memory: the pool of compute threads") }
    address = Int(bitPattern: pool)
    threadCount = unsafe Int(kg_pool_threads(pool))
  }

  deinit { unsafe kg_pool_destroy(OpaquePointer(bitPattern: address)) }

  /// Calls `body` once for each of 0 ..< `tasks`, on several threads, and returns when all calls have returned.
  ///
  /// A call from inside a task runs on that thread alone, and so does a call made while another thread's run holds
  /// the pool. `body` must be safe to call from several threads at once.
  public func run(_ tasks: Int, _ body: (Int) -> Void) {
    if tasks <= 1 || threadCount == 1 {
      for task in 0..<max(tasks, 0) { body(task) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var body = body
      unsafe withUnsafeMutablePointer(to: &body) { context in
        unsafe kg_pool_run(
          OpaquePointer(bitPattern: address), tasks,
          { context, task in
            unsafe context!.assumingMemoryBound(to: ((Int) -> Void).self).pointee(task)
          }, context)
      }
    }
  }

  /// A pool of the calling thread alone.
  public static let single = ComputePool(threads: 1)

  /// One pool for the process, made at first use.
  public static let shared = ComputePool()
}
