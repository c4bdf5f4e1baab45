import Foundation

extension SafetensorsFile {
  /// A float32 matrix to be written.
  public struct Matrix: Sendable, Equatable {
    public var rows, columns: Int
    /// Row after row.
    public var values: [Float]
    /// Whether it is written as a vector: its one row.
    public var isVector: Bool

    public init(rows: Int, columns: Int, values: [Float], isVector: Bool = false) {
      precondition(rows >= 0 && columns >= 0 && values.count == rows * columns, "SafetensorsFile: \(values.count) values for \(rows) by \(columns)")
      self.rows = rows
      self.columns = columns
      self.values = values
      self.isVector = isVector
    }
  }

  /// Writes matrices as float32, in the order of their names, in place of an older file.
  ///
  /// - Throws: ``WeightFileError``; the older file is then untouched.
  public static func write(_ matrices: [String: Matrix], to path: String) throws(WeightFileError) {
    struct Entry: Encodable {
      var dtype = "F32"
      var shape, data_offsets: [Int]
    }
    var entries: [String: Entry] = [:], at = 0
    let sorted = matrices.sorted { $0.key < $1.key }
    for (name, matrix) in sorted {
      let end = at + 4 * matrix.values.count
      entries[name] = Entry(shape: matrix.isVector ? [matrix.columns] : [matrix.rows, matrix.columns], data_offsets: [at, end])
      at = end
    }
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      var header = try encoder.encode(entries)
      // The data begins at a multiple of eight.
      header += Data(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
      var file = Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }) + header
      for (_, matrix) in sorted {
        for value in matrix.values { unsafe withUnsafeBytes(of: value.bitPattern.littleEndian) { unsafe file.append(contentsOf: $0) } }
      }
      try file.write(to: URL(filePath: path), options: .atomic)
    } catch { throw WeightFileError(.unwritable, path: path, problem: "the file cannot be written") }
  }

  /// A matrix of plain numbers as float32.
  ///
  /// - Throws: ``WeightFileError`` where it is not there, not a matrix, or larger than `limit` elements.
  public func matrix(_ name: String, limit: Int) throws(WeightFileError) -> Matrix {
    guard let tensor = tensors[name] else { throw WeightFileError(.missing, path: path, problem: "there is no tensor \(name)") }
    guard tensor.shape.count == 2, tensor.count <= limit else {
      throw WeightFileError(.malformed, path: path, problem: "the tensor \(name) has the shape \(tensor.shape)")
    }
    let bytes = unsafe bytes(of: tensor), values: [Float]
    switch tensor.type {
    case .f32: values = (0..<tensor.count).map { unsafe Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))) }
    case .f16: values = (0..<tensor.count).map { unsafe Float(Float16(bitPattern: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)))) }
    case .bf16: values = (0..<tensor.count).map { unsafe Float(bitPattern: UInt32(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))) << 16) }
    default: throw WeightFileError(.malformed, path: path, problem: "the tensor \(name) is quantised")
    }
    return Matrix(rows: tensor.shape[0], columns: tensor.shape[1], values: values)
  }
}
