import Foundation
public import Weights

/// An adapter of a folder, of whichever kind PEFT's settings in it name.
public enum StoredAdapter: Sendable, Equatable {
  case lowRank(DecoderAdapter)
  case softPrompt(SoftPrompt)

  static let configurationName = "adapter_config.json"
  static let softPromptType = "PROMPT_TUNING"

  /// - Throws: ``WeightFileError`` naming the file and what it asks for that is not supported.
  public init(folder: String) throws(WeightFileError) {
    struct Kind: Decodable { var peft_type: String }
    let kind = try? JSONDecoder().decode(Kind.self, from: try Self.configuration(in: folder))
    self = kind?.peft_type == Self.softPromptType ? .softPrompt(try SoftPrompt(folder: folder)) : .lowRank(try DecoderAdapter(folder: folder))
  }

  /// The settings' bytes, of a size that settings have.
  static func configuration(in folder: String) throws(WeightFileError) -> Data {
    let path = folder + "/" + configurationName
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int ?? 0
    guard size > 0, size < 1 << 20, let data = FileManager.default.contents(atPath: path) else {
      throw WeightFileError(.unreadable, path: path, problem: "the adapter's settings cannot be read")
    }
    return data
  }
}

extension DecoderModel {
  /// The same decoder, its weights shared, with stored adapters in their order, each beside what it changes.
  ///
  /// - Throws: ``WeightFileError`` where one is of another decoder.
  public func adapted(by stored: [StoredAdapter]) throws -> DecoderModel {
    var lowRank: [AppliedAdapter] = [], prompts: [SoftPrompt] = []
    for adapter in stored {
      switch adapter {
      case .lowRank(let adapter): lowRank.append(AppliedAdapter(adapter))
      case .softPrompt(let prompt): prompts.append(prompt)
      }
    }
    return try adapted(by: lowRank, softPrompts: prompts)
  }
}
