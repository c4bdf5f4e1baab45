import Wire

enum TrainCommand: Command {
  static let name = "train"
  static let summary = "trains vectors of the graph, adapters, classifiers, small encoders and decoders; tells what is trained"
  static let usage = [
    "train graph [--domain D] [--inferred] [--model M] [--rank N] [--epochs N] [--batch N] [--regulariser X] [--relation-weight X] [--seed N] [--fresh] [--detach] [--json]",
    "train adapter [NAME] [--domain D] [--kind lora|soft-prompt] [--rank N] [--alpha X] [--dropout X] [--targets LIST] [--rows N] [--steps N] [--rate X] [--length N] [--batch N] [--seed N] [--fresh] [--detach] [--json]",
    "train classifier NAME --data FILE.jsonl [--kind whole|head] [--steps N] [--rate X] [--length N] [--batch N] [--seed N] [--fresh] [--detach] [--json]",
    "train encoder [NAME] [--domain D] [--kind new|whole] [--layers N] [--width N] [--heads N] [--steps N] [--rate X] [--length N] [--batch N] [--seed N] [--fresh] [--detach] [--json]",
    "train decoder [NAME] [--domain D] [--kind new|whole] [--layers N] [--width N] [--heads N] [--vocabulary N] [--weights T] [--steps N] [--rate X] [--length N] [--batch N] [--seed N] [--fresh] [--detach] [--json]",
    "train fusion [--data WORDINGS.jsonl] [--seed N] [--fresh] [--detach] [--json]",
    "train status [--json]", "train curve [--domain D | adapter NAME | classifier NAME | decoder NAME | encoder NAME | fusion] [--output FILE]",
  ]
  static let flags = [
    Flag("--domain", "D", "finance, medical or code: its triples, or documents, alone"),
    Flag("--inferred", "graph: train on what rules inferred too"),
    Flag("--model", "M", "graph: complex (default), distmult, cp, transe, rotate or rotate2"),
    Flag("--rank", "N", "graph: dimensions, a multiple of 8, 256 unless given; adapter: LoRA's r, 8 unless given"),
    Flag("--epochs", "N", "graph: passes over the triples at most; 40 unless given"),
    Flag("--regulariser", "X", "graph: weight of the regulariser; left out, it is found by short runs"),
    Flag("--relation-weight", "X", "graph: weight of predicting relations; left out, it is found by short runs"),
    Flag("--kind", "K", "adapter: lora (default) or soft-prompt; classifier: whole (default) fine-tunes the encoder too, head leaves it; decoder, encoder: new (default) from nothing, whole trains every weight of the one that is loaded"),
    Flag("--alpha", "X", "adapter: LoRA's additions are multiplied by alpha / r; 2·r unless given"),
    Flag("--dropout", "X", "adapter: the share of LoRA's inputs that is dropped; 0 unless given"),
    Flag("--targets", "LIST", "adapter: which of q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj; q_proj,v_proj unless given"),
    Flag("--rows", "N", "adapter: the rows of a soft prompt; 16 unless given"),
    Flag("--data", "FILE", "classifier: one {\"text\": …, \"label\": …} a line; fusion: one {\"relation\": …, \"wordings\": […], \"held_out\": […]} a line; - reads stdin"),
    Flag("--layers", "N", "encoder: layers, 2 unless given; decoder: 4"),
    Flag("--width", "N", "encoder, decoder: elements of a state, 128 unless given"),
    Flag("--heads", "N", "encoder, decoder: heads of attention, one for 64 elements unless given"),
    Flag("--vocabulary", "N", "decoder: tokens that one from nothing learns from the text, at most; 2048 unless given"),
    Flag("--weights", "T", "decoder: how its matrices are written: f32, f16, bf16, q8_0 (default), q4_0 or q4_1"),
    Flag("--steps", "N", "models: steps in all; three passes over the text, at most 300 (adapter, whole decoder), 1,000 (classifier) or 2,000, unless given; ten, at most 2,000, for a new decoder or encoder"),
    Flag("--rate", "X", "models: the learning rate at its highest"),
    Flag("--length", "N", "models: tokens of a window of text, or of a classified text; 256, 128 (classifier, new decoder) and, for an encoder, 64 unless given"),
    Flag("--batch", "N", "graph: questions a step, 256; adapter: windows a step, 4; classifier: texts a step, 16 or 64; encoder: pairs a step, 16; decoder: windows a step, 8 (new) or 4"),
    Flag("--seed", "N", "what is drawn; the same seed gives the same numbers"),
    Flag("--fresh", "from nothing, though there are older vectors or an interrupted training"),
    Flag("--detach", "do not wait; kgassist jobs shows how far it is"),
    Flag("--output", "FILE", "a new file for the curve; stdout unless given"), Flag.json,
  ]
  static let words = ["graph", "adapter", "classifier", "decoder", "encoder", "fusion", "status", "curve"]
  static let notes = """
    Training is a job of the daemon: it goes on when you look away, gives way to every answer, and what was broken off with ctrl-C, kgassist
    jobs cancel or the daemon's end is taken up again by the same command, to the same numbers. Writers alone may train.

    train graph learns vectors of the graph's things and relations, from which kgassist graph predict tells missing links. They are kept beside the
    store and never mixed with what is stated. After a change of the graph training goes on from the older vectors. Figures are of triples that
    were held out.

      kgassist train graph --domain medical
      kgassist graph predict metformin treats

    train adapter lets the decoder learn the manner and words of the stored documents, of a domain or all, without a change to the decoder itself:
    a LoRA adapter beside its weights, or a soft prompt in front of what it reads. The last tenth of the text is held out; its perplexity before
    and after is told. The adapter is kept in PEFT's file format in the state folder, adapters/NAME. An adapter says how things are worded; what
    is said still comes from the evidence, and is checked against it.

      kgassist train adapter clinic --domain medical
      kgassist ask --adapter clinic "When is metformin contraindicated?"
      kgassist train adapter tone --kind soft-prompt --rows 32 --steps 200

    train classifier teaches the text encoder classes of your own. A fifth of the texts is held out and judged at the end: accuracy, F1 of each
    class, and which classes are taken for which. A head alone takes seconds; the whole encoder minutes, and more examples to be worth it.

      kgassist train classifier topics --data examples.jsonl
      kgassist classify topics "My card was charged twice."

    train fusion teaches the small Transformer that reads questions your own graph: which relation of which thing a question asks for, in which domain.
    Weights for the shipped graphs are there from the start. A relation of your own is learnt from some six ways of asking for it ({} stands for
    the thing) and judged on others; Graphs/wordings.jsonl has the shipped ones, to which yours can be added.

      kgassist train fusion --data wordings.jsonl

    train encoder learns from the stored documents to fill in masked words and to tell whether one stretch of text follows another. --kind new begins
    from nothing: a small BERT in the text encoder's vocabulary. It fills in words better from the first steps, but learns to tell what follows only
    over many documents and steps. --kind whole goes on from the text encoder's own weights, which have read a billion pairs and tell it sooner. It is
    for seeing how that is done, and a beginning for experiments: answering keeps the text encoder that is there. The folder, encoders/NAME in
    the state folder, holds config.json, model.safetensors and vocab.txt as BERT's users know them.

      kgassist train encoder tiny --layers 2 --width 128 --steps 1000
      kgassist train encoder ward --kind whole --domain medical

    train decoder makes a whole decoder that goes on as the stored documents do, as a GGUF file, decoders/NAME/model.gguf in the state folder.
    --kind new begins from nothing, in a vocabulary learnt from the same text: to see how that is done; what it writes is words, not answers. --kind whole
    trains every weight of the loaded decoder: 16 bytes a weight, 2.3 GB for SmolLM2-135M, and is refused where the daemon has not so much. The last
    tenth of the text is held out; its perplexity is told before and after, and by the file that was written. Answers are checked against their
    evidence whichever decoder words them.

      kgassist train decoder small --layers 4 --width 128
      kgassist train decoder ward --kind whole --domain medical; kgassist ask --decoder ward "…"
      KGASSIST_DECODER=ward kgassistd                        words every answer with it
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard let what = arguments.words.first else { throw Failure.usage("train takes \(words.joined(separator: ", "))") }
    let rest = Array(arguments.words.dropFirst())
    switch what {
    case "adapter", "classifier", "decoder", "encoder", "fusion": return try model(what, rest, arguments)
    case "curve": return try curve(rest, arguments)
    case "graph", "status": break
    default: throw Failure.usage("train takes \(words.joined(separator: ", ")), not \(what)")
    }
    guard rest.isEmpty else { throw Failure.usage("train \(what) takes flags alone, not \(rest[0])") }
    return try what == "graph" ? graph(arguments) : status(arguments)
  }

  private static func status(_ arguments: Arguments) throws -> Int32 {
    let list = try DaemonClient().get(["v1", "train"], as: TrainedList.self), models = list.models ?? []
    if arguments.has("--json") { return try GraphCommand.printed(list) }
    if list.graph.isEmpty, models.isEmpty { Terminal.say("nothing is trained; kgassist train graph trains the graph's embeddings") }
    for shape in list.graph { show(shape) }
    for shape in models { show(shape) }
    return ExitCode.done
  }

  private static func curve(_ words: [String], _ arguments: Arguments) throws -> Int32 {
    var query: [String: String] = [:]
    if words.count == 2, ["adapter", "classifier", "decoder", "encoder"].contains(words[0]) {
      query[words[0]] = words[1]
    } else if words == ["fusion"] {
      query["fusion"] = "all"
    } else if words.isEmpty {
      query["domain"] = try arguments.domain()
    } else {
      throw Failure.usage("train curve takes nothing, fusion, or adapter, classifier, decoder or encoder with a name")
    }
    return try GraphCommand.picture(try DaemonClient().request("GET", ["v1", "train", "curve"], query), arguments)
  }
}
