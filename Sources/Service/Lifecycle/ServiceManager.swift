import Glibc

/// Tells systemd what the daemon does (sd_notify(3)); says nothing where nobody listens.
struct ServiceManager: Sendable {
  private let address: String?
  /// How often the watchdog wants to hear of us; nil where there is none.
  let watchdogInterval: Duration?

  init(_ environment: [String: String]) {
    address = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    let isForUs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
    let microseconds = environment["WATCHDOG_USEC"].flatMap { Int($0) } ?? 0
    watchdogInterval = isForUs && microseconds > 0 ? .microseconds(microseconds / 2) : nil
  }

  func tell(_ state: String) {
    guard let address, let target = UnixAddress(address) else { return }
    let raw = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard raw >= 0 else { return }
    _ = target.send(Array(state.utf8), from: Descriptor(owning: raw))
  }

  /// Feeds the watchdog until the task is cancelled.
  func feedWatchdog() async {
    guard let watchdogInterval else { return }
    while !Task.isCancelled {
      tell("WATCHDOG=1")
      try? await Task.sleep(for: watchdogInterval)
    }
  }
}
