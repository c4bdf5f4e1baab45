import Foundation
import Kernels
import Media
import Perception
import TestFiles
import Testing

/// A user's own encoder of pictures: an ONNX file, run like any other graph.
@Suite struct ImageEncoderTests {
  private static let folder = TestFiles.recording("image-encoder")

  private func picture(_ name: String) async throws -> PixelImage {
    try await ImageReader().images(of: [UInt8](Data(contentsOf: TestFiles.recording("pages/\(name).png"))))[0]
  }

  @Test func anImageTowersVectorIsThatOfTheReference() async throws {
    let encoder = try ImageEncoder(path: Self.folder.appending(path: "encoder.onnx").path, compute: .shared)
    #expect(encoder.width == 64 && encoder.height == 64 && encoder.name == "encoder.onnx")
    let wanted = try JSONDecoder().decode([Float].self, from: Data(contentsOf: Self.folder.appending(path: "receipt.json")))
    let vector = try encoder.encode(try await picture("receipt"))
    try #require(vector.count == wanted.count)
    let worst = zip(vector, wanted).map { abs($0 - $1) }.max() ?? 1
    print("a picture's vector by a user's encoder: at most \(worst) from onnxruntime's")
    #expect(worst < 1e-3)
    let other = try encoder.encode(try await picture("terminal"))
    #expect(zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 } < 0.999)
  }

  @Test func whatCannotServeSaysWhatIsWrong() throws {
    let models = TestFiles.models + "/PP-OCRv4"
    let detector = #expect(throws: (any Error).self) { try ImageEncoder(path: models + "/ch_PP-OCRv4_det_infer.onnx", compute: .shared) }
    #expect("\(try #require(detector))".contains("export it with its pooling"))
    let missing = #expect(throws: (any Error).self) { try ImageEncoder(path: "/nowhere/clip.onnx", compute: .shared) }
    #expect("\(try #require(missing))".contains("/nowhere/clip.onnx"))
    let folder = FileManager.default.temporaryDirectory.appending(path: "encoder-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(contentsOf: Self.folder.appending(path: "encoder.onnx")).write(to: folder.appending(path: "encoder.onnx"))
    try Data("{\"image_mean\": [0], \"image_std\": [0]}".utf8).write(to: folder.appending(path: "preprocessor_config.json"))
    let settings = #expect(throws: ImageEncoderError.self) { try ImageEncoder(path: folder.appending(path: "encoder.onnx").path, compute: .shared) }
    #expect(settings?.description.contains("image_mean") == true)
    try Data("no graph".utf8).write(to: folder.appending(path: "broken.onnx"))
    let broken = #expect(throws: (any Error).self) { try ImageEncoder(path: folder.appending(path: "broken.onnx").path, compute: .shared) }
    #expect("\(try #require(broken))".contains("broken.onnx"))
  }
}
