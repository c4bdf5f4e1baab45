import Memory

/// A CTranslate2 model file (`model.bin`, binary version 6): named variables of plain numbers, and aliases among them.
///
/// ```swift
/// let file = try CTranslate2File(path: "faster-whisper-tiny.en/model.bin", specification: "WhisperSpec")
/// let heads = try file.integer("encoder/num_heads", in: 1...256)
/// let embedding = try file.tensor("decoder/embeddings/weight")
/// ```
/// Data is not aligned in the file. Variables of integers hold settings; only those of a single number are read.
/// Source: `model_spec.py` of CTranslate2, which writes the format.
public final class CTranslate2File: Sendable {
  public let path: String
  /// The variables of floats, also under their aliases.
  public let tensors: [String: Tensor]
  /// The variables of one integer.
  public let settings: [String: Int]

  private let file: MappedFile

  /// Maps the file and reads its headers.
  ///
  /// - Throws: ``WeightFileError``. Nothing of what the header claims was allocated before it was checked.
  public init(path: String, specification: String) throws(WeightFileError) {
    let file: MappedFile
    do { file = try MappedFile(path: path) } catch { throw WeightFileError(error) }
    var reader = unsafe HeaderReader(path: path, bytes: file.bytes)
    let version = try reader.integer(UInt32.self, "the version")
    guard version == 6 else {
      throw WeightFileError(.wrongFormat, path: path, problem: "this is no CTranslate2 file of version 6, but of \(version)", offset: 0)
    }
    let name = try reader.terminatedString("the specification's name")
    guard name == specification else {
      throw WeightFileError(.wrongFormat, path: path, problem: "the model is a \(name.prefix(40)), not a \(specification)", offset: 4)
    }
    _ = try reader.integer(UInt32.self, "the specification's revision")
    let count = try reader.count32(of: "variables", atLeast: 11)
    var tensors: [String: Tensor] = [:], settings: [String: Int] = [:], names = Set<String>()
    for _ in 0..<count {
      let at = reader.offset
      let variable = try Variable(&reader)
      guard names.insert(variable.name).inserted else { throw reader.malformed("the variable \(variable.name) stands twice", at: at) }
      if let type = variable.type {
        tensors[variable.name] = Tensor(name: variable.name, type: type, shape: variable.shape, range: variable.range)
      } else if variable.shape.isEmpty {
        settings[variable.name] = unsafe Self.integer(file.bytes[variable.range])
      }
    }
    let aliases = try reader.count32(of: "aliases", atLeast: 6)
    for _ in 0..<aliases {
      let at = reader.offset
      let alias = try reader.terminatedString("an alias"), target = try reader.terminatedString("the target of \(alias)")
      guard names.contains(target), !names.contains(alias) else {
        throw reader.malformed("the alias \(alias) names \(target), which is not there, or is itself a variable", at: at)
      }
      if let tensor = tensors[target] { tensors[alias] = tensor }
      if let setting = settings[target] { settings[alias] = setting }
    }
    guard reader.remaining == 0 else { throw reader.malformed("\(reader.remaining) bytes follow the last alias") }
    self.path = path
    self.tensors = tensors
    self.settings = settings
    self.file = file
  }

  /// The bytes of a tensor of this file, at any address. Valid while the file lives.
  public func bytes(of tensor: Tensor) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: file.bytes[tensor.range])
  }

  /// A tensor by name; ``WeightFileError/Kind/missing`` where there is none, or where `shape` is given and is another.
  public func tensor(_ name: String, shape: [Int]? = nil) throws(WeightFileError) -> Tensor {
    guard let tensor = tensors[name] else {
      throw WeightFileError(.missing, path: path, problem: "there is no variable of floats called \(name)")
    }
    guard shape == nil || tensor.shape == shape else {
      throw WeightFileError(.missing, path: path, problem: "the variable \(name) has the shape \(tensor.shape), not \(shape!)")
    }
    return tensor
  }

  /// A setting inside `range`.
  public func integer(_ name: String, in range: ClosedRange<Int>) throws(WeightFileError) -> Int {
    guard let value = settings[name] else { throw WeightFileError(.missing, path: path, problem: "there is no setting \(name)") }
    guard range.contains(value) else {
      throw WeightFileError(.malformed, path: path, problem: "\(name) is \(value), outside \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A little-endian integer of 1, 2 or 4 bytes with its sign.
  private static func integer(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    var value = 0
    for unsafe byte in unsafe bytes.reversed() { value = value << 8 | Int(byte) }
    let bits = unsafe bytes.count * 8
    return value >= 1 << (bits - 1) ? value - 1 << bits : value
  }

  /// One variable's header; its data is skipped.
  private struct Variable {
    let name: String
    let shape: [Int]
    /// nil for integers.
    let type: TensorType?
    let range: Range<Int>

    init(_ reader: inout HeaderReader) throws(WeightFileError) {
      let at = reader.offset
      let name = try reader.terminatedString("a variable's name")
      let rank = try reader.integer(UInt8.self, "the rank of \(name)")
      guard rank <= 8 else { throw reader.malformed("the variable \(name) has \(rank) dimensions", at: at) }
      var shape: [Int] = []
      for _ in 0..<rank { shape.append(Int(try reader.integer(UInt32.self, "the shape of \(name)"))) }
      let number = try reader.integer(UInt8.self, "the type of \(name)")
      // float32, int8, int16, int32, float16, bfloat16
      let sizes = [4, 1, 2, 4, 2, 2], types: [TensorType?] = [.f32, nil, nil, nil, .f16, .bf16]
      guard Int(number) < sizes.count else {
        throw reader.malformed("the variable \(name) is of type \(number), which is not supported", at: at)
      }
      var size = sizes[Int(number)]
      for dimension in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
        guard !overflow else { throw reader.malformed("the variable \(name) has an impossible shape \(shape)", at: at) }
        size = product
      }
      let told = try reader.integer(UInt32.self, "the size of \(name)")
      guard Int(told) == size else {
        throw reader.malformed("the variable \(name) has \(told) bytes, not those of its shape \(shape)", at: at)
      }
      let start = reader.offset
      try reader.skip(size, "the variable \(name)")
      self.name = name
      self.shape = shape
      type = types[Int(number)]
      range = start..<start + size
    }
  }
}
