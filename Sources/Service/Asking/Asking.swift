import Answering

/// A question with what the daemon does besides answering it.
struct Asking: Sendable {
  var question: Question
  /// Where the turn is remembered.
  var conversation: Conversations.Key?
  /// The words of the sound that came with it.
  var heard: String?
  /// The text read from the pictures that came with it.
  var seen: String?
  /// How long hearing took.
  var perceiving = Duration.zero
}
