import Foundation
import Kernels
import Synchronization
import Testing

@Suite struct PoolTests {
  @Test func everyTaskRunsExactlyOnceHoweverOftenThePoolIsUsed() {
    let pool = ComputePool(threads: 4)
    let counts = (0..<257).map { _ in Counter() }
    for tasks in [0, 1, 2, 3, 17, 257] {
      for _ in 0..<300 { pool.run(tasks) { counts[$0].increment() } }
    }
    #expect(counts[0].value == 5 * 300)
    #expect(counts[2].value == 3 * 300)
    #expect(counts[256].value == 300)
  }

  @Test func aRunFromInsideATaskIsDoneInline() {
    let pool = ComputePool(threads: 3)
    let count = Counter()
    pool.run(5) { _ in pool.run(7) { _ in count.increment() } }
    #expect(count.value == 35)
  }

  @Test func callersOnSeveralThreadsAllFinish() async {
    let pool = ComputePool(threads: 3)
    let count = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { for _ in 0..<200 { pool.run(9) { _ in count.increment() } } }
      }
    }
    #expect(count.value == 8 * 200 * 9)
  }

  @Test func sleepingWorkersWakeUp() {
    let pool = ComputePool(threads: 2)
    let count = Counter()
    for _ in 0..<5 {
      Thread.sleep(forTimeInterval: 0.02)  // longer than workers spin
      pool.run(64) { _ in count.increment() }
    }
    #expect(count.value == 320)
  }

  @Test func poolsComeAndGo() {
    for threads in 1...5 {
      for _ in 0..<20 { ComputePool(threads: threads).run(3) { _ in } }
    }
    #expect(ComputePool.shared.threadCount >= 1)
    #expect(ComputePool.shared.threadCount <= ProcessInfo.processInfo.processorCount)
  }

  private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func increment() { count.add(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .sequentiallyConsistent) }
  }
}
