import Glibc
import Wire

enum BackupCommand: Command {
  static let name = "backup"
  static let summary = "a copy of the store, while the daemon goes on"
  static let usage = ["backup FILE"]
  static let flags: [Flag] = []
  static let notes = """
    The copy is the store as it is at one moment. To use it, stop the daemon and put it in the place of graph.sqlite3 in
    the state folder. A file that is there is never overwritten.
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.count == 1 else { throw Failure.usage("backup takes the file to write") }
    let path = arguments.words[0]
    guard unsafe access(path, F_OK) != 0 else { throw Failure("\(path) is there already; a backup never overwrites a file") }
    let partial = path + ".partial"
    _ = unsafe unlink(partial)
    var count = 0
    do {
      let file = try OutputFile(new: partial)
      try DaemonClient().perform("GET", ["v1", "backup"]) { bytes in
        try file.write(bytes)
        count += bytes.count
      }
      try file.sync()
    } catch {
      _ = unsafe unlink(partial)
      throw error
    }
    // A link and not a renaming: it fails where another file came into the place meanwhile.
    guard unsafe link(partial, path) == 0 else { throw Failure("\(path) cannot be made; the copy is at \(partial)") }
    _ = unsafe unlink(partial)
    Terminal.print("\(path): \(count) bytes")
    return ExitCode.done
  }
}
