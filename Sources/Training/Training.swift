/// Takes models down their losses: what is trained, on which loss and from which data is an objective; the rest is here once.
///
/// - ``TrainingObjective``: a model, its data and its loss. One call runs a part of a step's batch forward and backward.
/// - ``TrainingLoop``: steps, accumulation, clipping, validation, checkpoints, progress, the learning curve. Beside the objective a
///   step costs one pass over the gradients (the norm) and one over four tables (the optimiser): 40 bytes an element.
/// - ``SequenceClassification``: an encoder with a head tells classes of texts apart; ``ClassificationReport`` says how well.
/// - ``VectorClassification``: the same on vectors that were computed before: the head alone.
/// - ``CausalText``: a decoder's adapter, or the soft prompt before it, learns to go on as a text does.
/// - ``MaskedWords``: an encoder learns to fill in words and to tell what follows; ``TextPairs`` cuts out what it is asked.
/// - ``AdamW``, ``ParameterGroup``, ``RateSchedule``: how parameters are stepped. 16 bytes a trained element, gradient counted.
/// - ``Checkpoint``: 12 bytes a trained element on disk; a training that goes on from it ends at the same bits.
/// - ``TableFile``: tables of floats on disk with a digest, for whoever keeps such.
///
/// `README.md` beside this file says what was measured.
