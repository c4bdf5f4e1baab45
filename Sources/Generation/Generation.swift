/// Answers from a decoder: many running at once, one pass over the weights for all of them.
///
/// - ``TextGenerator``: the front. `generate` gives a stream of text; dropping the stream ends the work.
/// - ``GenerationRequest``, ``SamplingSettings``, ``GenerationEvent``, ``GenerationError``: what goes in and comes out.
/// - `AnswerLoop`: the thread that runs passes. A step takes one token of every answer that is being written and a
///   chunk of one prompt that is being read, so a long prompt does not silence the others.
/// - ``FairOrder``, `WaitingLine`: who comes next, fair among users. An answer begins when keys and values of all of it fit.
/// - `PromptLookup`: guesses tokens from the text itself; guesses are checked in the same pass, and the text written is
///   the same as without them.
///
/// Reading a prompt costs 2·parameters operations a token and is bound by arithmetic; writing costs one reading of
/// the weights a step, whatever the number of answers, and is bound by memory.
