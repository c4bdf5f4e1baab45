import Foundation

/// Writes a GGUF file, version 3: settings, a tokenizer and tensors.
///
/// ```swift
/// var writer = GGUFWriter()
/// writer.copySettings(of: file)
/// writer.set("general.name", .string("ward"))
/// writer.add("token_embd.weight", type: .q8_0, shape: [vocabulary, width]) { row in rows[row] }
/// try writer.write(to: "ward.gguf")
/// ```
/// A file is written beside its place and renamed, so that readers see the old one or the new one, and is on the disk when writing
/// returns. Rows are asked for one after another: beside them a MiB of memory is taken. Source: the GGUF specification of ggml.
public struct GGUFWriter {
  /// A setting to be written. Readers are strict about the kinds of numbers.
  public enum Value: Sendable, Equatable {
    case uint32(UInt32), float32(Float), boolean(Bool), string(String), strings([String]), int32s([Int32])
  }

  private struct Entry {
    var key: String
    /// The type's number and the value.
    var bytes: [UInt8]
  }

  private struct Planned {
    var name: String
    var type: TensorType
    var shape: [Int]
    var row: (Int) -> [Float]

    var rows: Int { shape.dropLast().reduce(1, *) }
  }

  private static let alignment = 32
  private static let piece = 1 << 20

  private var entries: [Entry] = []
  private var tensors: [Planned] = []

  public init() {}

  /// Sets a key, in place of an earlier value.
  public mutating func set(_ key: String, _ value: Value) { put(key, value.bytes) }

  /// Copies the settings of a file, the tokenizer's among them, as they stand there; `general.alignment` excepted, which is the
  /// writer's own.
  public mutating func copySettings(of file: GGUFFile) {
    for (key, range) in file.valueRanges.sorted(by: { $0.value.lowerBound < $1.value.lowerBound }) where key != "general.alignment" {
      put(key, file.bytes(of: range))
    }
  }

  private mutating func put(_ key: String, _ bytes: [UInt8]) {
    if let index = entries.firstIndex(where: { $0.key == key }) { entries[index].bytes = bytes } else { entries.append(Entry(key: key, bytes: bytes)) }
  }

  /// Adds a tensor.
  ///
  /// - Parameters:
  ///   - type: one of ``TensorType/writable``; rows must be whole blocks of it.
  ///   - shape: the slowest dimension first, its last the elements of a row.
  ///   - row: the values of a row by number, asked for while the file is written.
  public mutating func add(_ name: String, type: TensorType, shape: [Int], row: @escaping (Int) -> [Float]) {
    precondition(
      TensorType.writable.contains(type) && !shape.isEmpty && shape.allSatisfy { $0 > 0 } && type.byteCount(shape: shape) != nil,
      "GGUFWriter: \(name) of the shape \(shape) as \(type.rawValue)")
    precondition(!tensors.contains { $0.name == name }, "GGUFWriter: two tensors \(name)")
    tensors.append(Planned(name: name, type: type, shape: shape, row: row))
  }

  /// Bytes that the file will have.
  public var byteCount: Int { header().count + tensors.reduce(0) { $0 + Self.aligned($1.type.byteCount(shape: $1.shape)!) } }

  /// Writes the file in place of an older one.
  ///
  /// - Throws: ``WeightFileError``, of the kind `unwritable` where the disk is full, `malformed` where a row has a number that its
  ///   type cannot hold; the older file is then untouched.
  public func write(to path: String) throws(WeightFileError) {
    let beside = path + ".new"
    do {
      guard FileManager.default.createFile(atPath: beside, contents: nil, attributes: [.posixPermissions: 0o600]) else {
        throw CocoaError(.fileWriteUnknown)
      }
      let file = try FileHandle(forWritingTo: URL(filePath: beside))
      defer { try? file.close() }
      var pending = header()
      for tensor in tensors {
        for number in 0..<tensor.rows {
          let values = tensor.row(number)
          precondition(values.count == tensor.shape.last, "GGUFWriter: \(values.count) values for a row of \(tensor.name)")
          guard tensor.type.append(values, to: &pending) else {
            throw WeightFileError(
              .malformed, path: path, problem: "row \(number) of \(tensor.name) has a number that \(tensor.type.rawValue) cannot hold")
          }
          if pending.count >= Self.piece {
            try file.write(contentsOf: pending)
            pending.removeAll(keepingCapacity: true)
          }
        }
        let size = tensor.type.byteCount(shape: tensor.shape)!
        pending += [UInt8](repeating: 0, count: Self.aligned(size) - size)
      }
      try file.write(contentsOf: pending)
      try file.synchronize()
      guard unsafe rename(beside, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: beside)
      throw error as? WeightFileError ?? WeightFileError(.unwritable, path: path, problem: "the file cannot be written")
    }
  }

  /// Everything before the data, filled up to where it begins.
  private func header() -> [UInt8] {
    var bytes = Array("GGUF".utf8) + Value.bytes(3 as UInt32) + Value.bytes(UInt64(tensors.count)) + Value.bytes(UInt64(entries.count))
    for entry in entries { bytes += Value.bytes(entry.key) + entry.bytes }
    var offset = 0
    for tensor in tensors {
      bytes += Value.bytes(tensor.name) + Value.bytes(UInt32(tensor.shape.count))
      for dimension in tensor.shape.reversed() { bytes += Value.bytes(UInt64(dimension)) }
      bytes += Value.bytes(tensor.type.ggufNumber) + Value.bytes(UInt64(offset))
      offset += Self.aligned(tensor.type.byteCount(shape: tensor.shape)!)
    }
    return bytes + [UInt8](repeating: 0, count: Self.aligned(bytes.count) - bytes.count)
  }

  private static func aligned(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }
}

extension GGUFWriter.Value {
  /// The type's number and the value.
  fileprivate var bytes: [UInt8] {
    func code(_ code: GGUFValue.Code) -> [UInt8] { Self.bytes(code.rawValue) }
    func array(_ element: GGUFValue.Code, _ count: Int) -> [UInt8] { code(.array) + code(element) + Self.bytes(UInt64(count)) }
    switch self {
    case .uint32(let value): return code(.uint32) + Self.bytes(value)
    case .float32(let value): return code(.float32) + Self.bytes(value.bitPattern)
    case .boolean(let value): return code(.boolean) + [value ? 1 : 0]
    case .string(let value): return code(.string) + Self.bytes(value)
    case .strings(let values): return array(.string, values.count) + values.flatMap { Self.bytes($0) }
    case .int32s(let values): return array(.int32, values.count) + values.flatMap { Self.bytes($0) }
    }
  }

  fileprivate static func bytes<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * Number($0))) }
  }

  /// A length and the text.
  fileprivate static func bytes(_ text: String) -> [UInt8] { bytes(UInt64(text.utf8.count)) + Array(text.utf8) }
}
