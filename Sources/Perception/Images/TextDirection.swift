import Kernels
import Media
import Models
import Weights

/// Tells lines that stand upside down, by PP-OCR's classifier of directions.
struct TextDirection: Sendable {
  private let graph: ONNXGraph
  private let compute: Compute
  private static let width = 192, height = 48, batch = 6
  /// How sure the classifier must be before a line is turned.
  private static let threshold: Float = 0.9

  init(path: String, compute: Compute) throws {
    graph = try ONNXGraph(file: ONNXFile(path: path), compute: compute)
    self.compute = compute
  }

  /// Whether each of the lines stands upside down.
  func areUpsideDown(_ lines: [PixelImage]) throws -> [Bool] {
    var out: [Bool] = []
    for from in stride(from: 0, to: lines.count, by: Self.batch) {
      let part = lines[from..<min(from + Self.batch, lines.count)], each = 3 * Self.height * Self.width
      var planes = [Float](repeating: 0, count: part.count * each)
      for (i, line) in part.enumerated() {
        let width = min(Self.width, Int((Double(Self.height) * Double(line.width) / Double(line.height)).rounded(.up)))
        let resized = PictureResizing.resized(line, width: max(1, width), height: Self.height, compute: compute)
        PictureResizing.normalize(resized, into: &planes, at: i * each, stride: Self.width)
      }
      let input = GraphTensor(shape: [part.count, 3, Self.height, Self.width], floats: planes)
      let output = try graph.run(input)
      guard output.shape == [part.count, 2] else {
        throw ImageTextError.wrongModel("the classifier of directions does not give two numbers a line")
      }
      let values = output.floats
      for i in part.indices.map({ $0 - from }) { out.append(values[2 * i + 1] > values[2 * i] && values[2 * i + 1] > Self.threshold) }
    }
    return out
  }
}
