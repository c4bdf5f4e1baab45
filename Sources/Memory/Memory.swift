/// Storage that frees itself.
///
/// - ``AlignedBuffer``: zeroed memory aligned for the widest vector load, freed with its owner. O(n) to make
///   below 2 MiB; above, pages cost nothing until they are touched.
/// - ``MappedFile``: a whole file as read-only memory. Opening costs two system calls, whatever the size; pages
///   are read when they are first looked at and shared with every other process that maps the file.
