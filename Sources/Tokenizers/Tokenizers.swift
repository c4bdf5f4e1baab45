// Text to token ids and back.
//
//   BytePairTokenizer    byte-level BPE as GGUF decoders use it; `encode` is O(n log n) in the text's bytes, `decode` O(n)
//   BytePairVocabulary   what such a tokenizer is made of; learnt from texts in O(bytes) and the words that each merge changes
//   StreamingDecoder     ids one by one to text that never breaks a UTF-8 sequence; O(bytes of the token) a call
//   WordPieceTokenizer   BERT's uncased WordPiece with the place of every token in the text; O(n)
//   ChatTemplate         messages to the text (or the ids) a chat model was trained on
//
// Everything here is a value; nothing reads a file. The byte-pair side follows llama.cpp, not Hugging Face, where
// the two differ: text is never normalised (Hugging Face's Qwen2 composes it to NFC first), because the weights are
// GGUF files and their reference is llama.cpp. The WordPiece side follows Hugging Face's `tokenizers`.
