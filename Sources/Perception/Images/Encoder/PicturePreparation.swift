import Foundation
import Glibc
import Media

/// How a picture becomes what an encoder takes: its shorter side scaled, the middle cut out, colours normalised.
///
/// Source: `preprocessor_config.json` as Hugging Face's image processors write it; the scaling is Pillow's bicubic, which they use.
struct PicturePreparation: Sendable {
  var width = 224, height = 224
  private var shorter: Int?
  private var mean: [Float] = [0.481_454_66, 0.457_827_5, 0.408_210_73]
  private var deviation: [Float] = [0.268_629_54, 0.261_302_58, 0.275_777_11]

  private struct File: Decodable {
    /// One number, or sides by name.
    struct Size: Decodable {
      var sides: [String: Int] = [:]

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(Int.self) { sides = ["shortest_edge": one] } else { sides = try container.decode([String: Int].self) }
      }
    }
    var size: Size?
    var crop_size: Size?
    var do_center_crop: Bool?
    var image_mean: [Float]?
    var image_std: [Float]?
  }

  /// - Throws: ``ImageEncoderError`` where there is a file that makes no sense.
  init(folder: String) throws(ImageEncoderError) {
    let path = folder + "/preprocessor_config.json"
    guard let data = FileManager.default.contents(atPath: path) else { return }
    guard data.count < 1 << 20, let file = try? JSONDecoder().decode(File.self, from: data) else {
      throw ImageEncoderError(path, "cannot be understood; put the encoder's own there, or remove it")
    }
    if let mean = file.image_mean, let deviation = file.image_std {
      guard mean.count == 3, deviation.count == 3, deviation.allSatisfy({ $0 > 0 && $0.isFinite }), mean.allSatisfy(\.isFinite) else {
        throw ImageEncoderError(path, "has an image_mean or image_std that are no three numbers; put the encoder's own there, or remove it")
      }
      (self.mean, self.deviation) = (mean, deviation)
    }
    shorter = file.size?.sides["shortest_edge"]
    let crop = file.do_center_crop == false ? file.size : file.crop_size ?? file.size
    if let sides = crop?.sides {
      width = sides["width"] ?? sides["shortest_edge"] ?? width
      height = sides["height"] ?? sides["shortest_edge"] ?? height
    }
  }

  /// (3, height, width): red, green, blue.
  func planes(of image: PixelImage) -> [Float] {
    let shorter = max(self.shorter ?? max(width, height), width, height), smaller = min(image.width, image.height)
    let wide = shorter * image.width / smaller, high = shorter * image.height / smaller
    let left = (wide - width) / 2, top = (high - height) / 2
    // Only what is cut out is computed.
    let columns = Self.taps(from: image.width, to: wide, range: left..<left + width), rows = Self.taps(from: image.height, to: high, range: top..<top + height)
    var planes = [Float](repeating: 0, count: 3 * width * height)
    let from = rows.map(\.first).min() ?? 0, to = rows.map { $0.first + $0.weights.count }.max() ?? 0
    var between = [Float](repeating: 0, count: (to - from) * width * 3)
    for y in from..<to {
      for (x, tap) in columns.enumerated() {
        var sum = SIMD3<Float>.zero
        for (i, weight) in tap.weights.enumerated() {
          let at = (y * image.width + tap.first + i) * 3
          sum += weight * SIMD3(Float(image.rgb[at]), Float(image.rgb[at + 1]), Float(image.rgb[at + 2]))
        }
        // Whole values between the two passes, as Pillow has them.
        for c in 0..<3 { between[((y - from) * width + x) * 3 + c] = min(max(sum[c].rounded(), 0), 255) }
      }
    }
    for (y, tap) in rows.enumerated() {
      for x in 0..<width {
        var sum = SIMD3<Float>.zero
        for (i, weight) in tap.weights.enumerated() {
          let at = ((tap.first + i - from) * width + x) * 3
          sum += weight * SIMD3(between[at], between[at + 1], between[at + 2])
        }
        for c in 0..<3 { planes[(c * height + y) * width + x] = (min(max(sum[c].rounded(), 0), 255) / 255 - mean[c]) / deviation[c] }
      }
    }
    return planes
  }

  private struct Tap {
    var first: Int
    var weights: [Float]
  }

  /// Cubic with a = -½, widened where the picture shrinks.
  private static func taps(from size: Int, to wanted: Int, range: Range<Int>) -> [Tap] {
    let scale = Double(size) / Double(wanted), wide = max(scale, 1), support = 2 * wide
    func cubic(_ t: Double) -> Double {
      let x = abs(t), a = -0.5
      return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
    }
    return range.map { i in
      let middle = (Double(i) + 0.5) * scale
      let first = max(0, Int(middle - support + 0.5)), last = min(size, Int(middle + support + 0.5))
      let weights = (first..<max(last, first + 1)).map { cubic((Double($0) - middle + 0.5) / wide) }, total = weights.reduce(0, +)
      return Tap(first: first, weights: weights.map { Float(total == 0 ? 1 / Double(weights.count) : $0 / total) })
    }
  }
}
