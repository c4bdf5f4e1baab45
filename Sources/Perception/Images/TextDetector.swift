import Kernels
import Media
import Models
import Weights

/// Finds lines of text in a picture, by PP-OCR's detector.
struct TextDetector: Sendable {
  private let graph: ONNXGraph
  private let compute: Compute
  /// The value that the detector's head reads: the map that joins all its scales.
  private let features: String?

  /// The shorter side that the detector gets at least, in pixels.
  private static let shortSide = 736

  init(path: String, compute: Compute) throws {
    let file = try ONNXFile(path: path)
    features = file.nodes.last { $0.operation == "Concat" }?.outputs.first
    graph = try ONNXGraph(file: file, inner: features.map { [$0] } ?? [], compute: compute)
    self.compute = compute
  }

  /// Boxes of lines in `image`, from the top down, on one height from left to right; corners on whole pixels inside the picture.
  func boxes(in image: PixelImage) throws -> [Quadrilateral] { try look(at: image, withFeatures: false).boxes }

  /// The same, with the detector's last map of features where it is wanted.
  func look(at image: PixelImage, withFeatures: Bool) throws -> (boxes: [Quadrilateral], features: TextFeatureMap?) {
    let shorter = min(image.width, image.height), ratio = shorter < Self.shortSide ? Double(Self.shortSide) / Double(shorter) : 1
    func side(_ length: Int) -> Int { max(32, Int((Double(Int(Double(length) * ratio)) / 32).rounded(.toNearestOrEven)) * 32) }
    let width = side(image.width), height = side(image.height)
    let resized = PictureResizing.resized(image, width: width, height: height, compute: compute)
    var planes = [Float](repeating: 0, count: 3 * width * height)
    PictureResizing.normalize(resized, into: &planes, at: 0, stride: width)
    guard graph.inputs.count == 1, graph.outputs.count == 1 else { throw ImageTextError.wrongModel("the detector takes one picture and gives one map") }
    let wanted = withFeatures ? features : nil
    let values = try graph.run([graph.inputs[0]: GraphTensor(shape: [1, 3, height, width], floats: planes)], wanted: graph.outputs + (wanted.map { [$0] } ?? []))
    guard let output = values[graph.outputs[0]], output.shape == [1, 1, height, width]
    else { throw ImageTextError.wrongModel("the detector's output has another shape than the picture") }
    let map = DetectionMap(width: width, height: height, probabilities: output.floats)
    let boxes = map.boxes().compactMap { box -> Quadrilateral? in
      let placed = box.mapped { point in
        PicturePoint(
          x: (point.x / Double(width) * Double(image.width)).rounded(.toNearestOrEven).clamped(to: 0...Double(image.width - 1)),
          y: (point.y / Double(height) * Double(image.height)).rounded(.toNearestOrEven).clamped(to: 0...Double(image.height - 1)))
      }
      let ordered = Quadrilateral(around: placed.corners)
      let isLine = ordered.topLeft.distance(to: ordered.topRight) >= 4 && ordered.topLeft.distance(to: ordered.bottomLeft) >= 4
      return isLine ? ordered : nil
    }
    let featureMap = try wanted.flatMap { values[$0] }.map { tensor in
      guard tensor.shape.count == 4, tensor.shape[0] == 1 else { throw ImageTextError.wrongModel("the detector's features have the shape \(tensor.shape)") }
      return TextFeatureMap(channels: tensor.shape[1], height: tensor.shape[2], width: tensor.shape[3], values: tensor.floats)
    }
    return (Self.sorted(boxes), featureMap)
  }

  /// By height, then from left to right where heights differ by less than ten pixels.
  private static func sorted(_ boxes: [Quadrilateral]) -> [Quadrilateral] {
    var out = boxes.sorted { ($0.topLeft.y, $0.topLeft.x) < ($1.topLeft.y, $1.topLeft.x) }
    for i in out.indices.dropLast() {
      for j in stride(from: i, through: 0, by: -1) {
        guard abs(out[j + 1].topLeft.y - out[j].topLeft.y) < 10, out[j + 1].topLeft.x < out[j].topLeft.x else { break }
        out.swapAt(j, j + 1)
      }
    }
    return out
  }
}

extension Double {
  func clamped(to range: ClosedRange<Double>) -> Double { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
