import Foundation
import Kernels
import Layers
import Models
import TestFiles
import Testing
import Weights

/// What holds for every decoder, on a tiny one.
@Suite struct DecoderModelTests {
  private func model(_ file: TinyDecoderFile) throws -> DecoderModel {
    let path = try file.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try DecoderModel(path: path, compute: .shared)
  }

  private func models() throws -> [DecoderModel] {
    var qwen = TinyDecoderFile(biases: true)
    qwen.architecture = "qwen2"
    return try [model(TinyDecoderFile()), model(qwen)]
  }

  /// Logits after the last of `tokens`, read in parts of the given sizes.
  private func logits(_ model: DecoderModel, _ tokens: [Int32], parts: [Int]) throws -> [Float] {
    let work = model.makeWorkspace(tokens: 16, logitRows: 1)
    let cache = model.makeCache(capacity: 16)
    var start = 0
    for part in parts {
      try model.forward([.init(tokens: tokens[start..<start + part], cache: cache, wantsLogits: true)], work: work)
      start += part
    }
    #expect(start == tokens.count && cache.count == tokens.count)
    return work.logits.copy(row: 0)
  }

  private func expectNear(_ a: [Float], _ b: [Float], _ tolerance: Float = 1e-3) {
    #expect(a.count == b.count)
    for (x, y) in zip(a, b) { #expect(abs(x - y) <= tolerance) }
  }

  @Test func aTextReadInPartsGivesTheSameLogits() throws {
    let tokens: [Int32] = [1, 5, 3, 3, 8, 0, 9, 2]
    for model in try models() {
      let whole = try logits(model, tokens, parts: [8])
      #expect(whole.count == 12 && Set(whole).count > 6)
      for parts in [[4, 4], [7, 1], [1, 1, 1, 1, 1, 1, 1, 1]] { expectNear(try logits(model, tokens, parts: parts), whole) }
    }
  }

  @Test func theOrderOfTokensMatters() throws {
    for model in try models() {
      let forwards = try logits(model, [1, 2, 3, 4], parts: [4])
      let backwards = try logits(model, [3, 2, 1, 4], parts: [4])
      #expect(zip(forwards, backwards).contains { abs($0 - $1) > 1e-2 })
    }
  }

  @Test func textsInOnePassDoNotSeeEachOther() throws {
    let (first, second): ([Int32], [Int32]) = ([1, 2, 3], [7, 6, 5, 4, 9])
    for model in try models() {
      let work = model.makeWorkspace(tokens: 16, logitRows: 2)
      let caches = [model.makeCache(capacity: 16), model.makeCache(capacity: 16)]
      try model.forward(
        [
          .init(tokens: first[...], cache: caches[0], wantsLogits: true),
          .init(tokens: second[...], cache: caches[1], wantsLogits: true),
        ], work: work)
      expectNear(work.logits.copy(row: 0), try logits(model, first, parts: [3]))
      expectNear(work.logits.copy(row: 1), try logits(model, second, parts: [5]))
    }
  }

  @Test func aCacheCutBackContinuesAsIfTheRestHadNeverBeen() throws {
    for model in try models() {
      let work = model.makeWorkspace(tokens: 16, logitRows: 1)
      let cache = model.makeCache(capacity: 16)
      try model.forward([.init(tokens: [1, 2, 3, 9, 9], cache: cache, wantsLogits: false)], work: work)
      cache.truncate(to: 3)
      try model.forward([.init(tokens: [4], cache: cache, wantsLogits: true)], work: work)
      expectNear(work.logits.copy(row: 0), try logits(model, [1, 2, 3, 4], parts: [4]))
    }
  }

  @Test func aPassGivenUpLeavesTheCacheAsItWas() throws {
    let model = try model(TinyDecoderFile())
    let work = model.makeWorkspace(tokens: 16, logitRows: 1)
    let cache = model.makeCache(capacity: 16)
    var asked = 0
    let finished = try model.forward([.init(tokens: [1, 2], cache: cache, wantsLogits: true)], work: work) {
      asked += 1
      return asked == 2
    }
    #expect(!finished && asked == 2 && cache.count == 0)
  }

  @Test func aTextPastItsCacheIsRefused() throws {
    let model = try model(TinyDecoderFile())
    let work = model.makeWorkspace(tokens: 16, logitRows: 1)
    let cache = model.makeCache(capacity: 4)
    #expect(throws: CacheError.full(capacity: 4, needed: 5)) {
      try model.forward([.init(tokens: [1, 2, 3, 4, 5], cache: cache, wantsLogits: true)], work: work)
    }
    #expect(cache.count == 0)
  }

  @Test func endTokensAreThoseTheVocabularyNames() throws {
    #expect(try model(TinyDecoderFile()).endTokens == [10])
  }

  @Test func anUnknownArchitectureIsNamed() throws {
    var file = TinyDecoderFile()
    file.architecture = "mamba"
    expectRefusal(file, naming: "mamba")
  }

  @Test func aMissingTensorIsNamed() throws {
    var file = TinyDecoderFile()
    file.tensors["blk.1.ffn_up.weight"] = nil
    expectRefusal(file, naming: "blk.1.ffn_up.weight")
  }

  @Test func aTensorOfAnotherShapeIsNamed() throws {
    var file = TinyDecoderFile()
    file.tensors["blk.0.attn_k.weight"] = [32, 32]
    expectRefusal(file, naming: "blk.0.attn_k.weight")
    file = TinyDecoderFile()
    file.tensors["output_norm.weight"] = [16]
    expectRefusal(file, naming: "output_norm.weight")
  }

  @Test(arguments: [
    ("block_count", 100_000), ("attention.head_count", 3), ("attention.head_count", 0), ("attention.head_count_kv", 3),
    ("embedding_length", 64), ("rope.dimension_count", 4), ("context_length", 0), ("feed_forward_length", 0),
  ])
  func impossibleSettingsAreRefused(key: String, value: Int) throws {
    var file = TinyDecoderFile()
    file.settings[key] = value
    expectRefusal(file, naming: "\(value)")
  }

  @Test func headsThatTheKernelsCannotTakeAreRefused() throws {
    var file = TinyDecoderFile()
    file.settings["attention.head_count"] = 4
    expectRefusal(file, naming: "heads of 8")
  }

  @Test func moreTokensThanTheEmbeddingHasAreRefused() throws {
    var file = TinyDecoderFile()
    file.tokens += ["x", "y"]
    expectRefusal(file, naming: "14")
  }

  @Test func anotherTokenizerIsNamed() throws {
    var file = TinyDecoderFile()
    file.tokenizerModel = "llama"
    expectRefusal(file, naming: "llama")
    file = TinyDecoderFile()
    file.preTokenizer = "kimi"
    expectRefusal(file, naming: "kimi")
  }

  private func expectRefusal(_ file: TinyDecoderFile, naming name: String) {
    do {
      _ = try model(file)
      Issue.record("the file was accepted")
    } catch {
      #expect("\(error)".contains(name))
    }
  }
}
