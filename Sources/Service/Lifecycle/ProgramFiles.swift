import Foundation

/// Where the program's own files lie: in `share/kgassist` beside an installed program, else in the source that it was built from.
enum ProgramFiles {
  /// A folder by its installed name, where it holds the file.
  ///
  /// - Parameter source: the folder's path in the source, where that is another.
  static func folder(_ name: String, holding file: String, source: String? = nil) -> String? {
    guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
    var parent = URL(filePath: program).deletingLastPathComponent()
    var places = [parent.appending(path: "../share/kgassist/" + name).standardized.path]
    // `.build/PLATFORM/release/kgassistd`
    for _ in 0..<4 {
      parent.deleteLastPathComponent()
      places.append(parent.path + "/" + (source ?? name))
    }
    return places.first { FileManager.default.fileExists(atPath: $0 + "/" + file) }
  }
}
