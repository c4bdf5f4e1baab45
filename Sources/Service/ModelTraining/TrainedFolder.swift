import Foundation
import Training
import Wire

/// Where trained models of one kind lie in the daemon's state: a folder each, by name.
///
/// A folder holds the model's files, `training.json` with what it is and how good, and `curve.svg`. A folder that a person laid
/// there, with the same files from elsewhere, is as good as one that was trained here.
struct TrainedFolder: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case adapter, classifier, decoder, encoder, fusion

    /// The file without which a folder is none of the kind.
    fileprivate var mark: String {
      switch self {
      case .adapter: "adapter_config.json"
      case .classifier: "classifier.safetensors"
      case .decoder: TrainedFolder.decoderName
      case .encoder, .fusion: "model.safetensors"
      }
    }
  }

  static let recordName = "training.json"
  static let decoderName = "model.gguf"
  private static let curveName = "curve.svg"
  private static let longestName = 64

  let kind: Kind
  /// `adapters`, `classifiers`, `decoders`, `encoders` or `fusions` in the state folder.
  let path: String

  init(_ kind: Kind, state: String) {
    self.kind = kind
    path = state + "/" + kind.rawValue + "s"
  }

  func folder(_ name: String) -> String { path + "/" + name }

  /// Where an unfinished training of the name stands.
  func checkpoint(_ name: String) -> String { path + "/." + name + ".state" }

  /// - Throws: 400 for what is no name: it becomes a folder's.
  static func checked(_ name: String) throws(RequestError) -> String {
    let letters = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    guard letters, !name.isEmpty, name.utf8.count <= longestName, !name.hasPrefix("."), !name.hasPrefix("-") else {
      throw RequestError(
        400, "name", "a name has 1 to \(longestName) of the letters a to z, digits, and . _ - inside, not \(name.prefix(32))", parameter: "name")
    }
    return name
  }

  /// What is there, by name.
  func names() -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return all.filter { (try? Self.checked($0)) != nil && FileManager.default.fileExists(atPath: "\(folder($0))/\(kind.mark)") }.sorted()
  }

  /// The folder of a name that somebody asks for.
  ///
  /// - Throws: 404 with the names there are.
  func found(_ name: String) throws(RequestError) -> String {
    let names = names()
    guard names.contains(name) else {
      let known = names.isEmpty ? "there is none yet; kgassist train \(kind.rawValue) makes one" : "there are \(names.joined(separator: ", "))"
      throw RequestError(404, "not_found", "there is no \(kind.rawValue) \(name.prefix(Self.longestName)); \(known)", parameter: kind.rawValue)
    }
    return folder(name)
  }

  /// What its training wrote down; nil for one from elsewhere.
  func record(_ name: String) -> TrainedModelShape? {
    guard let data = FileManager.default.contents(atPath: folder(name) + "/" + Self.recordName), data.count < 1 << 20,
      var record = try? WireJSON.decode(TrainedModelShape.self, from: [UInt8](data))
    else { return nil }
    record.name = name
    return record
  }

  /// All that were trained here.
  func records() -> [TrainedModelShape] { names().compactMap(record) }

  func curve(_ name: String) throws(RequestError) -> String {
    guard let data = FileManager.default.contents(atPath: try found(name) + "/" + Self.curveName) else {
      throw RequestError(404, "not_found", "the \(kind.rawValue) \(name) was not trained here: there is no learning curve of it")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Puts a whole folder in the place of an older one of the name, and forgets the checkpoint.
  ///
  /// - Parameter write: puts the model's files into the folder that it is given.
  func replace(_ name: String, record: TrainedModelShape, curve: Training.LearningCurve, write: (String) throws -> Void) throws {
    try replace(name, curve: curve) { path in
      try write(path)
      return record
    }
  }

  /// The same, where what is known of the model depends on the files that were written.
  func replace(_ name: String, curve: Training.LearningCurve, write: (String) throws -> TrainedModelShape) throws {
    let files = FileManager.default, fresh = path + "/." + name + ".new", older = path + "/." + name + ".old"
    do {
      for left in [fresh, older] where files.fileExists(atPath: left) { try files.removeItem(atPath: left) }
      try files.createDirectory(atPath: fresh, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let record = try write(fresh)
      try Data(WireJSON.encode(record)).write(to: URL(filePath: fresh + "/" + Self.recordName))
      try Data(curve.svg(title: "\(kind.rawValue) \(name)").utf8).write(to: URL(filePath: fresh + "/" + Self.curveName))
      if files.fileExists(atPath: folder(name)) { try files.moveItem(atPath: folder(name), toPath: older) }
      try files.moveItem(atPath: fresh, toPath: folder(name))
    } catch let error as CocoaError {
      throw RequestError(507, "disk_full", "the \(kind.rawValue) \(name) cannot be written (\(error.code.rawValue)): is the disk of the state folder full?")
    }
    try? files.removeItem(atPath: older)
    try? files.removeItem(atPath: checkpoint(name))
  }

  func makeItself() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }
}
