import Kernels

/// How sure a mean is: means of samples drawn anew from themselves.
enum Bootstrap {
  /// The mean of the groups' means.
  static func mean(ofMeans groups: [[Double]]) -> Double {
    groups.reduce(0) { $0 + $1.reduce(0, +) / Double(max(1, $1.count)) } / Double(max(1, groups.count))
  }

  /// Between which values 95 of 100 of them lie, each group drawn anew from itself.
  static func interval(ofMeans groups: [[Double]], draws: Int = 1000, seed: UInt64 = 0) -> ClosedRange<Double> {
    var random = SeededGenerator(seed: seed)
    let means = (0..<draws).map { _ in
      mean(ofMeans: groups.map { group in group.map { _ in group[Int(random.next() % UInt64(group.count))] } })
    }.sorted()
    return means[draws * 25 / 1000]...means[draws * 975 / 1000]
  }
}
