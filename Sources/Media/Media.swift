/// Pictures and recordings as plain numbers, decoded where a damaged file can do no harm.
///
/// - ``ImageReader``: a file's bytes to a ``PixelImage``: PNG, JPEG and pages of a PDF.
/// - ``SoundReader``: a file's bytes to samples: WAV, FLAC, OGG and MP3, resampled to 16 kHz.
/// - ``LogMelSpectrogram``: samples to the frames that Whisper hears; some milliseconds for half a minute.
/// - ``DecodingHelper``: the mechanism: the program `kgassist-media`, started for each file inside ``ChildLimits``. Starting it takes some ten
///   milliseconds; what it gives comes through a pipe.
/// - ``LimitedChild``: any other program, run likewise.
///
/// Whatever is decoded comes from outside: sizes are read from the header and held against the limits before anything is allocated, and no library
/// that parses a foreign format runs in the process that holds the graph.
