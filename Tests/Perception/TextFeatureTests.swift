import Foundation
import Kernels
import Media
import Perception
import TestFiles
import Testing

/// What the detector of text sees in a line, beside the same graph run by onnxruntime.
@Suite struct TextFeatureTests {
  private struct Recorded: Decodable {
    struct Line: Decodable {
      var box: [[Double]]
      var cells: Int
      var vector: [Float]
    }
    var page: String
    var lines: [Line]
  }

  @Test func aLinesVisualFeaturesAreThoseOfTheReference() async throws {
    let recorded = try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: TestFiles.recording("text-features.json")))
    let image = try await ImageReader().images(of: [UInt8](Data(contentsOf: TestFiles.recording("pages/\(recorded.page).png"))))[0]
    let map = try ImageTextReader(folder: TestFiles.models + "/PP-OCRv4", compute: .shared).look(at: image).features
    var worst: Float = 0, size: Float = 0
    #expect(recorded.lines.count == 6)
    for line in recorded.lines {
      let corners = line.box.map { PicturePoint(x: $0[0], y: $0[1]) }
      let found = map.pooled(in: Quadrilateral(topLeft: corners[0], topRight: corners[1], bottomRight: corners[2], bottomLeft: corners[3]))
      try #require(found.count == line.vector.count && line.cells > 100)
      worst = max(worst, zip(found, line.vector).map { abs($0 - $1) }.max()!)
      size = max(size, line.vector.map(abs).max()!)
    }
    print("a line's visual features: at most \(worst) from onnxruntime's, the largest being \(size)")
    #expect(worst < 2e-3 * size)
  }
}
