internal import Glibc

/// What the file system says about a path.
enum FileStatus {
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Bytes of a file, 0 when there is none.
  static func size(_ path: String) -> Int {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
