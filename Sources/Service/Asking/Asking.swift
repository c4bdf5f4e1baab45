import Answering

/// A question with what the daemon does besides answering it.
struct Asking: Sendable {
  var question: Question
  /// Where the turn is remembered.
  var conversation: Conversations.Key?
  /// What came with it.
  var perceived: Perceived
  /// How long reading and hearing took.
  var perceiving = Duration.zero
}
