/// Mean reciprocal rank and the shares of ranks up to 1, 3 and 10.
public struct RankingMetrics: Sendable, Equatable {
  public private(set) var count = 0
  private var reciprocals = 0.0, ranks = 0.0
  private var within = (one: 0, three: 0, ten: 0)

  public init() {}

  public mutating func add(rank: Double) {
    count += 1
    reciprocals += 1 / rank
    ranks += rank
    if rank <= 1 { within.one += 1 }
    if rank <= 3 { within.three += 1 }
    if rank <= 10 { within.ten += 1 }
  }

  public var meanReciprocalRank: Double { count == 0 ? 0 : reciprocals / Double(count) }
  public var meanRank: Double { count == 0 ? 0 : ranks / Double(count) }
  public var hitsAt1: Double { share(within.one) }
  public var hitsAt3: Double { share(within.three) }
  public var hitsAt10: Double { share(within.ten) }

  private func share(_ hits: Int) -> Double { count == 0 ? 0 : Double(hits) / Double(count) }

  public static func == (left: RankingMetrics, right: RankingMetrics) -> Bool {
    left.count == right.count && left.reciprocals == right.reciprocals && left.ranks == right.ranks && left.within == right.within
  }
}
