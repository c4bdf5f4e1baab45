import Foundation
import Testing
import Weights

/// ONNX files made here byte by byte, whole and damaged.
@Suite struct ONNXFileTests {
  private func varint(_ value: UInt64) -> [UInt8] {
    var rest = value, out: [UInt8] = []
    repeat {
      out.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return out
  }
  private func field(_ number: Int, _ value: UInt64) -> [UInt8] { varint(UInt64(number << 3)) + varint(value) }
  private func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] { varint(UInt64(number << 3 | 2)) + varint(UInt64(bytes.count)) + bytes }
  private func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  private func tensor(_ name: String, _ shape: [UInt64], raw: [UInt8]) -> [UInt8] {
    shape.flatMap { field(1, $0) } + field(2, 1) + field(8, name) + field(9, raw)
  }

  private func model(constants: [[UInt8]] = []) -> [UInt8] {
    let node = field(1, "x") + field(1, "w") + field(2, "y") + field(3, "sum") + field(4, "Add")
    let graph = field(1, node) + constants.flatMap { field(5, $0) } + field(11, field(1, "x")) + field(12, field(1, "y"))
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13)) + field(14, field(1, "made") + field(2, "here"))
  }

  private let weights: [UInt8] = [0, 0, 128, 63, 0, 0, 0, 64]  // 1, 2

  @Test func aModelsNodesConstantsAndMetadataAreRead() throws {
    let file = try ONNXFile(bytes: model(constants: [tensor("w", [2], raw: weights)]), name: "made")
    #expect(file.operatorVersion == 13 && file.metadata == ["made": "here"] && file.inputs == ["x"] && file.outputs == ["y"])
    #expect(file.nodes.map(\.operation) == ["Add"] && file.nodes[0].inputs == ["x", "w"])
    #expect(file.floats(of: try #require(file.constants["w"])) == [1, 2])
  }

  @Test func aTensorWhoseBytesAreNotThoseOfItsShapeIsRefused() {
    for shape in [[3], [1 << 33, 1 << 33], [UInt64.max]] as [[UInt64]] {
      #expect(throws: WeightFileError.self) { try ONNXFile(bytes: model(constants: [tensor("w", shape, raw: weights)]), name: "made") }
    }
    let elsewhere = tensor("w", [2], raw: weights) + field(14, 1)
    let error = #expect(throws: WeightFileError.self) { try ONNXFile(bytes: model(constants: [elsewhere]), name: "made") }
    #expect(error?.description.contains("lies in another file") == true)
  }

  @Test func everyCutAndEveryChangedByteIsAnErrorOrAFileButNeverATrap() throws {
    let whole = model(constants: [tensor("w", [2], raw: weights)])
    for length in 0..<whole.count { _ = try? ONNXFile(bytes: Array(whole.prefix(length)), name: "cut") }
    for place in whole.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var damaged = whole
        damaged[place] ^= change
        if let file = try? ONNXFile(bytes: damaged, name: "damaged") { for tensor in file.constants.values { #expect(file.floats(of: tensor).count <= 2) } }
      }
    }
    #expect(throws: WeightFileError.self) { try ONNXFile(bytes: Array("GGUF and more".utf8), name: "other") }
  }
}
