/// Answers from a decoder: many running at once, one pass over the weights for all of them.
///
/// - ``TextGenerator``: the front. `generate` gives a stream of text; dropping the stream ends the work.
/// - ``GenerationRequest``, ``SamplingSettings``, ``GenerationEvent``, ``GenerationError``: what goes in and comes out.
/// - `AnswerLoop`: the thread that runs passes. A step takes one token of every answer that is being written and a
///   chunk of one prompt that is being read, so a long prompt does not silence the others.
///
/// Reading a prompt costs 2·parameters operations a token and is bound by arithmetic; writing costs one reading of
/// the weights a step, whatever the number of answers, and is bound by memory.
