import Glibc

/// Who is at the other end of a connection, as the kernel tells it.
public struct PeerCredentials: Sendable, Equatable {
  public let process: Int32
  public let user: UInt32
  public let group: UInt32
  /// The supplementary groups that the process had when it connected.
  public let groups: [UInt32]

  public init(process: Int32, user: UInt32, group: UInt32, groups: [UInt32] = []) {
    self.process = process
    self.user = user
    self.group = group
    self.groups = groups
  }

  private static let peerGroups: Int32 = 59

  /// `ucred` is not visible to Swift on Linux: three 32-bit numbers are read instead (unix(7), SO_PEERCRED).
  init(of descriptor: Descriptor) throws(SystemCallError) {
    var numbers: [3 of UInt32] = [0, 0, 0]
    var length = socklen_t(12)
    guard unsafe getsockopt(descriptor.raw, SOL_SOCKET, SO_PEERCRED, &numbers, &length) == 0, length == 12 else {
      throw SystemCallError("SO_PEERCRED")
    }
    process = Int32(bitPattern: numbers[0])
    user = numbers[1]
    group = numbers[2]
    var list = [UInt32](repeating: 0, count: 1024)
    var listLength = socklen_t(list.count * 4)
    let result = unsafe getsockopt(descriptor.raw, SOL_SOCKET, Self.peerGroups, &list, &listLength)
    // Kernels before 4.13 do not know it: the primary group alone counts there.
    groups = result == 0 ? Array(list.prefix(Int(listLength) / 4)) : []
  }
}
