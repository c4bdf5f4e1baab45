/// What comes from outside as features that the graph and the Transformer understand.
///
/// - ``TextEncoder``: texts to vectors of length 1; about 2·(parameters without embeddings) operations a token.
