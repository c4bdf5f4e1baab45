import Kernels
import Layers
import Tokenizers
public import Weights

extension TrainableDecoder {
  /// Writes the decoder as it is now as a GGUF file that ``DecoderModel`` and llama.cpp read, in place of an older one.
  ///
  /// Vectors stay float32. A matrix whose rows are no whole blocks of a quantised type is written as float16.
  ///
  /// - Parameters:
  ///   - type: of the matrices, one of ``TensorType/writable``.
  ///   - name: what it is called, for people.
  /// - Throws: ``WeightFileError``; the older file is then untouched. Traps where the weights are frozen: they are in their file.
  public func write(to path: String, type: TensorType, name: String) throws(WeightFileError) {
    precondition(isWhole, "TrainableDecoder: its weights are as in \(self.path)")
    var writer = settings
    writer.set("general.name", .string(name))
    writer.set("general.file_type", .uint32(type.fileType))
    if type.fileType > 1 && type != .bf16 { writer.set("general.quantization_version", .uint32(2)) }
    for parameter in weights {
      if parameter.rows == 1 {
        writer.add(parameter.name, type: .f32, shape: [parameter.columns]) { _ in parameter.values.copy(row: 0) }
      } else {
        let own = type.fits(columns: parameter.columns) ? type : .f16
        writer.add(parameter.name, type: own, shape: [parameter.rows, parameter.columns]) { parameter.values.copy(row: $0) }
      }
    }
    try writer.write(to: path)
  }
}

extension TensorType {
  /// llama.cpp's number for a file most of whose matrices are of the type.
  fileprivate var fileType: UInt32 {
    switch self {
    case .f32: 0
    case .f16: 1
    case .q4_0: 2
    case .q4_1: 3
    case .q8_0: 7
    case .bf16: 32
    default: preconditionFailure("TrainableDecoder: \(rawValue) is not written")
    }
  }
}

extension GGUFWriter {
  /// The settings and the tokenizer of a file.
  init(settingsOf file: GGUFFile) {
    self.init()
    copySettings(of: file)
  }

  /// Those of a decoder from nothing.
  init(_ shape: DecoderConfiguration, vocabulary: BytePairVocabulary) {
    self.init()
    let name = shape.architecture
    set("general.architecture", .string(name))
    for (key, value) in [
      ("context_length", shape.contextLength), ("embedding_length", shape.width), ("block_count", shape.layers),
      ("feed_forward_length", shape.intermediate), ("attention.head_count", shape.heads), ("attention.head_count_kv", shape.keyValueHeads),
      ("rope.dimension_count", shape.headSize), ("vocab_size", shape.vocabulary),
    ] { set("\(name).\(key)", .uint32(UInt32(value))) }
    set("\(name).attention.layer_norm_rms_epsilon", .float32(shape.epsilon))
    set("\(name).rope.freq_base", .float32(Float(shape.rotaryBase)))
    set("tokenizer.ggml.model", .string("gpt2"))
    set("tokenizer.ggml.pre", .string(vocabulary.preTokenizer.ggufName))
    set("tokenizer.ggml.tokens", .strings(vocabulary.tokens))
    set("tokenizer.ggml.token_type", .int32s(vocabulary.types))
    set("tokenizer.ggml.merges", .strings(vocabulary.merges))
    set("tokenizer.ggml.add_bos_token", .boolean(false))
    if let end = vocabulary.endID {
      set("tokenizer.ggml.bos_token_id", .uint32(UInt32(end)))
      set("tokenizer.ggml.eos_token_id", .uint32(UInt32(end)))
    }
  }
}
