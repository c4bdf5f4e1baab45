import Memory

/// A GGUF file, version 2 or 3: settings, a tokenizer and tensors.
///
/// ```swift
/// let file = try GGUFFile(path: "model.gguf")
/// let layers = try file.integer("llama.block_count", in: 1...1024)
/// let embedding = try file.tensor("token_embd.weight")
/// ```
/// Source: the GGUF specification of ggml.
public final class GGUFFile: Sendable {
  public let path: String
  public let version: Int
  public let metadata: [String: GGUFValue]
  public let tensors: [String: Tensor]

  /// Where each value stands, its type's number in front: what a writer copies as it is.
  let valueRanges: [String: Range<Int>]
  private let file: MappedFile

  /// Maps the file and reads its header.
  ///
  /// - Throws: ``WeightFileError``. Nothing of what the header claims was allocated before it was checked.
  public init(path: String) throws(WeightFileError) {
    let file: MappedFile
    do { file = try MappedFile(path: path) } catch { throw WeightFileError(error) }
    var reader = unsafe HeaderReader(path: path, bytes: file.bytes)
    guard file.count >= 4, try reader.integer(UInt32.self, "the magic number") == 0x4655_4747 else {
      throw WeightFileError(.wrongFormat, path: path, problem: "this is no GGUF file: it does not begin with GGUF", offset: 0)
    }
    let version = try reader.integer(UInt32.self, "the version")
    guard version == 2 || version == 3 else {
      throw WeightFileError(.wrongFormat, path: path, problem: "GGUF version \(version) is not supported (2 and 3 are)", offset: 4)
    }
    let tensorCount = try reader.count(of: "tensors", atLeast: 24)
    let keyCount = try reader.count(of: "metadata keys", atLeast: 13)

    var metadata: [String: GGUFValue] = [:], valueRanges: [String: Range<Int>] = [:]
    for _ in 0..<keyCount {
      let at = reader.offset
      let key = try reader.string("a metadata key"), start = reader.offset
      let value = try GGUFValue.read(&reader, key: key)
      valueRanges[key] = start..<reader.offset
      guard metadata.updateValue(value, forKey: key) == nil else { throw reader.malformed("the key \(key) stands twice", at: at) }
    }
    var alignment = 32
    if case .integer(let value)? = metadata["general.alignment"] {
      guard value > 0, value <= 1 << 20, value & (value - 1) == 0 else {
        throw reader.malformed("general.alignment is \(value), not a power of two")
      }
      alignment = Int(value)
    }
    var headers: [TensorHeader] = []
    for _ in 0..<tensorCount { headers.append(try TensorHeader(&reader)) }
    let dataStart = (reader.offset + alignment - 1) / alignment * alignment

    var tensors: [String: Tensor] = [:]
    for header in headers {
      let tensor = try header.placed(after: dataStart, alignment: alignment, fileSize: file.count, path: path)
      guard tensors.updateValue(tensor, forKey: tensor.name) == nil else {
        throw reader.malformed("the tensor \(tensor.name) stands twice", at: header.position)
      }
    }
    self.path = path
    self.version = Int(version)
    self.metadata = metadata
    self.valueRanges = valueRanges
    self.tensors = tensors
    self.file = file
  }

  /// The bytes of a tensor of this file. Valid while the file lives.
  public func bytes(of tensor: Tensor) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: file.bytes[tensor.range])
  }

  /// The bytes of a value, its type's number in front.
  func bytes(of range: Range<Int>) -> [UInt8] { unsafe Array(file.bytes[range]) }

  /// A tensor by name; ``WeightFileError/Kind/missing`` where there is none.
  public func tensor(_ name: String) throws(WeightFileError) -> Tensor {
    guard let tensor = tensors[name] else { throw WeightFileError(.missing, path: path, problem: "there is no tensor \(name)") }
    return tensor
  }

  /// A whole number inside `range`.
  public func integer(_ key: String, in range: ClosedRange<Int>) throws(WeightFileError) -> Int {
    guard case .integer(let value)? = metadata[key] else { throw missing(key, "a whole number") }
    guard let value = Int(exactly: value), range.contains(value) else {
      throw WeightFileError(.malformed, path: path, problem: "\(key) is \(value), outside \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The same, or nil where the key is absent.
  public func integerIfPresent(_ key: String, in range: ClosedRange<Int>) throws(WeightFileError) -> Int? {
    metadata[key] == nil ? nil : try integer(key, in: range)
  }

  /// A finite number, or nil where the key is absent.
  public func numberIfPresent(_ key: String) throws(WeightFileError) -> Double? {
    switch metadata[key] {
    case nil: return nil
    case .number(let value)? where value.isFinite: return value
    case .integer(let value)?: return Double(value)
    default: throw missing(key, "a finite number")
    }
  }

  /// A string, or nil where the key is absent or of another type.
  public func string(_ key: String) -> String? {
    if case .string(let value)? = metadata[key] { value } else { nil }
  }

  public func strings(_ key: String) throws(WeightFileError) -> [String] {
    guard case .strings(let values)? = metadata[key] else { throw missing(key, "a list of strings") }
    return values
  }

  /// Whole numbers, empty where the key is absent.
  public func integers(_ key: String) throws(WeightFileError) -> [Int64] {
    guard let value = metadata[key] else { return [] }
    guard case .integers(let values) = value else { throw missing(key, "a list of whole numbers") }
    return values
  }

  private func missing(_ key: String, _ what: String) -> WeightFileError {
    WeightFileError(.missing, path: path, problem: "\(key) must be \(what)")
  }
}

/// What the header says of a tensor, before its place is known.
private struct TensorHeader {
  let name: String
  let shape: [Int]
  let type: TensorType
  let dataOffset: UInt64
  let position: Int

  init(_ reader: inout HeaderReader) throws(WeightFileError) {
    position = reader.offset
    name = try reader.string("a tensor's name")
    let rank = try reader.integer(UInt32.self, "the rank of \(name)")
    guard rank >= 1, rank <= 4 else { throw reader.malformed("the tensor \(name) has \(rank) dimensions, not 1 to 4", at: position) }
    var dimensions: [Int] = []
    for _ in 0..<rank {
      let dimension = try reader.integer(UInt64.self, "the shape of \(name)")
      guard dimension > 0, dimension <= 1 << 40 else {
        throw reader.malformed("the tensor \(name) has a dimension of \(dimension)", at: position)
      }
      dimensions.append(Int(dimension))
    }
    shape = dimensions.reversed()
    let number = try reader.integer(UInt32.self, "the type of \(name)")
    guard let known = TensorType(ggufNumber: number) else {
      throw reader.malformed("the tensor \(name) is of type \(number), which is not supported", at: position)
    }
    type = known
    dataOffset = try reader.integer(UInt64.self, "the offset of \(name)")
  }

  func placed(after dataStart: Int, alignment: Int, fileSize: Int, path: String) throws(WeightFileError) -> Tensor {
    func fault(_ kind: WeightFileError.Kind, _ problem: String) -> WeightFileError {
      WeightFileError(kind, path: path, problem: "the tensor \(name) \(problem)", offset: position)
    }
    guard let size = type.byteCount(shape: shape) else { throw fault(.malformed, "has an impossible shape \(shape)") }
    guard dataOffset % UInt64(alignment) == 0 else { throw fault(.malformed, "does not start at a multiple of \(alignment)") }
    guard dataStart <= fileSize, dataOffset <= UInt64(fileSize - dataStart),
      size <= fileSize - dataStart - Int(dataOffset)
    else { throw fault(.truncated, "reaches past the end of the file") }
    let start = dataStart + Int(dataOffset)
    return Tensor(name: name, type: type, shape: shape, range: start..<start + size)
  }
}
