/// What comes from outside as features that the graph and the Transformer understand.
///
/// - ``TextEncoder``: texts to vectors of length 1; about 2·(parameters without embeddings) operations a token.
/// - ``ImageTextReader``: a picture to lines with their boxes, in the order of reading, and tables; some 0.3 s for a page of thirty lines.
/// - ``WordSplitter``: parts words that the recogniser of text ran together, by a list of the user's own words.
/// - ``PictureEncoder``, ``PictureKind``: a picture that was read to features for the fusion Transformer, and what kind it is.
/// - ``SpeechRecognizer``: sound to text with its times; half a minute takes what 40·10⁹ operations take, and more in a beam.
