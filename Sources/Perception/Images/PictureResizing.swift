import Kernels
import Media

/// Pictures in other sizes, and as the numbers that graphs take.
enum PictureResizing {
  /// Where a row or column of the smaller or larger picture lies between two of the other.
  private struct Tap {
    var first, second: Int
    /// The second one's share, of 2048.
    var share: Int32
  }

  /// Bilinear, without smoothing when shrinking, as the readers of text were trained with.
  static func resized(_ image: PixelImage, width: Int, height: Int, compute: Compute) -> PixelImage {
    if width == image.width, height == image.height { return image }
    let columns = taps(from: image.width, to: width), rows = taps(from: image.height, to: height)
    let rgb = unsafe [UInt8](unsafeUninitializedCapacity: width * height * 3) { out, count in
      count = width * height * 3
      nonisolated(unsafe) let out = unsafe out
      unsafe image.rgb.withUnsafeBufferPointer { source in
        compute.forRuns(height, elementsEach: width * 24) { range in
          for y in range {
            let row = rows[y], stride = image.width * 3
            let above = unsafe source.baseAddress! + row.first * stride, below = unsafe source.baseAddress! + row.second * stride
            let to = unsafe out.baseAddress! + y * width * 3
            for (x, column) in columns.enumerated() {
              let left = column.first * 3, right = column.second * 3
              for c in 0..<3 {
                let top = unsafe Int32(above[left + c]) * (2048 - column.share) + Int32(above[right + c]) * column.share
                let bottom = unsafe Int32(below[left + c]) * (2048 - column.share) + Int32(below[right + c]) * column.share
                unsafe to[x * 3 + c] = UInt8((top * (2048 - row.share) + bottom * row.share + (1 << 21)) >> 22)
              }
            }
          }
        }
      }
    }
    return PixelImage(width: width, height: height, rgb: rgb)
  }

  /// Blue, green and red planes in -1 … 1, written into (3, height, `stride`) from `at` on; what is right of the picture stays.
  static func normalize(_ image: PixelImage, into planes: inout [Float], at start: Int, stride: Int) {
    let plane = image.height * stride
    unsafe planes.withUnsafeMutableBufferPointer { planes in
      unsafe image.rgb.withUnsafeBufferPointer { source in
        for c in 0..<3 {
          for y in 0..<image.height {
            let to = unsafe planes.baseAddress! + start + c * plane + y * stride
            let from = unsafe source.baseAddress! + y * image.width * 3 + 2 - c
            for x in 0..<image.width { unsafe to[x] = Float(from[x * 3]) * (2.0 / 255) - 1 }
          }
        }
      }
    }
  }

  private static func taps(from size: Int, to wanted: Int) -> [Tap] {
    let scale = Double(size) / Double(wanted)
    return (0..<wanted).map { i in
      let place = min(max((Double(i) + 0.5) * scale - 0.5, 0), Double(size - 1)), first = Int(place)
      return Tap(first: first, second: min(first + 1, size - 1), share: Int32(((place - Double(first)) * 2048).rounded()))
    }
  }
}
