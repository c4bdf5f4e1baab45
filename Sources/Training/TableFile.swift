public import Foundation
import Kernels
public import Layers

/// Tables of numbers on disk behind a header: what embeddings and checkpoints of trainings lie in.
///
/// Eight bytes of name and version, the header's length, the header, the tables' rows one after another as little-endian float32, and the
/// SHA-256 of the SHA-256 of each MiB before it. Rows go in and out as they lie in memory, a MiB at a time. A file is written beside its
/// place and renamed, so that readers see the old one or the new one, and is on the disk when writing returns.
public struct TableFile {
  private static let largest = 16 << 30
  private static let piece = 1 << 20

  /// What the caller wrote as header.
  public let header: Data
  private let path: String
  private let data: Data
  private var at: Int
  private let end: Int

  /// Writes a file in place of an older one.
  ///
  /// - Parameter name: eight bytes, the last of them a version.
  /// - Throws: ``TableFileError/unwritable(file:reason:)``; the older file is then untouched.
  public static func write(name: [UInt8], header: Data, tables: [any BlockTable], to path: String) throws(TableFileError) {
    precondition(name.count == 8, "TableFile: a name of \(name.count) bytes")
    let beside = path + ".new"
    do {
      guard FileManager.default.createFile(atPath: beside, contents: nil, attributes: [.posixPermissions: 0o600]) else {
        throw CocoaError(.fileWriteUnknown)
      }
      let file = try FileHandle(forWritingTo: URL(filePath: beside))
      defer { try? file.close() }
      var digests: [UInt8] = [], pending = name + bytes(UInt64(header.count)) + header
      func send(_ whole: Bool) throws {
        while pending.count >= piece || whole && !pending.isEmpty {
          let part = Array(pending.prefix(piece))
          digests += SHA256.digest(of: part)
          try file.write(contentsOf: part)
          pending.removeFirst(part.count)
        }
      }
      for table in tables {
        try table.forBlocks { block, count in
          for row in 0..<count {
            unsafe pending.append(contentsOf: UnsafeRawBufferPointer(start: block.pointer + row * block.stride, count: 4 * block.columns))
            try send(false)
          }
        }
      }
      try send(true)
      try file.write(contentsOf: SHA256.digest(of: digests))
      try file.synchronize()
      guard unsafe rename(beside, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: beside)
      throw .unwritable(file: path, reason: "the disk is full, or the folder may not be written")
    }
  }

  /// Opens a file and holds its digest against its bytes.
  ///
  /// - Throws: ``TableFileError/damaged(file:reason:)`` or, when there is no file, `unreadable`.
  public init(name: [UInt8], path: String) throws(TableFileError) {
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      guard size <= Self.largest else { throw TableFileError.damaged(file: path, reason: "it is larger than any tables") }
      data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch let error as TableFileError {
      throw error
    } catch {
      throw .unreadable(file: path, reason: FileManager.default.fileExists(atPath: path) ? "not permitted, or not a file" : "it is not there")
    }
    self.path = path
    guard data.count >= 48, data.prefix(8).elementsEqual(name) else {
      throw .damaged(file: path, reason: "it is another kind of file, or of another version")
    }
    end = data.count - 32
    var digests: [UInt8] = []
    for start in stride(from: 0, to: end, by: Self.piece) {
      digests += SHA256.digest(of: Array(data[data.startIndex + start..<data.startIndex + min(end, start + Self.piece)]))
    }
    guard SHA256.digest(of: digests).elementsEqual(data.suffix(32)) else { throw .damaged(file: path, reason: "its digest is wrong") }
    var length: UInt64 = 0
    for byte in data[data.startIndex + 8..<data.startIndex + 16].reversed() { length = length << 8 | UInt64(byte) }
    guard length <= UInt64(end - 16) else { throw .damaged(file: path, reason: "its header is longer than the file") }
    at = 16 + Int(length)
    header = data[data.startIndex + 16..<data.startIndex + at]
  }

  /// Writes weights behind a header as JSON, its keys in order, so that the same weights are the same file.
  public static func write(name: [UInt8], header: some Encodable, weights: [Parameter], to path: String) throws {
    let coder = JSONEncoder()
    coder.outputFormatting = .sortedKeys
    try write(name: name, header: coder.encode(header), tables: weights.map(\.values), to: path)
  }

  /// The header that such a file has.
  ///
  /// - Parameter isUsable: whether the sizes in it are such as may be allocated.
  /// - Throws: ``TableFileError/damaged(file:reason:)`` where it is none, or not usable.
  public func header<Header: Decodable>(as type: Header.Type, where isUsable: (Header) -> Bool = { _ in true }) throws(TableFileError) -> Header {
    guard let header = try? JSONDecoder().decode(type, from: header), isUsable(header) else { throw .damaged(file: path, reason: "its header cannot be read") }
    return header
  }

  /// Fills weights with all of the file that is left.
  ///
  /// - Throws: ``TableFileError/damaged(file:reason:)`` where it has fewer or more numbers than they are.
  public func fill(_ weights: [Parameter]) throws(TableFileError) {
    var file = self
    for parameter in weights { try file.fill(parameter.values) }
    guard file.isAtEnd else { throw .damaged(file: path, reason: "it is longer than its header says") }
  }

  /// Floats that have not been read yet.
  public var floatsLeft: Int { (end - at) / 4 }
  /// Whether all of it has been read.
  public var isAtEnd: Bool { at == end }

  /// Fills a table with the next of the file.
  ///
  /// - Throws: ``TableFileError/damaged(file:reason:)`` where the file has not as many numbers left, or one that is none.
  public mutating func fill(_ table: any BlockTable) throws(TableFileError) {
    let shape = table.shape
    guard shape.rows * shape.columns <= floatsLeft else { throw .damaged(file: path, reason: "it has fewer numbers than its header says") }
    var at = at
    do {
      try table.fill { block, count in
        let bytes = 4 * block.columns
        unsafe data.withUnsafeBytes { source in
          for row in 0..<count {
            unsafe UnsafeMutableRawPointer(block.pointer + row * block.stride).copyMemory(
              from: source.baseAddress! + at + row * bytes, byteCount: bytes)
          }
        }
        at += bytes * count
        guard block.isFinite(rows: count) else { throw TableFileError.damaged(file: path, reason: Self.noNumber) }
      }
    } catch let error as TableFileError { throw error } catch { throw .unreadable(file: path, reason: "\(error)") }
    self.at = at
  }

  /// Throws ``TableFileError/damaged(file:reason:)`` where an element that has not been read yet is no number.
  public func checkNumbers() throws(TableFileError) {
    // A sum of zeros unless an element is none.
    let sum = unsafe data.withUnsafeBytes { source in
      var sum: Float = 0
      for at in stride(from: at, to: end - 3, by: 4) { unsafe sum += source.loadUnaligned(fromByteOffset: at, as: Float.self) * 0 }
      return sum
    }
    if sum.isNaN { throw .damaged(file: path, reason: Self.noNumber) }
  }

  private static let noNumber = "an element is no number"

  private static func bytes(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) } }
}
