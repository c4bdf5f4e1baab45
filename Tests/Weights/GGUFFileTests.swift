import Testing
import Weights

@Suite struct GGUFFileTests {
  /// Opens a file of these bytes and tells the kind of the fault.
  private func fault(_ bytes: [UInt8]) -> WeightFileError.Kind? {
    let file = TemporaryFile(bytes)
    do throws(WeightFileError) { _ = try GGUFFile(path: file.path); return nil } catch {
      #expect(error.description.contains(file.path))
      return error.kind
    }
  }

  private func small() -> GGUFBuilder {
    var file = GGUFBuilder(tensors: 2, keys: 3)
    file.key("general.architecture", type: 8)
    file.append("llama")
    file.key("llama.block_count", type: 4)
    file.append(UInt32(12))
    file.key("tokens", type: 9)
    file.append(UInt32(8))
    file.append(UInt64(2))
    file.append("a")
    file.append("bc")
    file.tensor("w", shape: [64, 3], type: 8, offset: 0)
    file.tensor("b", shape: [4], type: 0, offset: 224)
    return file
  }

  @Test func aWholeFileGivesItsSettingsAndTensors() throws {
    var builder = small()
    builder.data(240)
    let file = TemporaryFile(builder.bytes)
    let gguf = try GGUFFile(path: file.path)
    #expect(gguf.version == 3)
    #expect(gguf.string("general.architecture") == "llama")
    #expect(try gguf.integer("llama.block_count", in: 1...100) == 12)
    #expect(try gguf.strings("tokens") == ["a", "bc"])
    let weight = try gguf.tensor("w")
    #expect(weight.shape == [3, 64] && weight.type == .q8_0 && weight.range.count == 3 * 2 * 34)
    let bias = try gguf.tensor("b")
    #expect(bias.range.count == 16 && bias.range.lowerBound == weight.range.lowerBound + 224)
    #expect(Array(gguf.bytes(of: bias)) == (224..<240).map { UInt8($0) })
  }

  @Test func aFileCutAnywhereIsRefused() throws {
    var builder = small()
    builder.data(240)
    for length in stride(from: 0, to: builder.bytes.count, by: 3) {
      let kind = fault(Array(builder.bytes.prefix(length)))
      #expect(kind != nil, "\(length) of \(builder.bytes.count) bytes were accepted")
    }
  }

  @Test func anotherFormatIsNamed() {
    #expect(fault(Array("PK\u{3}\u{4} this is a zip".utf8)) == .wrongFormat)
    #expect(fault(GGUFBuilder(version: 1, tensors: 0, keys: 0).bytes) == .wrongFormat)
    #expect(fault([]) == .truncated || fault([]) == .wrongFormat)
  }

  @Test(arguments: [UInt64.max, 1 << 62, 1 << 40, 1000]) func hugeCountsAreRefusedBeforeAnythingIsAllocated(_ count: UInt64) {
    #expect(fault(GGUFBuilder(tensors: count, keys: 0).bytes) == .truncated)
    #expect(fault(GGUFBuilder(tensors: 0, keys: count).bytes) == .truncated)
    var text = GGUFBuilder(tensors: 0, keys: 1)
    text.append("general.name", claimedLength: count)
    #expect(fault(text.bytes) == .truncated)
    var array = GGUFBuilder(tensors: 0, keys: 1)
    array.key("tokens", type: 9)
    array.append(UInt32(8))
    array.append(count)
    #expect(fault(array.bytes) == .truncated)
  }

  @Test func nestedArraysAndUnknownTypesAreRefused() {
    var nested = GGUFBuilder(tensors: 0, keys: 1)
    nested.key("x", type: 9)
    nested.append(UInt32(9))
    nested.append(UInt64(1))
    nested.bytes += [UInt8](repeating: 0, count: 64)
    #expect(fault(nested.bytes) == .malformed)
    var unknown = GGUFBuilder(tensors: 0, keys: 1)
    unknown.key("x", type: 77)
    unknown.bytes += [UInt8](repeating: 0, count: 64)
    #expect(fault(unknown.bytes) == .malformed)
  }

  @Test func tensorsMustLieInsideTheFile() {
    func with(_ shape: [UInt64], type: UInt32 = 0, offset: UInt64 = 0) -> WeightFileError.Kind? {
      var builder = GGUFBuilder(tensors: 1, keys: 0)
      builder.tensor("w", shape: shape, type: type, offset: offset)
      builder.data(64)
      return fault(builder.bytes)
    }
    #expect(with([16]) == nil)
    #expect(with([17]) == .truncated)
    #expect(with([16], offset: 32) == .truncated)
    #expect(with([16], offset: 3) == .malformed)
    #expect(with([16], offset: UInt64.max - 31) == .truncated)
    #expect(with([1 << 39, 1 << 39, 4]) == .malformed)
    #expect(with([0]) == .malformed)
    #expect(with([8], type: 8) == .malformed, "a row of 8 is no whole block of 32")
    #expect(with([16], type: 99) == .malformed)
    #expect(with([1, 1, 1, 1, 1]) == .malformed)
  }

  @Test func twoTensorsOfOneNameAreRefused() {
    var builder = GGUFBuilder(tensors: 2, keys: 0)
    builder.tensor("w", shape: [4], type: 0, offset: 0)
    builder.tensor("w", shape: [4], type: 0, offset: 32)
    builder.data(64)
    #expect(fault(builder.bytes) == .malformed)
  }

  @Test func settingsOutsideTheirRangeAreRefused() throws {
    var builder = small()
    builder.data(240)
    let file = TemporaryFile(builder.bytes)
    let gguf = try GGUFFile(path: file.path)
    #expect(throws: WeightFileError.self) { try gguf.integer("llama.block_count", in: 1...8) }
    #expect(throws: WeightFileError.self) { try gguf.integer("general.architecture", in: 1...8) }
    #expect(throws: WeightFileError.self) { try gguf.tensor("none") }
    #expect(try gguf.integerIfPresent("none", in: 0...1) == nil)
  }

  @Test func randomBytesBehindAGoodStartNeverCrash() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var builder = small()
      builder.data(240)
      for _ in 0..<4 { builder.bytes[Int.random(in: 4..<builder.bytes.count, using: &generator)] = .random(in: 0...255, using: &generator) }
      _ = fault(builder.bytes)
    }
  }
}
