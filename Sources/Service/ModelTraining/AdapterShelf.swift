import Foundation
import Generation
import Models
import Wire

/// The adapters of the state folder, in use: decoders that share the loaded one's weights, for as long as the files stay as they are.
actor AdapterShelf {
  /// Stacks that are kept ready; each has memory for the keys and values of its answers.
  private static let most = 4
  /// Adapters of one stack.
  static let longestStack = 8

  private struct Kept {
    let names: [String]
    let stamps: [Date]
    let base: ObjectIdentifier
    let generator: TextGenerator
  }

  nonisolated let folder: TrainedFolder
  /// Least recently used first.
  private var kept: [Kept] = []

  init(state: String) { folder = TrainedFolder(.adapter, state: state) }

  /// The decoder with adapters, in this order.
  ///
  /// - Throws: 404 for a name that there is not, 409 for an adapter of another decoder.
  func generator(_ names: [String], base: TextGenerator) throws -> TextGenerator {
    guard names.count <= Self.longestStack else {
      throw RequestError(400, "adapter", "at most \(Self.longestStack) adapters are stacked, not \(names.count)", parameter: "adapter")
    }
    let folders = try names.map { try folder.found($0) }
    let stamps = folders.map { path in
      (try? FileManager.default.attributesOfItem(atPath: path + "/adapter_model.safetensors"))?[.modificationDate] as? Date ?? .distantPast
    }
    kept.removeAll { $0.base != ObjectIdentifier(base) || $0.names == names && $0.stamps != stamps }
    if let index = kept.firstIndex(where: { $0.names == names }) {
      kept.append(kept.remove(at: index))
      return kept[kept.count - 1].generator
    }
    for name in names {
      if let other = folder.record(name)?.base, other != base.modelName {
        throw RequestError(409, "adapter", "the adapter \(name) is of the decoder \(other), and \(base.modelName) is loaded", parameter: "adapter")
      }
    }
    let adapters = try zip(names, folders).map { name, path in
      do { return try StoredAdapter(folder: path) } catch { throw Self.unusable(name, "\(error)") }
    }
    let generator: TextGenerator
    do {
      generator = try TextGenerator(base, adapters: adapters, name: ([base.modelName] + names).joined(separator: "+"))
    } catch { throw Self.unusable(names.joined(separator: ", "), "\(error)") }
    kept.append(Kept(names: names, stamps: stamps, base: ObjectIdentifier(base), generator: generator))
    if kept.count > Self.most { kept.removeFirst() }
    return generator
  }

  private static func unusable(_ name: String, _ reason: String) -> RequestError {
    RequestError(409, "adapter", "the adapter \(name) cannot be used: \(reason)", parameter: "adapter")
  }
}
