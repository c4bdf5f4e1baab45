import Foundation
public import Kernels
public import Media
import Models
import Weights

/// A user's own encoder of pictures: an ONNX graph that takes one picture and gives one vector, a CLIP image tower for example.
///
/// ```swift
/// let encoder = try ImageEncoder(path: "clip-vit-b32-image.onnx", compute: .shared)
/// let vector = try encoder.encode(image)   // of length 1
/// ```
/// The graph's input is (1, 3, height, width), red, green and blue. How pictures are cut and normalised is read from `preprocessor_config.json` beside the
/// file, as Hugging Face publishes it; without one it is done as CLIP does. Safe to call from several threads.
public final class ImageEncoder: Sendable {
  /// The file's name; vectors of different names must not be compared.
  public let name: String
  /// Pixels of the picture that the graph gets.
  public let width, height: Int

  private let graph: ONNXGraph
  private let path: String
  private let preparation: PicturePreparation
  /// The output that is the picture's vector, where several are given.
  private let output: String

  /// What exporters call a picture's vector, the best first.
  private static let vectorNames = ["image_embeds", "image_embedding", "image_features", "pooler_output", "embedding", "embeddings"]

  /// Loads the graph, and runs it once on an empty picture, so that one that cannot serve says so now.
  ///
  /// - Throws: ``WeightFileError``, ``GraphError`` or ``ImageEncoderError``, each with the file and what is wrong.
  public init(path: String, compute: Compute) throws {
    let file = try ONNXFile(path: path)
    guard file.inputs.count == 1, let input = file.inputs.first else {
      throw ImageEncoderError(path, "takes \(file.inputs.count) inputs (\(file.inputs.prefix(8).joined(separator: ", "))), not one picture; export the image encoder alone")
    }
    let shape = file.inputShapes[input] ?? []
    guard shape.isEmpty || shape.count == 4 && (shape[0] ?? 1) == 1 && (shape[1] ?? 3) == 3 else {
      let told = shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ")
      throw ImageEncoderError(path, "takes (\(told)), not (1, 3, height, width); export it for one picture with its colours first")
    }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    var preparation = try PicturePreparation(folder: folder)
    // The graph's own size goes before the file's beside it.
    if shape.count == 4, let height = shape[2], let width = shape[3] { (preparation.height, preparation.width) = (height, width) }
    guard (16...2048).contains(preparation.width), (16...2048).contains(preparation.height) else {
      throw ImageEncoderError(path, "takes pictures of \(preparation.width) by \(preparation.height) pixels; 16 to 2048 are possible")
    }
    graph = try ONNXGraph(file: file, compute: compute)
    self.path = path
    self.preparation = preparation
    (width, height) = (preparation.width, preparation.height)
    name = URL(filePath: path).lastPathComponent
    output = Self.vectorNames.first(where: file.outputs.contains) ?? (file.outputs.count == 1 ? file.outputs[0] : "")
    guard !output.isEmpty else {
      throw ImageEncoderError(path, "gives \(file.outputs.joined(separator: ", ")), none of which is a picture's vector (\(Self.vectorNames.joined(separator: ", ")))")
    }
    _ = try encode(PixelImage(width: 16, height: 16, rgb: [UInt8](repeating: 255, count: 768)))
  }

  /// The picture's vector, of length 1.
  public func encode(_ image: PixelImage) throws -> [Float] {
    let planes = preparation.planes(of: image)
    let given = GraphTensor(shape: [1, 3, height, width], floats: planes)
    guard let result = try graph.run([graph.inputs[0]: given])[output] else { throw ImageEncoderError(path, "did not give \(output)") }
    let values = result.floats
    guard result.shape.first == 1, result.shape.filter({ $0 != 1 }).count == 1, values.allSatisfy(\.isFinite) else {
      throw ImageEncoderError(path, "gives \(output) of the shape \(result.shape), not one vector of finite numbers; export it with its pooling")
    }
    let length = values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    return length > 0 ? values.map { Float(Double($0) / length) } : values
  }
}
