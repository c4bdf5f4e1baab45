import Drawing
import GraphEmbedding

/// How a training went: the rank of held-out triples over the epochs, and the loss brought to the same scale.
struct LearningCurve {
  private let embeddings: GraphEmbeddings

  init(_ embeddings: GraphEmbeddings) { self.embeddings = embeddings }

  func svg() -> String {
    let points = embeddings.record.points
    let validation = points.compactMap { point in point.validation.map { Point(Double(point.epoch), $0) } }
    // The loss has a unit of its own: as a share of what it was at first it fits the same axis.
    let first = points.first?.loss ?? 1
    let loss = points.map { Point(Double($0.epoch), first > 0 ? $0.loss / first : 0) }
    let best = embeddings.record.bestEpoch
    return LineChart(
      title: "\(embeddings.settings.model.rawValue), rank \(embeddings.settings.rank): best after epoch \(best)", xLabel: "epoch", yLabel: "MRR; loss",
      series: [
        LineChart.Series("mean reciprocal rank on validation", validation), LineChart.Series("loss, of the first epoch's", loss),
      ]
    ).svg()
  }
}
