import Glibc

/// The socket that the daemon listens on: handed over by systemd, or made here.
public final class ListeningSocket: Sendable {
  let descriptor: Descriptor
  public let path: String
  /// Held as long as this daemon serves; nil where systemd owns the socket.
  private let lock: Descriptor?

  private init(_ descriptor: Descriptor, path: String, lock: Descriptor?) {
    self.descriptor = descriptor
    self.path = path
    self.lock = lock
  }

  /// The socket of `LISTEN_FDS` (sd_listen_fds(3)); nil where this process was started by hand.
  static func inherited(_ environment: [String: String], path: String) throws(DaemonError) -> ListeningSocket? {
    guard let count = environment["LISTEN_FDS"].flatMap({ Int($0) }), count > 0,
      environment["LISTEN_PID"].flatMap({ Int32($0) }) == getpid()
    else { return nil }
    guard count == 1 else { throw DaemonError("systemd handed over \(count) sockets; kgassistd serves exactly one", exitCode: 78) }
    let raw: Int32 = 3
    var isListening: Int32 = 0
    var length = socklen_t(4)
    guard unsafe getsockopt(raw, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0, isListening == 1 else {
      throw DaemonError("the descriptor that systemd handed over is not a listening socket", exitCode: 78)
    }
    _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
    _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK)
    return ListeningSocket(Descriptor(owning: raw), path: path, lock: nil)
  }

  /// Makes the socket at a path. One that nobody serves is taken over; one that lives is not.
  static func make(at path: String) throws(DaemonError) -> ListeningSocket {
    guard let address = UnixAddress(path) else {
      throw DaemonError("the socket's path \(path) is \(path.utf8.count) bytes long, at most 107 fit; choose a shorter one with --socket", exitCode: 78)
    }
    try prepareFolder(of: path)
    let lock = try takeLock(path)
    try removeStale(path, address)
    let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard raw >= 0 else { throw DaemonError("no socket can be made: \(SystemCallError("socket").reason)", exitCode: 1) }
    let descriptor = Descriptor(owning: raw)
    let mask = umask(0o177)
    let bound = address.bind(descriptor)
    let problem = SystemCallError("bind")
    umask(mask)
    guard bound == 0 else { throw DaemonError("\(path) cannot be made: \(problem.reason)", exitCode: 77) }
    guard listen(raw, 128) == 0 else { throw DaemonError("\(path): \(SystemCallError("listen").reason)", exitCode: 1) }
    return ListeningSocket(descriptor, path: path, lock: lock)
  }

  /// Removes the file, where it was made here.
  func removeFile() {
    if lock != nil { _ = unsafe unlink(path) }
  }

  private static func prepareFolder(of path: String) throws(DaemonError) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    guard !folder.isEmpty else { return }
    if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST {
      throw DaemonError("the folder \(folder) of the socket cannot be made: \(SystemCallError("mkdir").reason)", exitCode: 77)
    }
    var status = stat()
    guard unsafe lstat(folder, &status) == 0 else {
      throw DaemonError("\(folder): \(SystemCallError("lstat").reason)", exitCode: 77)
    }
    // Somebody else who may write here could put a socket of theirs in our place.
    let isOurs = status.st_uid == geteuid() || status.st_uid == 0
    let isShared = status.st_mode & 0o022 != 0 && status.st_mode & 0o1000 == 0
    guard status.st_mode & S_IFMT == S_IFDIR || status.st_mode & S_IFMT == S_IFLNK, isOurs,
      !isShared || status.st_mode & S_IFMT == S_IFLNK
    else {
      throw DaemonError("the folder \(folder) belongs to or can be written by others; choose another place with --socket", exitCode: 78)
    }
  }

  private static func takeLock(_ path: String) throws(DaemonError) -> Descriptor {
    let raw = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard raw >= 0 else {
      throw DaemonError("\(path).lock cannot be opened: \(SystemCallError("open").reason)", exitCode: 77)
    }
    let lock = Descriptor(owning: raw)
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else { throw inUse(path) }
    return lock
  }

  private static func removeStale(_ path: String, _ address: UnixAddress) throws(DaemonError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw DaemonError("\(path) is there and is not a socket; it is left alone, choose another path with --socket", exitCode: 78)
    }
    let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard raw >= 0 else { throw DaemonError("no socket can be made: \(SystemCallError("socket").reason)", exitCode: 1) }
    let probe = Descriptor(owning: raw)
    // EAGAIN is a live socket whose backlog is full.
    if address.connect(probe) == 0 || errno == EAGAIN { throw inUse(path) }
    guard unsafe unlink(path) == 0 else {
      throw DaemonError("the stale socket \(path) cannot be removed: \(SystemCallError("unlink").reason)", exitCode: 77)
    }
  }

  private static func inUse(_ path: String) -> DaemonError {
    DaemonError("another kgassistd serves \(path); use that one, stop it, or choose another path with --socket", exitCode: 75)
  }
}
