import Glibc

/// Programs that a user may have installed.
public enum InstalledProgram {
  /// Where they are looked for: folders that only an administrator can write to, whatever the PATH says.
  public static let folders = ["/usr/bin", "/usr/local/bin", "/bin"]

  /// The path of a program, nil where none of `folders` has it.
  public static func path(of name: String, in folders: [String] = folders) -> String? {
    folders.map { "\($0)/\(name)" }.first { unsafe access($0, X_OK) == 0 }
  }

  /// The same, or an error that says what to install.
  ///
  /// - Parameters:
  ///   - purpose: what needs it, as in "reading JPEG".
  ///   - package: what Debian calls the package that brings it.
  public static func required(_ name: String, for purpose: String, package: String, in folders: [String] = folders) throws(MediaError)
    -> String
  {
    guard let path = path(of: name, in: folders) else {
      throw MediaError(
        .missingProgram(name),
        "\(purpose) needs the program \(name), which is not installed; install it with: sudo apt-get install \(package)")
    }
    return path
  }
}
