/// The best few of many scored rows, in a heap with the worst on top.
struct BestRows {
  private var heap: [(score: Float, passage: Int64)] = []
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    heap.reserveCapacity(capacity + 1)
  }

  /// A row must be better than this to matter.
  var threshold: Float { heap.count < capacity ? -.infinity : heap[0].score }

  mutating func add(_ passage: Int64, _ score: Float) {
    if heap.count == capacity {
      heap[0] = (score, passage)
      var parent = 0
      while true {
        var child = 2 * parent + 1
        guard child < heap.count else { return }
        if child + 1 < heap.count, heap[child + 1].score < heap[child].score { child += 1 }
        guard heap[child].score < heap[parent].score else { return }
        heap.swapAt(child, parent)
        parent = child
      }
    }
    heap.append((score, passage))
    var child = heap.count - 1
    while child > 0, heap[child].score < heap[(child - 1) / 2].score {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// The passages, best first, each once.
  func sorted() -> [PassageID] {
    var seen: Set<Int64> = []
    return heap.sorted { ($1.score, $0.passage) < ($0.score, $1.passage) }.filter { seen.insert($0.passage).inserted }
      .map { PassageID(rawValue: $0.passage) }
  }
}
