/// What comes from outside as features that the graph and the Transformer understand.
///
/// - ``TextEncoder``: texts to vectors of length 1; about 2·(parameters without embeddings) operations a token.
/// - ``ImageTextReader``: a picture to lines with their boxes, in the order of reading, and tables; some 0.3 s for a page of thirty lines.
/// - ``WordSplitter``: parts words that the recogniser of text ran together, by a list of the user's own words.
/// - ``PictureEncoder``, ``PictureFeatures``: a picture that was read to a sequence of features for the fusion Transformer; ``PictureKind``: what kind it is.
/// - ``ChartReader``: values off bar, line and pie charts by geometry, each with its error, or a reason why not; some 13 ms for 700 by 450 pixels. README.md
///   beside this file has how often it is right.
/// - ``SpeechRecognizer``: sound to text with its times; half a minute takes what 40·10⁹ operations take, and more in a beam.
