import Foundation
import Memory

/// A safetensors file: a JSON header and tensors of plain numbers.
///
/// Source: the safetensors format of Hugging Face.
public final class SafetensorsFile: Sendable {
  public let path: String
  public let tensors: [String: Tensor]

  private let file: MappedFile

  /// The longest header that is read, as in the reference implementation.
  private static let longestHeader = 100_000_000

  /// Maps the file and reads its header. Integer tensors (position ids) are left out: no model here reads them.
  ///
  /// - Throws: ``WeightFileError``.
  public init(path: String) throws(WeightFileError) {
    let file: MappedFile
    do { file = try MappedFile(path: path) } catch { throw WeightFileError(error) }
    var reader = unsafe HeaderReader(path: path, bytes: file.bytes)
    let length = try reader.count(of: "header bytes", atLeast: 1)
    guard length >= 2, length <= Self.longestHeader else {
      throw WeightFileError(.wrongFormat, path: path, problem: "a header of \(length) bytes is no safetensors header", offset: 0)
    }
    let dataStart = 8 + length
    let json = unsafe Data(file.bytes[8..<dataStart])
    let entries: [String: Entry]
    do { entries = try JSONDecoder().decode([String: Entry].self, from: json) } catch {
      throw WeightFileError(.wrongFormat, path: path, problem: "the header is no JSON object of tensors", offset: 8)
    }
    var tensors: [String: Tensor] = [:]
    for (name, entry) in entries where name != "__metadata__" {
      tensors[name] = try entry.tensor(name: name, dataStart: dataStart, fileSize: file.count, path: path)
    }
    self.path = path
    self.tensors = tensors
    self.file = file
  }

  /// The bytes of a tensor of this file. Valid while the file lives.
  public func bytes(of tensor: Tensor) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: file.bytes[tensor.range])
  }

  /// A tensor by name and shape; ``WeightFileError/Kind/missing`` where it is not there or of another shape.
  public func tensor(_ name: String, shape: [Int]) throws(WeightFileError) -> Tensor {
    guard let tensor = tensors[name] else { throw WeightFileError(.missing, path: path, problem: "there is no tensor \(name)") }
    guard tensor.shape == shape else {
      throw WeightFileError(.missing, path: path, problem: "the tensor \(name) has the shape \(tensor.shape), not \(shape)")
    }
    return tensor
  }

  /// One tensor's line of the header; the metadata's line has none of these.
  private struct Entry: Decodable {
    var dtype: String?
    var shape: [Int]?
    var data_offsets: [Int]?

    func tensor(name: String, dataStart: Int, fileSize: Int, path: String) throws(WeightFileError) -> Tensor? {
      func fault(_ kind: WeightFileError.Kind, _ problem: String) -> WeightFileError {
        WeightFileError(kind, path: path, problem: "the tensor \(name) \(problem)")
      }
      guard let dtype, let shape, let offsets = data_offsets, offsets.count == 2 else {
        throw fault(.malformed, "lacks dtype, shape or data_offsets")
      }
      guard shape.count <= 8, shape.allSatisfy({ $0 >= 0 }) else { throw fault(.malformed, "has the shape \(shape)") }
      guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= fileSize - dataStart else {
        throw fault(.truncated, "reaches past the end of the file")
      }
      let types: [String: TensorType] = ["F32": .f32, "F16": .f16, "BF16": .bf16]
      guard let type = types[dtype] else { return nil }
      guard type.byteCount(shape: shape) == offsets[1] - offsets[0] else {
        throw fault(.malformed, "has \(offsets[1] - offsets[0]) bytes, not those of its shape \(shape)")
      }
      return Tensor(name: name, type: type, shape: shape, range: dataStart + offsets[0]..<dataStart + offsets[1])
    }
  }
}
