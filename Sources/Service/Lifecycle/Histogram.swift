/// Times in buckets, as Prometheus counts them: each bucket holds everything up to its bound.
struct Histogram: Sendable, Equatable {
  let bounds: [Double]
  private(set) var counts: [Int]
  private(set) var sum = 0.0
  private(set) var count = 0

  init(bounds: [Double]) {
    self.bounds = bounds
    counts = [Int](repeating: 0, count: bounds.count)
  }

  mutating func add(_ value: Double) {
    count += 1
    sum += value
    for index in bounds.indices where value <= bounds[index] { counts[index] += 1 }
  }

  var mean: Double { count == 0 ? 0 : sum / Double(count) }
}
