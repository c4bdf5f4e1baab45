import Glibc

/// Versions of the system's libraries, asked of themselves.
enum Libraries {
  private typealias VersionFunction = @convention(c) () -> UnsafePointer<CChar>?

  /// Nil where the library is not installed.
  static func version(_ library: Library) -> String? {
    guard let handle = unsafe dlopen(library.file, RTLD_NOW) else { return nil }
    defer { unsafe dlclose(handle) }
    guard let symbol = unsafe dlsym(handle, library.function) else { return nil }
    let function = unsafe unsafeBitCast(symbol, to: VersionFunction.self)
    return unsafe function().map { unsafe String(cString: $0) }
  }

  struct Library {
    let name: String
    let file: String
    let function: String
    let package: String
    let isNeeded: Bool
  }

  /// libpng's function takes a pointer that it does not look at, so it may be called without.
  static let all = [
    Library(name: "sqlite3", file: "libsqlite3.so.0", function: "sqlite3_libversion", package: "libsqlite3-0", isNeeded: true),
    Library(name: "libpng", file: "libpng16.so.16", function: "png_get_libpng_ver", package: "libpng16-16", isNeeded: false),
    Library(name: "libsndfile", file: "libsndfile.so.1", function: "sf_version_string", package: "libsndfile1", isNeeded: false),
  ]
}
