import FoundationEssentials
import Glibc

extension Settings {
  /// The settings of this process: its environment, and the settings file that `KGASSIST_CONF` names or the standard one.
  ///
  /// - Throws: also when `KGASSIST_CONF` names a file that cannot be read. A standard file that is missing says nothing.
  public static func ofProcess(flags: [Setting: String]) throws(SettingsError) -> Settings {
    let environment = ProcessInfo.processInfo.environment
    let named = environment["KGASSIST_CONF"].flatMap { $0.isEmpty ? nil : $0 }
    let path = named ?? standardFile
    let data = try? Data(contentsOf: URL(filePath: path))
    if data == nil, let named { throw SettingsError("the settings file \(named) that KGASSIST_CONF names cannot be read") }
    if data == nil, FileManager.default.fileExists(atPath: path) {
      throw SettingsError("the settings file \(path) is there and cannot be read; ask its owner, or set KGASSIST_CONF to another")
    }
    return try Settings(
      flags: flags, environment: environment, file: data.map { Array($0) }, filePath: path, uid: geteuid())
  }
}
