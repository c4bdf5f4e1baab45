import Glibc
import Synchronization
import Wire

/// Bodies that are too large for memory, each in a file of the state folder until its request is done.
final class BodySpool: Sendable {
  /// More at once would let a few callers fill the disk with what is never sent to its end.
  private static let most = 2
  /// What is left to the store and its journal.
  private static let spared = 256 << 20

  private let folder: String
  private let limits: HTTPLimits
  private let open = Mutex(0)

  init(folder: String, limits: HTTPLimits = .contract) {
    self.folder = folder
    self.limits = limits
  }

  /// - Throws: 413 above the limit, 503 where others are on their way, 507 where the disk has no room for it.
  func open(_ length: Int) throws(HTTPProblem) -> SpooledBody {
    guard length <= limits.fileBody else {
      throw HTTPProblem(413, "body_too_large", "the body has \(length) bytes; at most \(limits.fileBody) are taken. Split the file")
    }
    var status = statvfs()
    if unsafe statvfs(folder, &status) == 0 {
      let free = Int(clamping: UInt64(status.f_bavail)).multipliedReportingOverflow(by: Int(clamping: UInt64(status.f_frsize)))
      guard free.overflow || free.partialValue - Self.spared >= length else {
        throw HTTPProblem(507, "disk_full", "the disk of the state folder has no room for a body of \(length) bytes; free some space and try again")
      }
    }
    let isFree = open.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
    guard isFree else { throw HTTPProblem(503, "overloaded", "\(Self.most) other large files are being sent; try again when they are done") }
    do {
      return try SpooledBody(path: try OwnFile.temporaryPath(in: folder)) { [self] in open.withLock { $0 -= 1 } }
    } catch {
      open.withLock { $0 -= 1 }
      throw HTTPProblem(500, "state_folder", "the state folder cannot be written: \(error)")
    }
  }
}

/// A body in a file, which goes away with it.
final class SpooledBody: HTTPBodySink {
  let path: String
  private let file: OwnFile
  private let whenGone: @Sendable () -> Void

  init(path: String, whenGone: @escaping @Sendable () -> Void) throws {
    self.path = path
    self.whenGone = whenGone
    file = try OwnFile(path)
  }

  deinit {
    OwnFile.remove(path)
    whenGone()
  }

  func append(_ bytes: ArraySlice<UInt8>) throws(HTTPProblem) {
    do {
      try file.append(bytes)
    } catch let error as RequestError {
      throw HTTPProblem(error.status, error.code, error.message)
    } catch {
      throw HTTPProblem(500, "state_folder", "the body could not be kept: \(error)")
    }
  }
}
