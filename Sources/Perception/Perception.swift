/// What comes from outside as features that the graph and the Transformer understand.
///
/// - ``TextEncoder``: texts to vectors of length 1; about 2·(parameters without embeddings) operations a token.
/// - ``SpeechRecognizer``: sound to text with its times; half a minute takes what 40·10⁹ operations take, and more in a beam.
