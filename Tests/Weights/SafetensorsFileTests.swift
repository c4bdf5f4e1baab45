import Testing
import Weights

@Suite struct SafetensorsFileTests {
  private func bytes(_ header: String, data: Int, claimedLength: UInt64? = nil) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: (claimedLength ?? UInt64(header.utf8.count)).littleEndian) { bytes += Array($0) }
    return bytes + Array(header.utf8) + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
  }

  private func fault(_ bytes: [UInt8]) -> WeightFileError.Kind? {
    let file = TemporaryFile(bytes)
    do throws(WeightFileError) { _ = try SafetensorsFile(path: file.path); return nil } catch { return error.kind }
  }

  @Test func aWholeFileGivesItsTensors() throws {
    let header = #"{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"i":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}"#
    let file = TemporaryFile(bytes(header, data: 24))
    let tensors = try SafetensorsFile(path: file.path)
    #expect(tensors.tensors.count == 1, "integer tensors are left out")
    #expect(Array(tensors.bytes(of: try tensors.tensor("w", shape: [2, 2]))) == (0..<16).map { UInt8($0) })
    #expect(throws: WeightFileError.self) { try tensors.tensor("w", shape: [4]) }
    #expect(throws: WeightFileError.self) { try tensors.tensor("v", shape: [4]) }
  }

  @Test func badHeadersAreRefused() {
    let good = #"{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#
    #expect(fault(bytes(good, data: 16)) == nil)
    #expect(fault(bytes(good, data: 15)) == .truncated)
    #expect(fault(bytes(good, data: 16, claimedLength: 1 << 60)) == .truncated)
    #expect(fault(bytes("no json at all", data: 0)) == .wrongFormat)
    #expect(fault(bytes(#"{"w":{"dtype":"F32","shape":[4]}}"#, data: 16)) == .malformed)
    #expect(fault(bytes(#"{"w":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}}"#, data: 16)) == .malformed)
    #expect(fault(bytes(#"{"w":{"dtype":"F32","shape":[5],"data_offsets":[0,16]}}"#, data: 16)) == .malformed)
    #expect(fault(bytes(#"{"w":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}"#, data: 16)) == .truncated)
    #expect(fault(bytes(#"{"w":{"dtype":"F32","shape":[9007199254740993,9007199254740993],"data_offsets":[0,16]}}"#, data: 16)) == .malformed)
    #expect(fault([1, 2, 3]) == .truncated)
  }
}
