import Glibc
import Synchronization

/// Ctrl-C, for commands that have something to put in order first. The second one ends the program at once.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  static var isWanted: Bool { flag.load(ordering: .relaxed) }

  static func catchIt() {
    _ = isWanted
    _ = signal(SIGINT) { _ in
      Interruption.flag.store(true, ordering: .relaxed)
      _ = signal(SIGINT, SIG_DFL)
    }
  }
}
