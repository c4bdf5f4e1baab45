/// Weight files as views of a mapped file: nothing is copied until a layer takes its matrix.
///
/// - ``GGUFFile``: decoders with their tokenizer and settings. Opening reads the header alone, O(tensors + vocabulary).
/// - ``GGUFWriter``: writes one, plain or quantised, a row at a time: memory for a MiB of it.
/// - ``SafetensorsFile``: encoders. Opening reads the JSON header, O(tensors).
/// - ``ONNXFile``: graphs with their constants. Opening reads all nodes, O(nodes + constants).
/// - ``CTranslate2File``: speech. Opening reads the variables' headers, O(variables).
///
/// A weight file comes from outside. Every length in it is held against the file's size before anything is
/// allocated, and every tensor's range lies inside the file once the file is open. What does not fit throws a
/// ``WeightFileError`` that names the file, the thing and the byte.
