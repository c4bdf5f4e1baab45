import Foundation
import Kernels
import Models
import TestFiles
import Testing

/// EfficientNet-Lite0 against PyTorch, as `Tests/Reference/record_efficientnet.py` wrote it down.
@Suite struct EfficientNetTests {
  private struct Recorded: Decodable { var grid, pooled, logits: [Float] }

  private static let weights = TestFiles.models + "/efficientnet-lite0/model.safetensors"

  @Test(arguments: InstructionSet.available)
  func featuresAreThoseOfTheReference(_ level: InstructionSet) throws {
    let path = TestFiles.recording("efficientnet.json")
    let recorded = try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: path))
    let model = try EfficientNetLite(path: Self.weights, compute: Compute(pool: .shared, instructionSet: level))
    let side = EfficientNetLite.side
    let pixels = (0..<side * side * 3).map { i -> Float in
      let c = i % 3, x = i / 3 % side, y = i / 3 / side
      return Float((x * (c + 1) + y * 2 + (x / 16) * (y / 16) * 11) % 256)
    }
    let features = model.features(pixels)
    #expect(features.grid.count == 7 * 7 * 320 && features.pooled.count == 1280 && features.logits.count == 1000)
    for (i, wanted) in recorded.grid.enumerated() { #expect(abs(features.grid[i * 31] - wanted) < 1e-3, "grid \(i * 31)") }
    for (i, wanted) in recorded.pooled.enumerated() { #expect(abs(features.pooled[i * 5] - wanted) < 1e-3, "pooled \(i * 5)") }
    for (i, wanted) in recorded.logits.enumerated() { #expect(abs(features.logits[i * 10] - wanted) < 1e-3, "logits \(i * 10)") }
  }
}
