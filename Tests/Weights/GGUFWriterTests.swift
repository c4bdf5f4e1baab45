import Foundation
import Testing
import Weights

@Suite struct GGUFWriterTests {
  private func place() -> String { FileManager.default.temporaryDirectory.appending(path: "written-\(UUID().uuidString).gguf").path }

  /// Numbers of many sizes, some rows alike throughout, one of zeros.
  private func rows(_ count: Int, _ columns: Int) -> [[Float]] {
    var state: UInt32 = 5
    return (0..<count).map { row in
      (0..<columns).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return row == 0 ? 0 : row == 1 ? 0.75 : (Float(state >> 8) / Float(1 << 24) - 0.5) * Float(row)
      }
    }
  }

  @Test func settingsAndTensorsAreReadAsTheyWereWritten() throws {
    var writer = GGUFWriter()
    writer.set("general.architecture", .string("llama"))
    writer.set("llama.block_count", .uint32(9))
    writer.set("llama.block_count", .uint32(2))
    writer.set("llama.epsilon", .float32(0.5))
    writer.set("tokenizer.flag", .boolean(true))
    writer.set("tokenizer.tokens", .strings(["a", "Ġé", ""]))
    writer.set("tokenizer.types", .int32s([1, -3]))
    let vector = rows(3, 5)[2], matrix = rows(4, 7), path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    writer.add("vector", type: .f32, shape: [5]) { _ in vector }
    writer.add("matrix", type: .f16, shape: [4, 7]) { matrix[$0] }
    try writer.write(to: path)
    #expect(try Data(contentsOf: URL(filePath: path)).count == writer.byteCount && writer.byteCount % 32 == 0)
    let file = try GGUFFile(path: path)
    #expect(file.version == 3 && file.metadata.count == 6 && Array(file.tensors.keys).sorted() == ["matrix", "vector"])
    #expect(file.metadata["llama.block_count"] == .integer(2) && file.metadata["llama.epsilon"] == .number(0.5))
    #expect(file.metadata["tokenizer.flag"] == .boolean(true) && file.metadata["tokenizer.tokens"] == .strings(["a", "Ġé", ""]))
    #expect(file.metadata["tokenizer.types"] == .integers([1, -3]))
    let found = try file.tensor("vector")
    #expect(found.shape == [5] && found.range.lowerBound % 32 == 0)
    let bytes = file.bytes(of: found)
    #expect((0..<5).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) } == vector)
    let halves = file.bytes(of: try file.tensor("matrix"))
    #expect((0..<28).map { halves.loadUnaligned(fromByteOffset: 2 * $0, as: Float16.self) } == matrix.joined().map { Float16($0) })

    // What another writer made of it keeps every value and its kind.
    var copy = GGUFWriter()
    copy.set("general.alignment", .uint32(32))
    copy.copySettings(of: file)
    let again = place()
    defer { try? FileManager.default.removeItem(atPath: again) }
    copy.add("vector", type: .f32, shape: [5]) { _ in vector }
    try copy.write(to: again)
    var metadata = try GGUFFile(path: again).metadata
    #expect(metadata.removeValue(forKey: "general.alignment") == .integer(32) && metadata == file.metadata)
  }

  /// Relative to the largest magnitude of a block.
  private static let tolerances: [(TensorType, Float)] = [
    (.q8_0, 0.00394), (.q4_0, 0.125), (.q4_1, 0.0667), (.bf16, 0.0040), (.f16, 0.0005), (.f32, 0),
  ]

  @Test(arguments: tolerances) func numbersAreWithinTheTypesTolerance(type: TensorType, tolerance: Float) throws {
    let values = rows(6, 64), path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = GGUFWriter()
    writer.add("m", type: type, shape: [6, 64]) { values[$0] }
    try writer.write(to: path)
    let file = try GGUFFile(path: path), bytes = file.bytes(of: try file.tensor("m"))
    func half(_ at: Int) -> Float { Float(bytes.loadUnaligned(fromByteOffset: at, as: Float16.self)) }
    func nibble(_ at: Int, _ i: Int) -> Float { Float(i < 16 ? bytes[at + i] & 15 : bytes[at + i - 16] >> 4) }
    for row in 0..<6 {
      for column in 0..<64 {
        let element = 64 * row + column, block = element / 32, i = element % 32
        let found: Float =
          switch type {
          case .q8_0: half(34 * block) * Float(Int8(bitPattern: bytes[34 * block + 2 + i]))
          case .q4_0: half(18 * block) * (nibble(18 * block + 2, i) - 8)
          case .q4_1: half(20 * block) * nibble(20 * block + 4, i) + half(20 * block + 2)
          case .bf16: Float(bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: 2 * element, as: UInt16.self)) << 16)
          case .f16: half(2 * element)
          default: bytes.loadUnaligned(fromByteOffset: 4 * element, as: Float.self)
          }
        let first = 32 * (column / 32), largest = values[row][first..<first + 32].reduce(Float(0)) { max($0, abs($1)) }
        // And the float16 scale's own rounding.
        let allowed = tolerance == 0 ? 0 : (1.01 * tolerance + 0.001) * largest
        let error = abs(found - values[row][column])
        #expect(error <= allowed, "\(row), \(column)")
      }
    }
  }

  @Test func whatATypeCannotHoldIsRefusedAndTheOlderFileStays() throws {
    let path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("older".utf8).write(to: URL(filePath: path))
    let impossible: [(TensorType, Float)] = [(.f16, 70_000), (.q8_0, .infinity), (.q4_0, 1e30), (.q4_1, .nan), (.bf16, .nan)]
    for (type, value) in impossible {
      var writer = GGUFWriter()
      writer.add("m", type: type, shape: [1, 32]) { _ in (0..<32).map { $0 == 20 ? value : 1 } }
      let error = try #require(throws: WeightFileError.self) { try writer.write(to: path) }
      #expect(error.kind == .malformed && error.problem.contains("row 0 of m"))
    }
    var tiny = GGUFWriter()
    tiny.add("m", type: .q8_0, shape: [32]) { _ in Array(repeating: Float(bitPattern: 700), count: 32) }
    #expect(throws: WeightFileError.self) { try tiny.write(to: path + "/x") }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("older".utf8))
    try tiny.write(to: path)
    #expect(try GGUFFile(path: path).tensors.count == 1)
  }
}
