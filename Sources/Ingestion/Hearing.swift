public import Perception

/// Gives the one who hears recordings, with the settings to hear them by; called when the first recording comes.
public typealias Hearing = @Sendable () async throws -> (SpeechRecognizer, SpeechSettings)
