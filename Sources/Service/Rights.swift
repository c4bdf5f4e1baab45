import Glibc

/// Who may change what the store holds. Asking is for everybody who can open the socket.
public struct Rights: Sendable, Equatable {
  /// Users who may, whatever groups they are in.
  public var users: Set<UInt32>
  /// Groups whose members may.
  public var groups: Set<UInt32>

  public init(users: Set<UInt32>, groups: Set<UInt32>) {
    self.users = users
    self.groups = groups
  }

  public static let groupName = "kgassist-writers"

  /// The daemon's own user, root, and the members of `kgassist-writers` where the group exists.
  public static func standard() -> Rights {
    let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 1 << 16)
    defer { unsafe buffer.deallocate() }
    var entry = unsafe group()
    var found: UnsafeMutablePointer<group>?
    let status = unsafe getgrnam_r(groupName, &entry, buffer.baseAddress, buffer.count, &found)
    let writers: Set<UInt32> = unsafe status == 0 && found != nil ? [entry.gr_gid] : []
    return Rights(users: [geteuid(), 0], groups: writers)
  }

  public func mayWrite(_ peer: PeerCredentials) -> Bool {
    users.contains(peer.user) || groups.contains(peer.group) || !groups.isDisjoint(with: peer.groups)
  }
}
