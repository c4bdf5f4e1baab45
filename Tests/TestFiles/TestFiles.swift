public import Foundation

/// Where what several targets' tests read lies: weights, public test data, recordings of other implementations.
public enum TestFiles {
  /// The folder of weights: `KGASSIST_MODELS`, else where the daemon looks for them.
  public static var models: String {
    let environment = ProcessInfo.processInfo.environment
    let state = environment["XDG_STATE_HOME"] ?? NSHomeDirectory() + "/.local/state"
    return environment["KGASSIST_MODELS"] ?? state + "/kgassist/models"
  }

  /// The public test data: `KGASSIST_TEST_DATA`, else beside the checkout.
  public static var data: URL {
    if let path = ProcessInfo.processInfo.environment["KGASSIST_TEST_DATA"] { return URL(filePath: path) }
    return tests.appending(path: "../../shared/data").standardizedFileURL
  }

  /// A recording of another implementation's results.
  public static func recording(_ name: String) -> URL { tests.appending(path: "Reference/Recordings/" + name) }

  /// The samples, in -1…1, of a WAV of `data/audio` with 16 bits, one channel and the usual header of 44 bytes.
  public static func samples(_ name: String) throws -> [Float] {
    let bytes = [UInt8](try Data(contentsOf: data.appending(path: "audio/" + name)))
    return stride(from: 44, to: bytes.count - 1, by: 2).map {
      Float(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)) / 32768
    }
  }

  private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
}
