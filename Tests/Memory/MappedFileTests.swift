import Foundation
import Memory
import Testing

@Suite struct MappedFileTests {
  private func temporary(_ bytes: [UInt8]) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("mapped-\(UUID().uuidString)").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func aFileIsSeenWhole() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = try temporary(bytes)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try MappedFile(path: path)
    #expect(file.count == bytes.count)
    #expect(Array(file.bytes) == bytes)
  }

  @Test func anEmptyFileIsEmptyAndNoError() throws {
    let path = try temporary([])
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try MappedFile(path: path)
    #expect(file.count == 0)
    #expect(file.bytes.isEmpty)
  }

  @Test func aMissingFileIsNamedWithTheSystemsReason() {
    let error = #expect(throws: MappedFileError.self) { try MappedFile(path: "/nowhere/weights.gguf") }
    #expect(error?.errno == ENOENT)
    #expect(error.map { "\($0)".contains("/nowhere/weights.gguf") && "\($0)".contains("No such file") } == true)
  }

  @Test func aFolderIsRefused() {
    let error = #expect(throws: MappedFileError.self) { try MappedFile(path: "/") }
    #expect(error?.operation == "not a regular file")
  }

  @Test func theMappingOutlivesTheFilesName() throws {
    let path = try temporary([1, 2, 3])
    let file = try MappedFile(path: path)
    try FileManager.default.removeItem(atPath: path)
    #expect(Array(file.bytes) == [1, 2, 3])
  }
}
