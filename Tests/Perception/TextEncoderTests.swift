import Foundation
import Kernels
import Models
import Perception
import TestFiles
import Testing

/// One line of the recording: what sentence-transformers made of a text.
private struct RecordedEmbedding: Decodable {
  var text: String
  var ids: [Int32]
  var vector: String

  var values: [Float] {
    let bytes = [UInt8](Data(base64Encoded: vector)!)
    return stride(from: 0, to: bytes.count, by: 2).map { Float(Float16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)) }
  }
}

@Suite struct TextEncoderTests {
  private static let folder = TestFiles.models + "/all-MiniLM-L6-v2"

  private static func recordings() throws -> [RecordedEmbedding] {
    let path = TestFiles.recording("embeddings.jsonl")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(RecordedEmbedding.self, from: Data($0.utf8))
    }
  }

  private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
    var product = 0.0, lengthA = 0.0, lengthB = 0.0
    for (x, y) in zip(a, b) {
      product += Double(x) * Double(y)
      lengthA += Double(x) * Double(x)
      lengthB += Double(y) * Double(y)
    }
    return product / (lengthA * lengthB).squareRoot()
  }

  @Test(arguments: InstructionSet.available) func vectorsEqualTheReferences(_ level: InstructionSet) throws {
    let encoder = try TextEncoder(folder: Self.folder, compute: Compute(pool: .shared, instructionSet: level))
    var recordings = try Self.recordings()
    #expect(recordings.count == 200)
    if level == .portable { recordings = Array(recordings.filter { $0.ids.count < 64 }.prefix(40)) }
    let vectors = try encoder.encode(recordings.map(\.text))
    for (recorded, vector) in zip(recordings, vectors) {
      #expect(encoder.tokenIDs(recorded.text) == recorded.ids, "\(recorded.text.prefix(60))")
      let cosine = Self.cosine(vector, recorded.values)
      #expect(cosine > 0.9999, "\(cosine) for \(recorded.text.prefix(60))")
      #expect(abs(Self.cosine(vector, vector) - 1) < 1e-6 && vector.count == encoder.dimension)
    }
  }

  @Test(arguments: InstructionSet.available.filter { $0 != .portable })
  func bfloatVectorsStayVeryCloseToTheReferences(_ level: InstructionSet) throws {
    let encoder = try TextEncoder(
      folder: Self.folder, precision: .bfloat16, compute: Compute(pool: .shared, instructionSet: level))
    let recordings = try Self.recordings()
    for (recorded, vector) in zip(recordings, try encoder.encode(recordings.map(\.text))) {
      let cosine = Self.cosine(vector, recorded.values)
      #expect(cosine > 0.9999, "\(cosine) for \(recorded.text.prefix(60))")
    }
  }

  @Test(arguments: InstructionSet.available.filter { $0 != .portable })
  func eightBitVectorsStayBesideTheReferences(_ level: InstructionSet) throws {
    let encoder = try TextEncoder(
      folder: Self.folder, precision: .int8, compute: Compute(pool: .shared, instructionSet: level))
    let recordings = try Self.recordings()
    for (recorded, vector) in zip(recordings, try encoder.encode(recordings.map(\.text))) {
      let cosine = Self.cosine(vector, recorded.values)
      #expect(cosine > 0.999, "\(cosine) for \(recorded.text.prefix(60))")
    }
  }

  @Test(arguments: EncoderPrecision.allCases)
  func aTextsVectorDoesNotDependOnItsNeighbours(_ precision: EncoderPrecision) throws {
    let encoder = try TextEncoder(folder: Self.folder, precision: precision, compute: .shared)
    let texts = ["short", "a somewhat longer text about bonds", String(repeating: "word ", count: 400)]
    let together = try encoder.encode(texts)
    for (text, vector) in zip(texts, together) {
      #expect(Self.cosine(try encoder.encode([text])[0], vector) > 0.999999)
    }
    #expect(try encoder.encode([]).isEmpty)
  }

  @Test func aMissingFolderIsNamed() throws {
    #expect(throws: (any Error).self) { try TextEncoder(folder: "/nowhere/at-all", compute: .shared) }
  }
}
