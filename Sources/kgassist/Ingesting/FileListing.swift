import Foundation
import Glibc

/// The files below the paths that were given, with the names their documents get.
struct FileListing {
  struct File {
    /// The path below the folder given, or the last part of the file given.
    var name: String
    let path: String
  }

  private(set) var files: [File] = []
  /// How many files of each ending were left out.
  private(set) var leftOut: [String: Int] = [:]

  /// What the daemon reads. A file without an ending is sent too: it may be text.
  private static let endings: Set<String> = [
    "", "txt", "text", "md", "markdown", "html", "htm", "xhtml", "csv", "tsv", "json", "jsonl", "ttl", "nt", "trig", "nq", "pdf", "png", "jpg", "jpeg",
    "wav", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "vtt",
    "swift", "py", "js", "ts", "c", "h", "cpp", "hpp", "cc", "java", "go", "rs", "sql", "sh",
  ]

  /// - Throws: 66 for a path that is not there or a folder without any file.
  init(_ paths: [String]) throws {
    for path in paths {
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Failure("\(path) is not there", exitCode: ExitCode.inputMissing)
      }
      if isFolder.boolValue {
        let before = files.count
        let skipped = leftOut.values.reduce(0, +)
        try walk(path, below: "", depth: 0)
        let others = leftOut.values.reduce(0, +) - skipped
        guard files.count > before else {
          let reason = others == 0 ? "no files" : "no files of a kind that can be read (\(others) of other kinds)"
          throw Failure("the folder \(path) holds \(reason)", exitCode: ExitCode.inputMissing)
        }
      } else {
        files.append(File(name: path.split(separator: "/").last.map(String.init) ?? path, path: path))
      }
    }
    tellApart()
  }

  private mutating func walk(_ folder: String, below prefix: String, depth: Int) throws {
    guard depth < 64 else { throw Failure("\(folder) lies more than 64 folders deep") }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw Failure("the folder \(folder) cannot be read; do you have the right to?", exitCode: ExitCode.notPermitted)
    }
    for name in names where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      var status = stat()
      // A link to a folder is not followed: it could lead back up.
      guard unsafe lstat(path, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        try walk(path, below: prefix + name + "/", depth: depth + 1)
        continue
      }
      if status.st_mode & S_IFMT == S_IFLNK {
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { continue }
      } else if status.st_mode & S_IFMT != S_IFREG {
        continue
      }
      let ending = Self.ending(of: name)
      if Self.endings.contains(ending) {
        files.append(File(name: prefix + name, path: path))
      } else {
        leftOut[ending, default: 0] += 1
      }
    }
  }

  /// Files of one name from several places get as much of their paths as tells them apart.
  private mutating func tellApart() {
    let groups = Dictionary(grouping: files.indices) { files[$0].name }
    for (_, indices) in groups where indices.count > 1 {
      for index in indices {
        let parts = files[index].path.split(separator: "/").filter { $0 != "." && $0 != ".." }.map(String.init)
        var count = files[index].name.split(separator: "/").count
        let others = indices.filter { $0 != index }.map { files[$0].path }
        while count < parts.count {
          let name = parts.suffix(count).joined(separator: "/")
          if !others.contains(where: { $0.hasSuffix("/" + name) || $0 == name }) { break }
          count += 1
        }
        files[index].name = parts.suffix(count).joined(separator: "/")
      }
    }
  }

  private static func ending(of name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}
