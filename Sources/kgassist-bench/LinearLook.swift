import Fusion
import Glibc

/// A logistic classifier of what the evidence shows, its rows laid side by side: what the attention over them is measured against.
struct LinearLook {
  private var weights: [Double]
  private var means: [Double], deviations: [Double]
  private let shape: (sentence: Int, passage: Int)

  init(_ seen: [SeenQuestion]) {
    let full = SeenQuestion.fullest(seen).look
    shape = (full.sentences.first?.count ?? 1, full.passages.first?.count ?? 1)
    let shape = shape, rows = seen.map { Self.row($0.look, shape) }, count = Double(rows.count), width = rows[0].count
    let means = (0..<width).map { c in rows.reduce(0) { $0 + $1[c] } / count }
    let deviations = (0..<width).map { c in sqrt(rows.reduce(0) { $0 + ($1[c] - means[c]) * ($1[c] - means[c]) } / count) + 1e-3 }
    (self.means, self.deviations) = (means, deviations)
    weights = [Double](repeating: 0, count: width + 1)
    let scaled = rows.map { row in row.indices.map { (row[$0] - means[$0]) / deviations[$0] } }
    var speed = weights
    for _ in 0..<400 {
      var slope = weights.map { 3 * $0 / count }
      slope[width] = 0
      for (row, one) in zip(scaled, seen) {
        let fault = (Self.probability(weights, row) - (one.isRight ? 1 : 0)) / count
        for c in 0..<width { slope[c] += fault * row[c] }
        slope[width] += fault
      }
      for c in weights.indices {
        speed[c] = 0.9 * speed[c] - 0.1 * slope[c]
        weights[c] += speed[c]
      }
    }
  }

  func probability(_ seen: SeenQuestion) -> Double {
    let row = Self.row(seen.look, shape)
    return Self.probability(weights, row.indices.map { (row[$0] - means[$0]) / deviations[$0] })
  }

  private static func probability(_ weights: [Double], _ row: [Double]) -> Double {
    1 / (1 + exp(-zip(weights, row).reduce(weights[row.count]) { $0 + $1.0 * $1.1 }))
  }

  /// The question's numbers, and those of the two best sentences and of the best passage.
  private static func row(_ look: EvidenceLook, _ shape: (sentence: Int, passage: Int)) -> [Double] {
    func fitted(_ row: [Float]?, _ count: Int) -> [Double] { row.map { $0.map(Double.init) } ?? [Double](repeating: 0, count: count) }
    return look.question.map(Double.init) + fitted(look.sentences.first, shape.sentence) + fitted(look.sentences.dropFirst().first, shape.sentence)
      + fitted(look.passages.first, shape.passage)
  }
}
