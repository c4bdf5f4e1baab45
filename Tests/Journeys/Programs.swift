import Foundation
import TestFiles

/// The programs under test, beside the test bundle.
enum Programs {
  static let folder: URL = {
    let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    if FileManager.default.isExecutableFile(atPath: bundle.appending(path: "kgassistd").path) { return bundle }
    // A runner of another name loads the bundle: the products of the checkout, then.
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: ".build/release")
  }()

  static let daemon = folder.appending(path: "kgassistd")
  static let client = folder.appending(path: "kgassist")

  /// Where the weights lie, which tests never bring themselves.
  static let models = URL(filePath: TestFiles.models)

  static let encoderFolder = "all-MiniLM-L6-v2"
  static let smallDecoder = "SmolLM2-135M-Instruct.Q4_1.gguf"
}
