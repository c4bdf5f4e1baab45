public import Kernels
public import Media
import Models

/// Turns pictures that were read into features: lines by the text encoder, the whole by EfficientNet-Lite0.
public final class PictureEncoder: Sendable {
  private let visual: EfficientNetLite
  private let text: TextEncoder
  private let compute: Compute

  /// - Parameter weights: EfficientNet-Lite0's, as safetensors.
  public init(weights: String, text: TextEncoder, compute: Compute) throws {
    visual = try EfficientNetLite(path: weights, compute: compute)
    self.text = text
    self.compute = compute
  }

  /// Features of a picture and what was read in it.
  ///
  /// - Parameters:
  ///   - page: as ``ImageTextReader/look(at:splitter:)`` gives it, and so is `map`.
  /// - Throws: `CancellationError` when the task is cancelled.
  public func features(of image: PixelImage, page: PageText, map: TextFeatureMap) throws -> PictureFeatures {
    let seen = visual.features(Self.shrunk(image)), vectors = try text.encode(page.lines.map(\.text))
    let lines = zip(page.lines, vectors).map { line, vector in
      let shares = [line.box.left / Double(page.width), line.box.top / Double(page.height), line.box.right / Double(page.width), line.box.bottom / Double(page.height)]
      return PictureFeatures.Line(vector: vector, box: shares.map { Float($0.clamped(to: 0...1)) }, visual: map.pooled(in: line.box))
    }
    return PictureFeatures(kind: page.kind ?? PictureKind(of: image, page: page), lines: lines, grid: seen.grid, pooled: seen.pooled)
  }

  /// (224, 224, 3): each pixel the mean of those it stands for, the whole picture pressed into a square.
  static func shrunk(_ image: PixelImage) -> [Float] {
    let side = EfficientNetLite.side
    var out = [Float](repeating: 0, count: side * side * 3)
    for y in 0..<side {
      let top = y * image.height / side, bottom = max(top + 1, (y + 1) * image.height / side)
      for x in 0..<side {
        let left = x * image.width / side, right = max(left + 1, (x + 1) * image.width / side)
        var sums = (0, 0, 0)
        for row in top..<min(bottom, image.height) {
          for column in left..<min(right, image.width) {
            let at = (row * image.width + column) * 3
            sums = (sums.0 + Int(image.rgb[at]), sums.1 + Int(image.rgb[at + 1]), sums.2 + Int(image.rgb[at + 2]))
          }
        }
        let count = Float(max(1, (min(bottom, image.height) - top) * (min(right, image.width) - left))), to = (y * side + x) * 3
        (out[to], out[to + 1], out[to + 2]) = (Float(sums.0) / count, Float(sums.1) / count, Float(sums.2) / count)
      }
    }
    return out
  }
}
