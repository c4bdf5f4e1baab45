// The system zlib, which comes with libpng: raw deflate (RFC 1951) of whole buffers. Its initialisers are macros, which Swift cannot call.
#include <stddef.h>
#include <zlib.h>

// Ready to pack; the fastest level, since the best one saves 2 % more on texts of a kilobyte, and little memory, which is cleared for every text.
static inline int kg_deflate_init(z_stream *stream) {
  *stream = (z_stream){0};
  return deflateInit2(stream, Z_BEST_SPEED, Z_DEFLATED, -MAX_WBITS, 5, Z_DEFAULT_STRATEGY) == Z_OK;
}

// Bytes written to `out`, of which there are `room`; 0 when they do not fit. `stream` is then ready for the next buffer.
static inline size_t kg_deflate(z_stream *stream, const unsigned char *in, size_t count, unsigned char *out, size_t room) {
  if (count > (uInt)-1 || room > (uInt)-1 || deflateReset(stream) != Z_OK) return 0;
  stream->next_in = (Bytef *)in, stream->avail_in = (uInt)count;
  stream->next_out = out, stream->avail_out = (uInt)room;
  return deflate(stream, Z_FINISH) == Z_STREAM_END ? room - stream->avail_out : 0;
}

// Whether `in` unpacks to exactly `size` bytes.
static inline int kg_inflate(const unsigned char *in, size_t count, unsigned char *out, size_t size) {
  z_stream stream = {0};
  if (count > (uInt)-1 || size > (uInt)-1 || inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 0;
  stream.next_in = (Bytef *)in, stream.avail_in = (uInt)count;
  stream.next_out = out, stream.avail_out = (uInt)size;
  int end = inflate(&stream, Z_FINISH);
  int whole = end == Z_STREAM_END && stream.avail_out == 0 && stream.avail_in == 0;
  inflateEnd(&stream);
  return whole;
}
