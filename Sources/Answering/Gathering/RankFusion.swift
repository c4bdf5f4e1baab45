/// Reciprocal rank fusion: each list gives its k-th item weight / (constant + k), and the sums rank.
///
/// Source: Cormack, Clarke and Büttcher 2009; scores of different searches are never compared, only their ranks.
public enum RankFusion {
  /// - Returns: every item of any list with its sum, best first; ties in the order of first appearance.
  public static func fuse<Item: Hashable>(
    _ lists: [(items: [Item], weight: Double)], constant: Double = 60
  ) -> [(item: Item, score: Double)] {
    var sums: [Item: (score: Double, seen: Int)] = [:]
    for list in lists {
      for (rank, item) in list.items.enumerated() {
        let added = list.weight / (constant + Double(rank + 1))
        let known = sums[item] ?? (0, sums.count)
        sums[item] = (known.score + added, known.seen)
      }
    }
    return sums.map { ($0.key, $0.value.score, $0.value.seen) }
      .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.2 < $1.2 }
      .map { ($0.0, $0.1) }
  }
}
