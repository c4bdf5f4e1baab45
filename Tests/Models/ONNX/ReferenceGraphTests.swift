import Foundation
import Kernels
import Models
import TestFiles
import Testing
import Weights

/// What onnxruntime made of a graph, as `Tests/Reference/record_ocr_graphs.py` wrote it down.
private struct RecordedGraph: Decodable {
  var graph: String
  var input, output: [Int]
  var magnitude: Double
  var step: Int
  var elements: [Float]

  /// What the script gave the graph.
  var pixels: [Float] { graph.contains("det") ? strokes : patches }

  private var strokes: [Float] {
    (0..<input.reduce(1, *)).map { i in
      let x = i % input[3], y = i / input[3] % input[2]
      let isDark = (x / 3 * 7 + y / 4 * 13 + x / 3 * (y / 4) * 5) % 11 < 5
      return isDark && y / 14 % 3 == 1 && x >= 16 && x < input[3] - 16 ? -1 : 1
    }
  }

  private var patches: [Float] {
    let down = (input[2] + 7) / 8, across = (input[3] + 7) / 8
    var state: UInt32 = 12345
    let patches = (0..<input[0] * input[1] * down * across).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / Float(1 << 23) - 1
    }
    var out: [Float] = []
    for plane in 0..<input[0] * input[1] {
      for y in 0..<input[2] { for x in 0..<input[3] { out.append(patches[(plane * down + y / 8) * across + x / 8]) } }
    }
    return out
  }
}

/// The PP-OCR graphs against onnxruntime.
@Suite struct ReferenceGraphTests {
  private static let folder = TestFiles.models + "/PP-OCRv4/"

  @Test(arguments: InstructionSet.available)
  func graphsGiveWhatTheReferenceGives(_ level: InstructionSet) throws {
    let path = TestFiles.recording("ocr-graphs.json")
    let compute = Compute(pool: .shared, instructionSet: level)
    for recorded in try JSONDecoder().decode([RecordedGraph].self, from: Data(contentsOf: path)) {
      let graph = try ONNXGraph(file: ONNXFile(path: Self.folder + recorded.graph), compute: compute)
      let input = GraphTensor(shape: recorded.input, floats: recorded.pixels)
      // The second run goes through the first one's buffers.
      for _ in 0..<2 {
        let output = try #require(try graph.run([graph.inputs[0]: input])[graph.outputs[0]])
        #expect(output.shape == recorded.output)
        let values = output.floats
        let magnitude = values.reduce(0.0) { $0 + Double(abs($1)) }
        #expect(abs(magnitude - recorded.magnitude) <= 1e-3 * recorded.magnitude + 1e-5, "\(recorded.graph): \(magnitude) for \(recorded.magnitude)")
        for (i, wanted) in recorded.elements.enumerated() { #expect(abs(values[i * recorded.step] - wanted) < 1e-3, "\(recorded.graph)[\(i * recorded.step)]") }
      }
    }
  }

  @Test func runsAtTheSameTimeDoNotDisturbEachOther() async throws {
    let graph = try ONNXGraph(file: ONNXFile(path: Self.folder + "ch_ppocr_mobile_v2.0_cls_infer.onnx"), compute: .shared)
    @Sendable func output(_ seed: Int) throws -> [Float] {
      let pixels = (0..<3 * 48 * 192).map { Float(($0 * (seed + 7)) % 251) / 125 - 1 }
      return try graph.run([graph.inputs[0]: GraphTensor(shape: [1, 3, 48, 192], floats: pixels)])[graph.outputs[0]]!.floats
    }
    let alone = try (0..<6).map { try output($0) }
    try await withThrowingTaskGroup(of: (Int, [Float]).self) { group in
      for seed in 0..<6 { group.addTask { (seed, try output(seed)) } }
      for try await (seed, values) in group { #expect(values == alone[seed]) }
    }
  }

  @Test func inputsOfTheWrongShapeAreNamedWithTheirNode() throws {
    let graph = try ONNXGraph(file: ONNXFile(path: Self.folder + "ch_PP-OCRv4_det_infer.onnx"), compute: .shared)
    let error = #expect(throws: GraphError.self) { try graph.run(["x": GraphTensor(shape: [1, 4, 32, 32], floats: [Float](repeating: 0, count: 4096))]) }
    #expect(error?.node?.contains("Conv") == true && error?.description.contains("[1, 4, 32, 32]") == true)
    #expect(throws: GraphError.self) { try graph.run([:]) }
  }
}
