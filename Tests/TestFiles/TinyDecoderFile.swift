import Foundation

/// A GGUF file of a decoder small enough to write in a test: two layers, random weights, twelve tokens.
public struct TinyDecoderFile {
  public var architecture = "llama"
  public var settings: [String: Int] = [
    "block_count": 2, "embedding_length": 32, "feed_forward_length": 64, "attention.head_count": 2,
    "attention.head_count_kv": 1, "context_length": 64,
  ]
  public var tensors: [String: [Int]]
  public var tokenizerModel = "gpt2"
  public var preTokenizer = "qwen2"
  public var tokens = ["a", "b", "c", "d", "e", "f", "g", "h", "ab", "cd", "<|im_end|>", "<|im_start|>"]

  public init(biases: Bool = false) {
    var tensors = ["token_embd.weight": [12, 32], "output_norm.weight": [32]]
    for layer in 0..<2 {
      let shapes = [
        "attn_norm": [32], "attn_q": [32, 32], "attn_k": [16, 32], "attn_v": [16, 32], "attn_output": [32, 32],
        "ffn_norm": [32], "ffn_gate": [64, 32], "ffn_up": [64, 32], "ffn_down": [32, 64],
      ]
      for (name, shape) in shapes {
        tensors["blk.\(layer).\(name).weight"] = shape
        if biases, name == "attn_q" || name == "attn_k" || name == "attn_v" {
          tensors["blk.\(layer).\(name).bias"] = [shape[0]]
        }
      }
    }
    self.tensors = tensors
  }

  /// Writes the file into the folder for temporary files and gives its path.
  public func write() throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "tiny-\(UUID().uuidString).gguf").path
    try Data(bytes()).write(to: URL(filePath: path))
    return path
  }

  private func bytes() -> [UInt8] {
    var metadata: [[UInt8]] = [
      string("general.architecture") + number(8 as UInt32) + string(architecture),
      string("tokenizer.ggml.model") + number(8 as UInt32) + string(tokenizerModel),
      string("tokenizer.ggml.pre") + number(8 as UInt32) + string(preTokenizer),
      string("tokenizer.ggml.tokens") + strings(tokens), string("tokenizer.ggml.merges") + strings(["a b", "c d"]),
      string("tokenizer.ggml.token_type") + number(9 as UInt32) + number(5 as UInt32) + number(UInt64(tokens.count))
        + tokens.flatMap { number($0.hasPrefix("<|") ? 3 : 1 as Int32) },
    ]
    for (key, value) in settings {
      metadata.append(string("\(architecture).\(key)") + number(4 as UInt32) + number(UInt32(value)))
    }
    var headers: [UInt8] = []
    var data: [UInt8] = []
    var state: UInt32 = 7
    for (name, shape) in tensors.sorted(by: { $0.key < $1.key }) {
      headers += string(name) + number(UInt32(shape.count)) + shape.reversed().flatMap { number(UInt64($0)) }
      headers += number(0 as UInt32) + number(UInt64(data.count))
      for _ in 0..<shape.reduce(1, *) {
        state = state &* 1_664_525 &+ 1_013_904_223
        let value = (Float(state >> 8) / Float(1 << 24) - 0.5) * 0.5
        data += number((name.contains("norm") ? 1 + value : value).bitPattern)
      }
      data += [UInt8](repeating: 0, count: (32 - data.count % 32) % 32)
    }
    var file = [UInt8]("GGUF".utf8) + number(3 as UInt32) + number(UInt64(tensors.count)) + number(UInt64(metadata.count))
    file += metadata.flatMap { $0 } + headers
    file += [UInt8](repeating: 0, count: (32 - file.count % 32) % 32)
    return file + data
  }

  private func number(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
  }

  private func string(_ text: String) -> [UInt8] { number(UInt64(text.utf8.count)) + Array(text.utf8) }

  private func strings(_ texts: [String]) -> [UInt8] {
    number(9 as UInt32) + number(8 as UInt32) + number(UInt64(texts.count)) + texts.flatMap { string($0) }
  }
}
